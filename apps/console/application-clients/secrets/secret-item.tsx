import { ActionIcon } from '@mantine/core';
import type { ApplicationClient, SecretFacts } from '@postern/contracts';
import { mdiTrashCanOutline } from '@mdi/js';
import { useState } from 'react';
import { Icon } from '../../elements/icon.js';
import { DateDisplay } from '../../elements/date-display.js';
import { Notable } from '../../elements/notable.js';
import { DAY_MS, relativeTime } from '../../elements/times.js';
import { useNow } from '../../elements/use-now.js';
import { EXPIRING_DAYS } from '../list-query.js';
import { Obscured } from './obscured.js';
import { RemoveSecret } from './remove-secret.js';
import classes from './secrets.module.css';

interface Props {
  readonly client: ApplicationClient;
  readonly secret: SecretFacts;
  readonly isLast: boolean;
  readonly mayWrite: boolean;
}

/** What may be known of a secret. */
export function SecretItem({ client, secret, isLast, mayWrite }: Props) {
  const now = useNow();
  const [isRemoving, setRemoving] = useState(false);
  const { hint, created_at, expires_at, last_used_at } = secret;
  const expires = expires_at === null ? null : Date.parse(expires_at);
  const isUrgent = expires !== null && expires < now + EXPIRING_DAYS * DAY_MS;
  return (
    <li className={classes['secret']}>
      <div>
        <Obscured hint={hint} />
        <div className={classes['about']}>
          <span>
            Created <DateDisplay time={created_at} />
          </span>
          <span>
            {last_used_at === null ? (
              'Never used'
            ) : (
              <>
                Last used <DateDisplay time={last_used_at} />
              </>
            )}
          </span>
          {expires === null || expires_at === null ? (
            <span>Never expires</span>
          ) : isUrgent ? (
            <Notable urgent>{`Expires ${relativeTime(expires, now)}`}</Notable>
          ) : (
            <span>
              Expires <DateDisplay time={expires_at} />
            </span>
          )}
        </div>
      </div>
      {mayWrite && (
        <ActionIcon
          variant="subtle"
          color="red"
          aria-label={`Remove the secret that ends in ${hint}`}
          onClick={() => setRemoving(true)}
        >
          <Icon path={mdiTrashCanOutline} size={18} />
        </ActionIcon>
      )}
      {isRemoving && (
        <RemoveSecret client={client} secret={secret} isLast={isLast} onClose={() => setRemoving(false)} />
      )}
    </li>
  );
}
