import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExportFolder } from '../flows/export-ledger.ts';

/** A folder on disk for an export; made with the first file when it is not there. */
export function openExportFolder(folder: string): ExportFolder {
  const place = (path: string): string => join(folder, path);
  return {
    isEmpty: async () => ((await unlessMissing(readdir(folder))) ?? []).length === 0,
    has: async (path) => (await unlessMissing(stat(place(path)))) !== undefined,
    read: (path) => unlessMissing(readFile(place(path))),
    write: async (path, bytes) => {
      // Under another name first: a kill never leaves half a file under its own.
      const fresh = `${place(path)}.new`;
      await mkdir(dirname(fresh), { recursive: true });
      await writeFile(fresh, bytes, { flush: true });
      await rename(fresh, place(path));
    },
    remove: (path) => rm(place(path), { force: true }),
  };
}

async function unlessMissing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
