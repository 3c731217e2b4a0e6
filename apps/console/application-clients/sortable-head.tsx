import { UnstyledButton } from '@mantine/core';
import { mdiArrowDown, mdiArrowUp, mdiSwapVertical } from '@mdi/js';
import { Icon } from '../elements/icon.js';
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
  const arrow =
    direction === undefined ? mdiSwapVertical : direction === 'ascending' ? mdiArrowUp : mdiArrowDown;
  return (
    <th role="columnheader" {...(direction && { 'aria-sort': direction })}>
      <UnstyledButton className={classes['sort']} onClick={() => onOrder(nextOrder(order, field))}>
        {children}
        <span className={classes['arrow']} data-on={direction !== undefined || undefined}>
          <Icon path={arrow} size={14} />
        </span>
      </UnstyledButton>
    </th>
  );
}
