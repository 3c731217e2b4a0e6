import { Text } from '@mantine/core';
import type { Api } from '@postern/contracts';
import { Card } from '../elements/card.js';
import { Fact, Facts } from '../elements/facts.js';
import { None } from '../elements/none.js';

interface Props {
  readonly scopes: Api['scopes'];
}

/** The scopes of an API, for those who may not change them. */
export function GrantableScopes({ scopes }: Props) {
  return (
    <Card title="Scopes">
      {scopes.length === 0 ? (
        <None>It has no scopes.</None>
      ) : (
        <Facts>
          {scopes.map(({ name, description }) => (
            <Fact key={name} label={name}>
              {description || (
                <Text span c="dimmed" size="sm">
                  No description
                </Text>
              )}
            </Fact>
          ))}
        </Facts>
      )}
    </Card>
  );
}
