/**
 * What the console's page may load, from whom, and who may frame it: all from here, and nobody. Its library writes styles
 * of its own, which the nonce of this one answer lets it do.
 */
export function consolePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Of what a browser could let a page do, it needs to write to the clipboard. */
export const CONSOLE_PERMISSIONS = [
  ...[
    ...['accelerometer', 'autoplay', 'camera', 'clipboard-read', 'display-capture', 'encrypted-media'],
    ...['fullscreen', 'geolocation', 'gyroscope', 'hid', 'idle-detection', 'magnetometer', 'microphone'],
    ...['midi', 'payment', 'picture-in-picture', 'publickey-credentials-create', 'publickey-credentials-get'],
    ...['screen-wake-lock', 'serial', 'storage-access', 'usb', 'xr-spatial-tracking'],
  ].map((feature) => `${feature}=()`),
  'clipboard-write=(self)',
].join(', ');
