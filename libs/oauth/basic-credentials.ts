import { decodeFormComponent } from './form-component.js';

export interface BasicCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What is the same in UTF-8: nearly all credentials, and far cheaper to test than to decode. */
const ASCII = /^[\0-\x7F]*$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Client id and secret of an HTTP Basic `Authorization` value: base64 (RFC 7617 §2) of two form-encoded
 * parts (RFC 6749 §2.3.1). `undefined` where base64, colon or a percent escape is malformed.
 */
export function parseBasicCredentials(encoded: string): BasicCredentials | undefined {
  if (!BASE64.test(encoded)) return undefined;
  const pair = decodeUtf8(encoded);
  const colon = pair?.indexOf(':') ?? -1;
  if (pair === undefined || colon < 0) return undefined;
  const clientId = decodeFormComponent(pair.slice(0, colon));
  const clientSecret = decodeFormComponent(pair.slice(colon + 1));
  return clientId === undefined || clientSecret === undefined ? undefined : { clientId, clientSecret };
}

function decodeUtf8(base64: string): string | undefined {
  try {
    const binary = atob(base64);
    if (ASCII.test(binary)) return binary;
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
