import { VisuallyHidden } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../api/api-error.js';
import { countOf, type Noun } from './counts.js';
import { NotForYourRole } from './not-for-your-role.js';
import { Paging } from './paging.js';
import { ProblemDisplay } from './problem-display.js';

interface Props<Item> {
  readonly list: UseQueryResult<{ readonly data: readonly Item[]; readonly next_cursor: string | null }>;
  readonly isFirstPage: boolean;
  /** What it lists. */
  readonly noun: Noun;
  /** In place of a list with nothing in it. */
  readonly empty: ReactNode;
  /** The list itself; without items while nothing is read yet. */
  readonly children: (items: readonly Item[] | undefined, isStale: boolean) => ReactNode;
}

/** A page of a list with the way to the next one, or why there is none. How much there is, is read out. */
export function PagedList<Item>({ list, isFirstPage, noun, empty, children }: Props<Item>) {
  const { data: page, error, isPlaceholderData, refetch } = list;
  const problem = error && <ProblemDisplay error={error} onRetry={() => void refetch()} />;
  if (error && ApiError.from(error).code === 'insufficient_scope') return <NotForYourRole what={noun.many} />;
  if (error && page === undefined)
    return (
      <>
        {problem}
        <Paging nextCursor={null} isFirst={isFirstPage} isStale={false} />
      </>
    );
  return (
    <>
      <VisuallyHidden role="status">
        {page && !isPlaceholderData && `${countOf(page.data.length, noun)} on this page`}
      </VisuallyHidden>
      {problem}
      {page?.data.length === 0 ? empty : children(page?.data, isPlaceholderData)}
      <Paging nextCursor={page?.next_cursor ?? null} isFirst={isFirstPage} isStale={isPlaceholderData} />
    </>
  );
}
