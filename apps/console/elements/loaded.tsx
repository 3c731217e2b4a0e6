import { Paper, Skeleton, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { mdiTrayRemove } from '@mdi/js';
import type { ReactNode } from 'react';
import { ApiError } from '../api/api-error.js';
import { NotForYourRole } from './not-for-your-role.js';
import { NothingHere } from './nothing-here.js';
import { ProblemDisplay } from './problem-display.js';

interface Props<Thing> {
  readonly query: UseQueryResult<Thing>;
  /** What it is one of, in the plural. */
  readonly what: string;
  /** In place of a thing that is not there: where to go instead. */
  readonly instead: ReactNode;
  readonly children: (thing: Thing) => ReactNode;
}

/** One thing once it is read, or why it is not. What was read once stays, lest what is typed in be lost. */
export function Loaded<Thing>({ query, what, instead, children }: Props<Thing>) {
  const { data: thing, error, refetch } = query;
  const problem = error && <ProblemDisplay error={error} onRetry={() => void refetch()} />;
  if (thing !== undefined)
    return (
      <Stack gap="lg">
        {problem}
        {children(thing)}
      </Stack>
    );
  switch (error === null ? undefined : ApiError.from(error).code) {
    case undefined:
      return (
        <Paper p="lg" radius="lg" withBorder aria-busy="true" role="status" aria-label="Loading">
          {['30%', '70%', '55%', '60%'].map((width) => (
            <Skeleton key={width} height={16} width={width} my="md" />
          ))}
        </Paper>
      );
    case 'insufficient_scope':
      return <NotForYourRole what={what} />;
    case 'not_found':
      return (
        <NothingHere
          icon={mdiTrayRemove}
          title="It is not here"
          text="It may have been deleted, or the address is mistyped."
        >
          {instead}
        </NothingHere>
      );
    default:
      return problem;
  }
}
