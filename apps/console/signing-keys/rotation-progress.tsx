import { Progress, Stack, Text } from '@mantine/core';
import { mdiCheck, mdiCircleOutline, mdiTimerSandEmpty } from '@mdi/js';
import type { ReactNode } from 'react';
import { Icon } from '../elements/icon.js';
import { Card } from '../elements/card.js';
import { DateDisplay } from '../elements/date-display.js';
import classes from './rotation-progress.module.css';
import type { Rotation } from './signing-keys-query.js';

interface Props {
  readonly rotation: Rotation;
  /** When this was so, in milliseconds. */
  readonly asOf: number;
}

/** How far a rotation has come, and what comes next. */
export function RotationProgress({ rotation: { pending }, asOf }: Props) {
  return (
    <Card title="A new key is on its way">
      <Stack gap="md">
        <ol className={classes['steps']}>
          <Step state={pending ? 'done' : 'now'}>
            {pending ? (
              <>
                The new key was made and published <DateDisplay time={pending.status_since} />.
              </>
            ) : (
              'The new key is made and published as soon as that can be; where many keys are published, once one of them has gone.'
            )}
          </Step>
          <Step state={pending ? 'now' : 'later'}>
            {pending?.status_until ? (
              <>
                It signs <DateDisplay time={pending.status_until} />, when everybody who checks tokens has
                fetched it.
              </>
            ) : (
              'It signs once everybody who checks tokens has fetched it.'
            )}
          </Step>
          <Step state="later">The key of today stays published until its last token has expired.</Step>
        </ol>
        {pending && <Progress value={percentOf(pending, asOf)} aria-label="Time until the new key signs" />}
        <Text size="sm" c="dimmed">
          Tokens are good all the time. You need not stay here for it.
        </Text>
      </Stack>
    </Card>
  );
}

const ICONS: Readonly<Record<'done' | 'now' | 'later', string>> = {
  done: mdiCheck,
  now: mdiTimerSandEmpty,
  later: mdiCircleOutline,
};

interface StepProps {
  readonly state: 'done' | 'now' | 'later';
  readonly children: ReactNode;
}

function Step({ state, children }: StepProps) {
  const icon = ICONS[state];
  return (
    <li className={classes['step']} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
      <Icon path={icon} size={18} />
      <span>{children}</span>
    </li>
  );
}

function percentOf({ status_since, status_until }: NonNullable<Rotation['pending']>, asOf: number): number {
  const [since, until] = [Date.parse(status_since), Date.parse(status_until ?? status_since)];
  if (until <= since) return 100;
  return Math.min(100, Math.max(2, ((asOf - since) / (until - since)) * 100));
}
