import type { ClientRecord } from '@postern/contracts';

/** What Redis holds of a client. */
export type RecordEntry =
  | { readonly state: 'record'; readonly generation: string; readonly record: ClientRecord }
  /** There is no such client, as far as was known a moment ago. */
  | { readonly state: 'absent'; readonly generation: string }
  /** The client is deleted; final. */
  | { readonly state: 'deleted'; readonly version: number }
  /** Something newer exists and must be fetched. */
  | { readonly state: 'superseded'; readonly version: number };

export function versionOf(entry: RecordEntry): number {
  if (entry.state === 'record') return entry.record.version;
  return entry.state === 'absent' ? 0 : entry.version;
}

export function writeEntry(entry: RecordEntry): string {
  const generation = 'generation' in entry ? entry.generation : '';
  const json = entry.state === 'record' ? JSON.stringify(entry.record) : '';
  return `${versionOf(entry)}\n${entry.state}\n${generation}\n${json}`;
}

/** @throws Error for text that is no entry */
export function readEntry(text: string): RecordEntry {
  const [version = '', state, generation = '', json = ''] = text.split('\n', 4);
  switch (state) {
    case 'record':
      return { state, generation, record: JSON.parse(json) as ClientRecord };
    case 'absent':
      return { state, generation };
    case 'deleted':
    case 'superseded':
      return { state, version: Number(version) };
    default:
      throw new Error('An entry of the client record cache is not readable.');
  }
}
