import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROJECT_ROOT } from '../hub/project-root.ts';
import { findStaleFiles } from './find-stale-files.ts';
import { generateAsyncApi } from './generate-asyncapi.ts';
import { generateCodeLists } from './generate-code-lists.ts';
import { generateConsole } from './generate-console.ts';
import { generateContext } from './generate-context.ts';
import { generateDeadlines } from './generate-deadlines.ts';
import { generateLifecycle } from './generate-lifecycle.ts';
import { generateMessageReference } from './generate-message-reference.ts';
import { generateMessageTypes } from './generate-message-types.ts';
import { generateStateWsdl } from './generate-state-wsdl.ts';
import type { GeneratedFile, Generator } from './generator.ts';

const GENERATORS: readonly Generator[] = [
  generateCodeLists,
  generateMessageTypes,
  generateMessageReference,
  generateLifecycle,
  generateDeadlines,
  generateConsole,
  generateContext,
  generateAsyncApi,
  generateStateWsdl,
];

/** Folders in which every file is generated: what no generator makes any more is removed. */
const GENERATED_FOLDERS = ['hub/generated', 'console/generated'];

function write({ path, text }: GeneratedFile): void {
  const full = join(PROJECT_ROOT, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
}

async function main(checkOnly: boolean): Promise<number> {
  const made = await Promise.all(GENERATORS.map((generator) => generator.generate(PROJECT_ROOT)));
  const files = made.flat();
  const stale = findStaleFiles(PROJECT_ROOT, files, GENERATED_FOLDERS);
  for (const { path, kind } of stale) console.log(`${kind} ${path}`);
  if (checkOnly) {
    if (stale.length > 0) console.log('run: npm run generate');
    return stale.length > 0 ? 1 : 0;
  }
  for (const { path, kind } of stale) if (kind === 'orphaned') rmSync(join(PROJECT_ROOT, path));
  const paths = new Set(stale.map(({ path }) => path));
  for (const file of files) if (paths.has(file.path)) write(file);
  return 0;
}

process.exitCode = await main(process.argv.includes('--check'));
