import { Anchor, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import classes from './list-table.module.css';

interface Props {
  /** What it lists. */
  readonly label: string;
  /** A `Head` for each column, or what is one. */
  readonly head: ReactNode;
  readonly columns: number;
  /** What is shown belongs to another list; the one asked for is on its way. */
  readonly isStale?: boolean;
  /** A row for each thing; absent while nothing is read yet. */
  readonly children: ReactNode;
}

const SKELETON_ROWS = 8;

/** A row a thing; where it is narrow a card each. The roles keep it a table for those who listen to it. */
export function ListTable({ label, head, columns, isStale = false, children }: Props) {
  return (
    <div className={classes['frame']} data-stale={isStale || undefined}>
      <table
        role="table"
        aria-label={label}
        aria-busy={isStale || children === undefined}
        className={classes['table']}
      >
        <thead role="rowgroup" className={classes['head']}>
          <tr role="row">{head}</tr>
        </thead>
        <tbody role="rowgroup">{children ?? <SkeletonRows columns={columns} />}</tbody>
      </table>
    </div>
  );
}

function SkeletonRows({ columns }: Pick<Props, 'columns'>) {
  return Array.from({ length: SKELETON_ROWS }, (_, row) => (
    <tr key={row} aria-hidden="true">
      {Array.from({ length: columns }, (__, column) => (
        <td key={column}>
          <Skeleton height={14} width={column === 0 ? '80%' : '60%'} my={5} />
        </td>
      ))}
    </tr>
  ));
}

export function Head({ children }: { readonly children: ReactNode }) {
  return <th role="columnheader">{children}</th>;
}

export function Row({ children }: { readonly children: ReactNode }) {
  return <tr role="row">{children}</tr>;
}

/** What the row is called. */
export function RowHead({ children }: { readonly children: ReactNode }) {
  return (
    <th role="rowheader" scope="row" className={classes['name']}>
      {children}
    </th>
  );
}

/** What the row is called, where there is a page of it. */
export function RowLink({ to, children }: { readonly to: string; readonly children: string }) {
  return (
    <Anchor component={Link} to={to} fw={600} size="sm">
      {children}
    </Anchor>
  );
}

/** `label` is that of the column, for where there are none. */
export function Cell({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <td role="cell" data-label={label}>
      {children}
    </td>
  );
}
