import type { AuditEvent } from '@postern/contracts';
import { createContext } from 'react';
import { nameInEvent } from './subject-name.js';

/** By ID, what the events of a list say that things were called: of what is gone nothing else says it. */
export const NamesInList = createContext<ReadonlyMap<string, string>>(new Map());

/** The latest name of each; the events come with the last first. */
export function namesIn(events: readonly AuditEvent[]): ReadonlyMap<string, string> {
  const named = events.flatMap((event): [string, string][] => {
    const name = nameInEvent(event);
    return name === undefined ? [] : [[event.subject.id, name]];
  });
  return new Map(named.reverse());
}
