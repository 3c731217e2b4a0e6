/** First segments of the paths that are Postern's own, or may become so. */
export const OWN_PATHS: readonly string[] = [
  '.well-known',
  'assets',
  'console',
  'docs',
  'edge',
  'health',
  'metrics',
  'oauth2',
  'session',
  'v1',
];
