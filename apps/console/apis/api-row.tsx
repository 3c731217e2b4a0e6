import { Group } from '@mantine/core';
import type { Api } from '@postern/contracts';
import { durationInWords } from '../elements/durations.js';
import { Identifier } from '../elements/identifier.js';
import { Cell, Row, RowHead, RowLink } from '../elements/list-table.js';
import { None } from '../elements/none.js';
import { ScopeList } from '../elements/scope-list.js';
import { apiPage } from '../paths.js';
import { BuiltIn } from './built-in.js';
import { ApiUsers } from './api-users.js';

const MOST_SCOPES = 1;

interface Props {
  readonly api: Api;
}

/** One API among many. */
export function ApiRow({ api }: Props) {
  return (
    <Row>
      <RowHead>
        <Group gap="xs">
          <RowLink to={apiPage(api.api_id)}>{api.name}</RowLink>
          {api.built_in && <BuiltIn />}
        </Group>
      </RowHead>
      <Cell label="Audience">
        <Identifier text={api.audience} what={`audience of ${api.name}`} />
      </Cell>
      <Cell label="Scopes">
        {api.scopes.length > 0 ? (
          <ScopeList scopes={api.scopes.map(({ name }) => name)} most={MOST_SCOPES} />
        ) : (
          <None />
        )}
      </Cell>
      <Cell label="Token lifetime">{durationInWords(api.token_lifetime_seconds)}</Cell>
      <Cell label="Used by">
        <ApiUsers api={api} />
      </Cell>
    </Row>
  );
}
