import { ActionIcon } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { AuditEvent } from '@postern/contracts';
import { mdiChevronDown } from '@mdi/js';
import { useId } from 'react';
import { Icon } from '../elements/icon.js';
import { DateDisplay } from '../elements/date-display.js';
import { EventDetails } from './event-details.js';
import { EventSentence } from './event-sentence.js';
import classes from './event-item.module.css';
import { sentenceOf } from './sentences.js';

interface Props {
  readonly event: AuditEvent;
}

/** One event among many, with all there is to know of it below. */
export function EventItem({ event }: Props) {
  const [isOpen, details] = useDisclosure(false);
  const id = useId();
  const { icon } = sentenceOf(event);
  return (
    <li className={classes['event']}>
      <div className={classes['line']}>
        <span className={classes['icon']} aria-hidden="true">
          <Icon path={icon} size={16} />
        </span>
        <div id={`${id}-sentence`} className={classes['sentence']}>
          <EventSentence event={event} />
        </div>
        <span className={classes['time']}>
          <DateDisplay time={event.occurred_at} />
        </span>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          className={classes['opener'] ?? ''}
          aria-label="Details"
          aria-describedby={`${id}-sentence`}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={details.toggle}
        >
          <Icon path={mdiChevronDown} size={18} />
        </ActionIcon>
      </div>
      <div id={id} hidden={!isOpen}>
        {isOpen && <EventDetails event={event} />}
      </div>
    </li>
  );
}
