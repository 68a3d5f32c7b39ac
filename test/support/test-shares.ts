import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

/** Folders whose files keep a machine busy for minutes, the longest first: each has a process of its own. */
const LONG = ['test/faults', 'test/browser', 'test/evidence', 'test/end-to-end', 'test/hub/cli'];

/**
 * More would fill a process's memory: mocha holds whatever its files made until the last has run.
 * Fewer would load the hub's code again too often.
 */
const MOST_FILES = 8;

/** Every test file of the project, as paths below its root. */
export async function allTestFiles(): Promise<string[]> {
  const names = await readdir(join(PROJECT_ROOT, 'test'), { recursive: true });
  return names.filter((name) => name.endsWith('.test.ts')).map((name) => `test/${name}`);
}

/** The files that run in one process each time, those that take longest first. */
export function sharesOf(files: readonly string[]): string[][] {
  const isLong = (file: string): boolean => rankOf(file) < LONG.length;
  const long = files.filter(isLong).sort(byRank);
  const short = files.filter((file) => !isLong(file)).sort();
  return [...long.map((file) => [file]), ...chunksOf(short)];
}

function byRank(one: string, other: string): number {
  return rankOf(one) - rankOf(other) || one.localeCompare(other);
}

function rankOf(file: string): number {
  const rank = LONG.findIndex((folder) => file.startsWith(`${folder}/`));
  return rank < 0 ? LONG.length : rank;
}

function chunksOf(files: readonly string[]): string[][] {
  const count = Math.ceil(files.length / MOST_FILES);
  return Array.from({ length: count }, (_, at) =>
    files.slice(at * MOST_FILES, (at + 1) * MOST_FILES),
  );
}
