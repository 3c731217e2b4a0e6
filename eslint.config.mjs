import { join } from 'node:path';
import js from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const root = import.meta.dirname;
const TESTS = '**/{*.{spec,int-spec,e2e}.ts,fixtures/**/*.ts}';

/**
 * Which of our packages a project may import, beside its own files. There is no entry for an app, so no app is
 * ever imported. `testing` is for tests alone, see below.
 */
const MAY_IMPORT = {
  'libs/oauth': [],
  'libs/contracts': ['oauth'],
  'libs/config': ['contracts', 'oauth'],
  'libs/observability': ['contracts', 'oauth', 'config'],
  'libs/messaging': ['contracts', 'oauth', 'config', 'observability'],
  'libs/persistence': ['contracts', 'oauth', 'config', 'observability', 'messaging'],
  'libs/testing': [
    'contracts',
    'oauth',
    'config',
    'observability',
    'messaging',
    'persistence',
    'tools/servers',
  ],
  'apps/gateway': ['contracts', 'oauth', 'config', 'observability', 'messaging'],
  'apps/clients': ['contracts', 'oauth', 'config', 'observability', 'messaging', 'persistence'],
  'apps/console': ['contracts', 'oauth'],
  'apps/manage': ['contracts', 'oauth', 'config'],
  'apps/tokens': ['contracts', 'oauth', 'config', 'observability', 'messaging', 'persistence'],
  'apps/e2e': [
    'testing',
    'contracts',
    'oauth',
    'config',
    'tools/docs',
    'tools/processes',
    'tools/releases',
    'tools/servers',
    'tools/system',
  ],
};

/** Foreign packages that a project must not see, as a regular expression of their names. */
const NEVER = {
  // Vocabulary and contracts are for browsers too.
  'libs/oauth': '.*',
  'libs/contracts': '(?!zod$).*',
  'apps/gateway': '(typeorm|pg|ioredis|@nestjs/typeorm)(/|$)',
  'apps/console': '(@nestjs|typeorm|pg|ioredis|fastify)(/|$)',
};

export default tseslint.config(
  { ignores: ['**/dist/', '**/out-tsc/', '**/node_modules/', 'reports/', '.nx/', '.postern/'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: true } },
    plugins: { 'import-x': importX },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowEmpty: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'import-x/no-relative-packages': 'error',
      'max-params': ['error', 5],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/max-params': 'off',
    },
  },
  { files: ['apps/console/**/*.{ts,tsx}'], ...reactHooks.configs.flat['recommended-latest'] },
  { files: ['**/*.mjs'], languageOptions: { globals: nodeGlobals() } },
  ...Object.keys(MAY_IMPORT).flatMap((project) => [
    { files: [`${project}/**/*.{ts,tsx}`], rules: importRules(project, MAY_IMPORT[project]) },
    { files: [`${project}/${TESTS}`], rules: importRules(project, [...MAY_IMPORT[project], 'testing']) },
  ]),
  {
    // Settings are read in one place.
    files: ['apps/**/*.{ts,tsx}', 'libs/**/*.ts'],
    ignores: ['libs/config/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings are read by libs/config alone.' },
      ],
    },
  },
  {
    files: ['apps/**/index.ts'],
    rules: {
      'no-restricted-syntax': ['error', { selector: 'Program', message: 'An app has no public door.' }],
    },
  },
);

/** Of our packages the listed ones by their public door; of foreign ones what NEVER leaves. */
function importRules(project, packages) {
  const patterns = [
    {
      regex: `^@postern/(?!(${packages.join('|') || '-'})$)`,
      message: `${project} may import of our packages: ${packages.join(', ') || 'none'}, each by its name alone.`,
    },
  ];
  const never = NEVER[project];
  if (never !== undefined) {
    patterns.push({
      regex: `^(?!\\.|@postern/|fast-check$|@jest/)${never}`,
      message: `${project} must not know this.`,
    });
  }
  return {
    'no-restricted-imports': ['error', { patterns }],
    // What a project uses it says in its package.json; what only tests need is in the root's.
    'import-x/no-extraneous-dependencies': ['error', { packageDir: [join(root, project), root] }],
  };
}

function nodeGlobals() {
  const names = [
    'process',
    'console',
    'Buffer',
    'URL',
    'URLSearchParams',
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
    'setImmediate',
    'fetch',
    'performance',
    'structuredClone',
    'AbortSignal',
    'AbortController',
    'TextDecoder',
    'TextEncoder',
    'NodeJS',
  ];
  return Object.fromEntries(names.map((name) => [name, 'readonly']));
}
