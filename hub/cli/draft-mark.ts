import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect } from '../mapping/dialect.ts';

/** Ends the title of a format that is a copy still; whoever has made it his own takes it away. */
export const DRAFT = ' (draft)';

/** Stands below the heading of the README of such a format. */
export const DRAFT_NOTE =
  'Draft: what stands here is of the format that this one was begun from. Write what yours does, and delete this line.';

/** What still says that the format is a copy; empty when nothing does. */
export function draftMarks(mappingsDirectory: string, { name, document }: Dialect): string[] {
  const title = document?.title.endsWith(DRAFT) === true ? [`the title in dialect.json`] : [];
  return [...title, ...(hasNote(join(mappingsDirectory, 'dialects', name)) ? ['README.md'] : [])];
}

function hasNote(folder: string): boolean {
  try {
    return readFileSync(join(folder, 'README.md'), 'utf8').includes(DRAFT_NOTE);
  } catch {
    return false;
  }
}
