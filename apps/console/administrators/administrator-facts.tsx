import { Anchor, Group } from '@mantine/core';
import type { Administrator } from '@postern/contracts';
import { Link } from 'react-router';
import { Card } from '../elements/card.js';
import { DateDisplay } from '../elements/date-display.js';
import { Fact, Facts } from '../elements/facts.js';
import { Identifier } from '../elements/identifier.js';
import { None } from '../elements/none.js';
import { Notable } from '../elements/notable.js';
import { auditEventsPage } from '../paths.js';
import { useAdministrator, useMay } from '../session/use-administrator.js';
import { ROLES } from './roles.js';
import { You } from './you.js';

interface Props {
  readonly administrator: Administrator;
}

/** What there is to know of an administrator. */
export function AdministratorFacts({ administrator }: Props) {
  const { administrator_id: id, last_signed_in_at: lastTime } = administrator;
  const may = useMay();
  const isMe = useAdministrator().administrator_id === id;
  return (
    <Card title="Account">
      <Facts>
        <Fact label="Email">
          <Group gap="xs">
            {administrator.email}
            {isMe && <You />}
          </Group>
        </Fact>
        <Fact label="Role">{ROLES[administrator.role]}</Fact>
        <Fact label="Last signed in">
          {lastTime === null ? <None>Never</None> : <DateDisplay time={lastTime} />}
        </Fact>
        <Fact label="Password">
          {administrator.password_change_required ? (
            <Notable>Has to choose a password</Notable>
          ) : (
            'Chosen by themselves'
          )}
        </Fact>
        <Fact label="Added">
          <DateDisplay time={administrator.created_at} />
        </Fact>
        <Fact label="Administrator ID">
          <Identifier text={id} what="administrator ID" />
        </Fact>
        {may('audit:read') && (
          <Fact label="History">
            <Anchor component={Link} to={auditEventsPage({ actor_id: id })} size="sm" display="block">
              What they did
            </Anchor>
            <Anchor component={Link} to={auditEventsPage({ subject_id: id })} size="sm" display="block">
              What was done to their account
            </Anchor>
          </Fact>
        )}
      </Facts>
    </Card>
  );
}
