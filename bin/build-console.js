#!/usr/bin/env node
// Builds the console unless what is built is newer than all of its sources.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const CONSOLE = join(ROOT, 'console');
/** Beside the sources themselves: what they are built by, and a part of the ledger's verifier. */
const OTHERS = [
  'scripts/build-console.ts',
  'scripts/page-files.ts',
  'scripts/used-styles.ts',
  'package-lock.json',
  'ledger-verifier',
];

const built = join(CONSOLE, 'dist', 'index.html');
if (!existsSync(built) || modified(built) < newestSource()) {
  const script = join(ROOT, 'scripts', 'build-console.ts');
  execFileSync(process.execPath, ['--import', 'tsx', script], { cwd: ROOT, stdio: 'inherit' });
}

function newestSource() {
  const below = readdirSync(CONSOLE, { recursive: true, encoding: 'utf8' });
  const sources = below.filter((name) => !name.startsWith('dist'));
  const paths = sources.map((name) => join(CONSOLE, name));
  return Math.max(...[...paths, ...OTHERS.map((name) => join(ROOT, name))].map(modified));
}

function modified(path) {
  return statSync(path).mtimeMs;
}
