import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { PROJECT_ROOT } from '../hub/project-root.ts';
import { pageFiles } from './page-files.ts';
import { usedStyles } from './used-styles.ts';

const CONSOLE = join(PROJECT_ROOT, 'console');
const OUT = join(CONSOLE, 'dist');
/** Worth packing; fonts and pictures are packed already. */
const PACKED = /\.(?:js|css|html|svg)$/;

/** What more than one page uses lies in one file: a browser fetches each by itself, six at a time. */
const SHARED = /\/console\/(?:api|parts|words|pages)\/|@tanstack/;

/**
 * Builds the console into console/dist: files with a hash in their names below assets/, each also packed
 * with brotli and gzip. Nothing is written into the page itself, so that it needs no exception from its policy.
 */
await build({
  root: CONSOLE,
  configFile: false,
  base: '/',
  logLevel: 'warn',
  plugins: [react(), usedStyles(CONSOLE), pageFiles(CONSOLE)],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 2, test: SHARED }] } },
    },
  },
});

for (const name of readdirSync(OUT, { recursive: true, encoding: 'utf8' })) {
  if (!PACKED.test(name)) continue;
  const path = join(OUT, name);
  const plain = readFileSync(path);
  const level = constants.Z_BEST_COMPRESSION;
  writeFileSync(`${path}.gz`, gzipSync(plain, { level }));
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  writeFileSync(`${path}.br`, brotliCompressSync(plain, { params }));
}
