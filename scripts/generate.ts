import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROJECT_ROOT } from '../hub/project-root.ts';
import { generateCodeLists } from './generate-code-lists.ts';
import { generateMessageTypes } from './generate-message-types.ts';
import type { GeneratedFile, Generator } from './generator.ts';

const GENERATORS: readonly Generator[] = [generateCodeLists, generateMessageTypes];

/** Folders in which every file is generated: what no generator makes any more is removed. */
const GENERATED_FOLDERS = ['hub/generated'];

interface Difference {
  readonly path: string;
  readonly kind: 'stale' | 'missing' | 'orphaned';
}

function differences(files: readonly GeneratedFile[]): Difference[] {
  const expected = new Set(files.map(({ path }) => path));
  const wrong = files.flatMap(({ path, text }): Difference[] => {
    const full = join(PROJECT_ROOT, path);
    if (!existsSync(full)) return [{ path, kind: 'missing' }];
    return readFileSync(full, 'utf8') === text ? [] : [{ path, kind: 'stale' }];
  });
  const orphans = GENERATED_FOLDERS.flatMap(filesBelow).filter((path) => !expected.has(path));
  return [...wrong, ...orphans.map((path): Difference => ({ path, kind: 'orphaned' }))];
}

function filesBelow(folder: string): string[] {
  const full = join(PROJECT_ROOT, folder);
  return existsSync(full) ? readdirSync(full).map((name) => `${folder}/${name}`) : [];
}

function write({ path, text }: GeneratedFile): void {
  const full = join(PROJECT_ROOT, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
}

async function main(checkOnly: boolean): Promise<number> {
  const made = await Promise.all(GENERATORS.map((generator) => generator.generate(PROJECT_ROOT)));
  const files = made.flat();
  const found = differences(files);
  for (const { path, kind } of found) console.log(`${kind} ${path}`);
  if (checkOnly) {
    if (found.length > 0) console.log('run: npm run generate');
    return found.length > 0 ? 1 : 0;
  }
  for (const { path, kind } of found) if (kind === 'orphaned') rmSync(join(PROJECT_ROOT, path));
  const changed = new Set(found.map(({ path }) => path));
  for (const file of files) if (changed.has(file.path)) write(file);
  return 0;
}

process.exitCode = await main(process.argv.includes('--check'));
