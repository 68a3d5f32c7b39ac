import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFresh } from './load-module.js';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Compiles the hub when `dist/` is older than its sources: what is measured is what is served. */
export function buildWhenStale() {
  if (isFresh(ROOT)) return;
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript')), 'tsc.js');
  execFileSync(process.execPath, [compiler, '-p', join(ROOT, 'tsconfig.build.json')], {
    stdio: 'inherit',
  });
}
