import { Anchor, Skeleton, Table } from '@mantine/core';
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
      <Table
        role="table"
        aria-label={label}
        aria-busy={isStale || children === undefined}
        className={classes['table'] ?? ''}
        verticalSpacing="sm"
        highlightOnHover
      >
        <Table.Thead role="rowgroup" className={classes['head'] ?? ''}>
          <Table.Tr role="row">{head}</Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">{children ?? <SkeletonRows columns={columns} />}</Table.Tbody>
      </Table>
    </div>
  );
}

function SkeletonRows({ columns }: Pick<Props, 'columns'>) {
  return Array.from({ length: SKELETON_ROWS }, (_, row) => (
    <Table.Tr key={row} aria-hidden="true">
      {Array.from({ length: columns }, (__, column) => (
        <Table.Td key={column}>
          <Skeleton height={14} width={column === 0 ? '80%' : '60%'} my={5} />
        </Table.Td>
      ))}
    </Table.Tr>
  ));
}

export function Head({ children }: { readonly children: ReactNode }) {
  return <Table.Th role="columnheader">{children}</Table.Th>;
}

export function Row({ children }: { readonly children: ReactNode }) {
  return <Table.Tr role="row">{children}</Table.Tr>;
}

/** What the row is called. */
export function RowHead({ children }: { readonly children: ReactNode }) {
  return (
    <Table.Th role="rowheader" scope="row" className={classes['name'] ?? ''}>
      {children}
    </Table.Th>
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
    <Table.Td role="cell" data-label={label}>
      {children}
    </Table.Td>
  );
}
