import { type Hash, createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROJECT_ROOT } from './project-root.ts';

/** Of the states' files: whether this very program found these very bytes right before. */
export interface FilesMark {
  readonly areChecked: boolean;
  /** To be called once they were found right. */
  keep(): void;
}

const MARK = 'checked-files';
/** What runs: this folder, compiled or not, and what stands beside it. */
const PROGRAM = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Reads the mark that an earlier start left in the data directory. It holds for the bytes of the states'
 * folder, of schemas/, of the program and of the list of its packages: whatever changes among them, all
 * files are checked again (docs/decisions/0054-files-checked-once.md).
 */
export function readMark(dataDirectory: string, mappingsDirectory: string): FilesMark {
  const file = join(dataDirectory, MARK);
  const mark = markOf(mappingsDirectory);
  return {
    areChecked: keptMark(file) === mark,
    keep: () => {
      keepMark(file, mark);
    },
  };
}

function markOf(mappingsDirectory: string): string {
  const hash = createHash('sha256');
  for (const folder of [
    mappingsDirectory,
    join(PROJECT_ROOT, 'schemas'),
    join(PROGRAM, 'hub'),
    join(PROGRAM, 'adapters'),
  ]) {
    hashFolder(hash, folder);
  }
  hash.update(readFileSync(join(PROJECT_ROOT, 'package-lock.json')));
  return hash.digest('hex');
}

/** Samples are for the tests of a pack; a hub never reads them. */
function hashFolder(hash: Hash, folder: string): void {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'samples') hashFolder(hash, path);
    if (!entry.isFile()) continue;
    const bytes = readFileSync(path);
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
}

function keptMark(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Without it the next start takes longer, and that is all: no start fails for it. */
function keepMark(file: string, mark: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.part`, mark);
    renameSync(`${file}.part`, file);
  } catch {
    return;
  }
}
