import { Group } from '@mantine/core';
import type { Administrator } from '@postern/contracts';
import { DateDisplay } from '../elements/date-display.js';
import { Cell, Row, RowHead, RowLink } from '../elements/list-table.js';
import { None } from '../elements/none.js';
import { Notable } from '../elements/notable.js';
import { administratorPage } from '../paths.js';
import { useAdministrator } from '../session/use-administrator.js';
import { fullName } from './full-name.js';
import { ROLES } from './roles.js';
import { You } from './you.js';

interface Props {
  readonly administrator: Administrator;
}

/** One administrator among many. */
export function AdministratorRow({ administrator }: Props) {
  const { administrator_id: id, email, role, last_signed_in_at: lastTime } = administrator;
  const isMe = useAdministrator().administrator_id === id;
  return (
    <Row>
      <RowHead>
        <Group gap="xs">
          <RowLink to={administratorPage(id)}>{fullName(administrator)}</RowLink>
          {isMe && <You />}
          {administrator.password_change_required && <Notable>Has to choose a password</Notable>}
        </Group>
      </RowHead>
      <Cell label="Email">{email}</Cell>
      <Cell label="Role">{ROLES[role]}</Cell>
      <Cell label="Last signed in">
        {lastTime === null ? <None>Never</None> : <DateDisplay time={lastTime} />}
      </Cell>
    </Row>
  );
}
