import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type UserConfig } from 'vite';
import { compressedFiles } from './compressed-files.js';
import { firstLoad } from './first-load.js';

/** How the page is bundled, and how it is served while one works on it (`npx vite` beside a running gateway). */
const config: UserConfig = defineConfig({
  root: `${import.meta.dirname}/..`,
  plugins: [
    react(),
    compressedFiles(),
    firstLoad({
      routes: ['session/sign-in-page.tsx', 'application-clients/application-clients-page.tsx'],
      mostBytes: 200_000,
    }),
  ],
  // Contracts from their sources, so that the page never lags behind them.
  resolve: {
    conditions: ['@postern/source', ...defaultClientConditions],
    alias: [{ find: /^zod$/, replacement: `${import.meta.dirname}/zod-without-eval.ts` }],
  },
  // The gateway puts a fresh nonce in its place with every answer.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    // The policy lets no script or font come from a data URL.
    assetsInlineLimit: 0,
    // What is bundled, each with its licence, which has to go along with it.
    license: { fileName: '.vite/license.json' },
    reportCompressedSize: false,
  },
  server: {
    proxy: Object.fromEntries(
      ['/v1', '/session', '/oauth2', '/.well-known', '/docs'].map((path) => [path, 'http://127.0.0.1:3000']),
    ),
  },
});

export default config;
