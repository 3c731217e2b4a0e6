import { setNonce } from 'get-nonce';

/**
 * The nonce with which this page may add styles of its own. The gateway writes it into the tag that Vite makes for it
 * (`html.cspNonce`).
 */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
}

/** Hands the nonce to what locks scrolling behind a dialog, which asks nobody for it. */
export function allowScrollLock(): void {
  setNonce(styleNonce());
}
