import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/**
 * One row per folder: what it may never import, and what it may import as types only.
 * Two configs for one file replace each other's rule, so each folder has exactly one row.
 */
const layer = (files, message, { never = [], typesOnly = [], allow = [] }) => ({
  files,
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          ...never.map((pattern) => ({
            group: [pattern, ...allow.map((file) => `!${file}`)],
            message,
          })),
          ...typesOnly.map((pattern) => ({
            group: [pattern, ...allow.map((file) => `!${file}`)],
            message,
            allowTypeImports: true,
          })),
        ],
      },
    ],
  },
});

const IO = [
  'express',
  'helmet',
  'sequelize',
  'pg',
  'umzug',
  'amqplib',
  'soap',
  'nodemailer',
  'ssh2-sftp-client',
  'pino',
  'prom-client',
  'node:fs',
  'node:fs/*',
  'node:http',
  'node:https',
  'node:net',
  'node:tls',
  'node:child_process',
];
const ROOT = [
  '**/build-hub.ts',
  '**/open-exchange.ts',
  '**/open-notifier.ts',
  '**/background.ts',
  '**/background-thread.ts',
  '**/main.ts',
];
const OUTSIDE = ['**/simulation/**', '**/test/**', '**/scripts/**', '**/cli/**'];

const restrictedSyntax = [
  { selector: 'ExportDefaultDeclaration', message: 'export by name' },
  { selector: 'ExportAllDeclaration', message: 'no barrels' },
  { selector: 'TSEnumDeclaration', message: 'use a union or an "as const" table' },
];
const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'only main.ts and bin/ read the environment',
};
const wallClock = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'time is an argument: take a clock',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'time is an argument: take a clock',
  },
];

export default defineConfig(
  {
    ignores: [
      'dist/**',
      'data/**',
      'hub/generated/**',
      'console/dist/**',
      'console/generated/**',
      'node_modules/**',
    ],
  },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
  },
  {
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      'no-restricted-syntax': ['error', ...restrictedSyntax, environment],
    },
  },
  layer(
    ['hub/{message,compact,mapping,ledger,delivery,certification,notify}/**'],
    'the core is pure: take it as an argument',
    {
      never: [
        ...IO,
        ...ROOT,
        ...OUTSIDE,
        '**/store/**',
        '**/http/**',
        '**/flows/**',
        '**/access/**',
        '**/adapters/**',
      ],
      allow: ['**/adapters/adapter.ts'],
    },
  ),
  layer(['hub/flows/**'], 'a flow gets its store and adapters as arguments', {
    never: [...IO, ...ROOT, ...OUTSIDE, '**/http/**'],
    typesOnly: ['**/store/**', '**/adapters/**'],
    allow: ['**/adapters/adapter.ts'],
  }),
  layer(['hub/access/**'], 'access decides from values; rows come as arguments', {
    never: [...IO, ...ROOT, ...OUTSIDE, '**/http/**', '**/flows/**', '**/adapters/**'],
    typesOnly: ['**/store/**'],
  }),
  layer(['hub/store/**'], 'the store knows rows, not flows', {
    never: [...ROOT, ...OUTSIDE, 'express', '**/http/**', '**/flows/**', '**/adapters/**'],
    typesOnly: ['**/delivery/**', '**/ledger/**', '**/compact/**', '**/access/**'],
  }),
  layer(['hub/http/**'], 'HTTP calls the flows it was given', {
    never: [...ROOT, ...OUTSIDE, 'sequelize', 'pg', '**/adapters/**'],
    typesOnly: ['**/store/**'],
  }),
  layer(['adapters/**'], 'adapters know nothing of the hub', {
    never: ['**/hub/**', ...OUTSIDE, 'express', 'sequelize', 'pg'],
  }),
  layer(['simulation/**'], 'simulated states share nothing with the hub but the generated types', {
    never: ['**/adapters/**', '**/test/**', 'sequelize', 'pg'],
    typesOnly: ['**/hub/**'],
  }),
  layer(['console/**'], 'the console is a client of the HTTP API', {
    never: ['**/hub/**', '**/adapters/**', ...OUTSIDE, 'node:*'],
  }),
  { files: ['console/**'], ...reactHooks.configs.flat.recommended },
  layer(['ledger-verifier/**'], 'the verifier stands alone', {
    never: ['**/hub/**', '**/adapters/**', '**/simulation/**', 'express', 'sequelize', 'pg', 'ajv'],
  }),
  {
    files: ['hub/**/*.ts', 'adapters/**/*.ts'],
    ignores: ['hub/main.ts', 'hub/wall-clocks.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...restrictedSyntax, environment, ...wallClock],
    },
  },
  {
    files: [
      'hub/main.ts',
      'hub/wall-clocks.ts',
      'hub/cli/**',
      'simulation/**',
      'scripts/**',
      'test/**',
      'bin/**',
    ],
    rules: { 'no-restricted-syntax': ['error', ...restrictedSyntax], 'no-console': 'off' },
  },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      'no-restricted-syntax': 'off',
    },
  },
);
