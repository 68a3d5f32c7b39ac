import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The folder of the checkout. */
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** What `npm run build` compiles. */
const COMPILED = ['hub', 'adapters', 'simulation', 'ledger-verifier'];

/**
 * Loads a module of the hub, such as `hub/main.ts`: compiled when `dist/` holds all of the sources as
 * they are now, else its source. Same process either way.
 */
export async function loadModule(path, root = ROOT) {
  if (!isFresh(root)) return loadSource(path, root);
  return import(pathToFileURL(join(root, 'dist', path.replace(/\.ts$/, '.js'))).href);
}

/** Loads a TypeScript module as it is, through tsx. */
export async function loadSource(path, root = ROOT) {
  const { register } = await import('tsx/esm/api').catch(explainMissing);
  register();
  return import(pathToFileURL(join(root, path)).href);
}

/** True when every source has a compiled file, and each of those is newer than every source. */
export function isFresh(root) {
  try {
    const sources = COMPILED.flatMap((folder) => sourcesBelow(root, folder));
    const newest = Math.max(...sources.map((path) => modified(join(root, path))));
    const compiled = sources.map((path) => join(root, 'dist', path.replace(/\.ts$/, '.js')));
    return compiled.every((path) => modified(path) > newest);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return false;
  }
}

function sourcesBelow(root, folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((name) => /(?<!\.d)\.ts$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}

const modified = (path) => statSync(path).mtimeMs;

function explainMissing(error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error('the packages of compact-hub are not installed: run npm ci first');
  process.exit(2);
}
