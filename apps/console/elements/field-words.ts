import { durationInWords } from './durations.js';
import { exactTime } from './times.js';

const WRITTEN: Readonly<Record<string, string>> = {
  id: 'ID',
  api: 'API',
  uri: 'URI',
  jwks: 'JWKS',
  url: 'URL',
};
/** Where people call a field by another word. */
const CALLED: Readonly<Record<string, string>> = {
  resource_server_for: 'Resource server',
  token_endpoint_auth_method: 'Authentication',
  keys_from: 'Public keys',
};
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A field of the API as people call it: `Token lifetime` for `token_lifetime_seconds`. */
export function fieldLabel(field: string): string {
  if (Object.hasOwn(CALLED, field)) return CALLED[field]!;
  const words = field.replace(/_(at|seconds)$/, '').split('_');
  const text = words.map((word) => WRITTEN[word] ?? word).join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a field of the API holds, one line for each thing in it; none where it is empty. */
export function fieldLines(field: string, value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldLines(field, item).join(' · ') || []);
  if (typeof value === 'object' && value !== null)
    return [
      Object.entries(value)
        .flatMap(([name, part]) => partText(name, part))
        .join(' · '),
    ];
  const text = textOf(field, value);
  return text === '' ? [] : [text];
}

/** A part of a thing is named where it does not speak for itself. */
function partText(name: string, part: unknown): string[] {
  const text = fieldLines(name, part).join(', ');
  if (text === '') return [];
  return [typeof part === 'string' && !TIME.test(part) ? text : `${fieldLabel(name).toLowerCase()}: ${text}`];
}

function textOf(field: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return field.endsWith('_seconds') ? durationInWords(value) : String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return TIME.test(text) ? exactTime(Date.parse(text)) : text;
}
