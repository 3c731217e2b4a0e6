import type { AuditEvent } from '@postern/contracts';
import { use } from 'react';
import { Actor } from './actor.js';
import { NamedLink } from './named-link.js';
import { NamesInList } from './names-in-list.js';
import { sentenceOf } from './sentences.js';
import { nameInEvent } from './subject-name.js';
import { useName } from './use-name.js';

interface Props {
  readonly event: AuditEvent;
}

/** Who did what to what. */
export function EventSentence({ event }: Props) {
  const { actor, subject, action } = event;
  const { did, hasSubject, rest } = sentenceOf(event);
  const then = nameInEvent(event);
  const elsewhere = use(NamesInList).get(subject.id);
  const now = useName(then === undefined && hasSubject ? subject.id : '');
  return (
    <span>
      <Actor actor={actor} /> {did}
      {hasSubject && ' '}
      {hasSubject && (
        <NamedLink
          type={subject.type}
          id={subject.id}
          name={then ?? now ?? elsewhere}
          isGone={action.endsWith('.deleted') && !action.startsWith('client_secret')}
        />
      )}
      {rest !== undefined && `: ${rest}`}
    </span>
  );
}
