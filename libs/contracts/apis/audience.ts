import { z } from 'zod';

/** Schemes that name an API. A page that runs in a browser, a file and the like are none. */
const SCHEMES = ['https', 'http', 'urn', 'api', 'tag', 'spiffe', 'did'];
/** Those whose URIs begin with a host. */
const WITH_HOST = ['https', 'http', 'api', 'spiffe'];
/** Every character that a URI may have, but the # of a fragment (RFC 3986 §2). */
const URI = /^[a-z][a-z\d+.-]*:(?:[\w.~:/?[\]@!$&'()*+,;=-]|%[\da-f]{2})+$/i;
/** RFC 8141 §2: a namespace, and a name in it. */
const URN = /^urn:[a-z\d][a-z\d-]{0,30}[a-z\d]:./;
const OURS = /^urn:postern:/i;

/** The name that an API is looked up by: one that no API can have finds none. */
export const audience = z
  .string()
  .max(255, 'is longer than 255 characters')
  .regex(URI, 'is not an absolute URI')
  .meta({ format: 'uri', examples: ['https://billing.example'] });

/**
 * The name under which an API is registered: an absolute URI without a fragment (RFC 8707 §2) in its normal form
 * (RFC 3986 §6.2.2). Tokens and clients name the API letter by letter, so two forms of one name would be two APIs
 * that people take for one.
 */
export const newAudience = z
  .string()
  .max(255, 'is longer than 255 characters')
  .superRefine((value, context) => {
    const message = problemOf(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .meta({ format: 'uri', examples: ['https://billing.example'] });

function problemOf(value: string): string | undefined {
  if (!URI.test(value) || !URL.canParse(value))
    return 'is not an absolute URI without a fragment, such as https://api.example.com/orders or urn:example:orders';
  const scheme = value.slice(0, value.indexOf(':'));
  if (!SCHEMES.includes(scheme.toLowerCase())) return `has a scheme that is none of ${SCHEMES.join(', ')}`;
  if (OURS.test(value)) return 'is a name of Postern itself, whose API needs no registration';
  return (
    percentProblemOf(value) ??
    (WITH_HOST.includes(scheme.toLowerCase()) ? urlProblemOf(value) : opaqueProblemOf(value))
  );
}

/** What is encoded must need it, so that it has one form, and must be something that can be seen. */
function percentProblemOf(value: string): string | undefined {
  const encoded = value.match(/%../g) ?? [];
  if (encoded.some((one) => /%([01].|7f)/i.test(one))) return 'holds an encoded control character';
  if (encoded.some((one) => /[\w.~-]/.test(String.fromCharCode(Number.parseInt(one.slice(1), 16)))))
    return 'encodes a character that needs no encoding: write it as it is';
  return encoded.some((one) => /[a-f]/.test(one))
    ? 'has percent escapes in lower case: write %2F, not %2f'
    : undefined;
}

function urlProblemOf(value: string): string | undefined {
  const [, authority = ''] = /^[^:]*:\/\/([^/?]*)/.exec(value) ?? [];
  if (authority === '') return 'names no host: write two slashes and a host after the scheme';
  if (authority.includes('@')) return 'has a user or a password';
  const scheme = value.slice(0, value.indexOf(':'));
  if (/[A-Z]/.test(scheme + authority))
    return 'has upper case in its scheme or its host: write these in lower case';
  // What parsers make of it: without the default port and dot segments, with the host in the one form that it has.
  const { href } = new URL(value);
  return [value, `${value}/`].includes(href)
    ? undefined
    : 'is not in normal form: leave out the default port, an empty port and the segments . and ..';
}

function opaqueProblemOf(value: string): string | undefined {
  const [scheme = '', namespace = ''] = value.split(':');
  const isUrn = scheme.toLowerCase() === 'urn';
  if (/[A-Z]/.test(isUrn ? scheme + namespace : scheme))
    return 'has upper case in its scheme or its namespace: write these in lower case';
  return isUrn && !URN.test(value) ? 'is not a URN such as urn:example:orders' : undefined;
}
