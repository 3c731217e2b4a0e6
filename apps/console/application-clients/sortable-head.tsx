import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconArrowsSort } from '@tabler/icons-react';
import classes from './sortable-head.module.css';
import { directionOf, nextOrder, type SortField, type SortOrder } from './sort-order.js';

interface Props {
  readonly field: SortField;
  readonly order: SortOrder;
  readonly onOrder: (order: SortOrder) => void;
  readonly children: string;
}

/** The head of a column by which the list can be ordered. */
export function SortableHead({ field, order, onOrder, children }: Props) {
  const direction = directionOf(order, field);
  const Arrow =
    direction === undefined ? IconArrowsSort : direction === 'ascending' ? IconArrowUp : IconArrowDown;
  return (
    <th role="columnheader" {...(direction && { 'aria-sort': direction })}>
      <UnstyledButton className={classes['sort']} onClick={() => onOrder(nextOrder(order, field))}>
        {children}
        <Arrow size={14} data-on={direction !== undefined || undefined} aria-hidden="true" />
      </UnstyledButton>
    </th>
  );
}
