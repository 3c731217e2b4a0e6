import { Anchor } from '@mantine/core';
import type { Api } from '@postern/contracts';
import { Link } from 'react-router';
import { Card } from '../elements/card.js';
import { DateDisplay } from '../elements/date-display.js';
import { durationInWords } from '../elements/durations.js';
import { Fact, Facts } from '../elements/facts.js';
import { Identifier } from '../elements/identifier.js';
import { auditEventsPage } from '../paths.js';
import { useMay } from '../session/use-administrator.js';
import { ApiUsers } from './api-users.js';

interface Props {
  readonly api: Api;
}

/** What there is to know of an API, but for its scopes. */
export function ApiFacts({ api }: Props) {
  const may = useMay();
  return (
    <Card title="About this API">
      <Facts>
        <Fact label="Audience">
          <Identifier text={api.audience} what="audience" />
        </Fact>
        <Fact label="API ID">
          <Identifier text={api.api_id} what="API ID" />
        </Fact>
        {api.description !== '' && <Fact label="Description">{api.description}</Fact>}
        <Fact label="Token lifetime">{durationInWords(api.token_lifetime_seconds)}</Fact>
        <Fact label="Used by">
          <ApiUsers api={api} />
        </Fact>
        <Fact label="Added">
          <DateDisplay time={api.created_at} />
        </Fact>
        <Fact label="Changed last">
          <DateDisplay time={api.updated_at} />
        </Fact>
        {may('audit:read') && (
          <Fact label="History">
            <Anchor component={Link} to={auditEventsPage({ subject_id: api.api_id })} size="sm">
              Audit events of this API
            </Anchor>
          </Fact>
        )}
      </Facts>
    </Card>
  );
}
