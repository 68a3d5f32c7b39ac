import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The folders of docs/adapters-sftp.md, as a state's engineer makes them. */
export async function makeStateFolders(folder: string): Promise<void> {
  for (const name of [
    '.in',
    'in/files',
    'processed',
    'out/files',
    'done',
    'rejected',
    'receipts',
  ]) {
    await mkdir(join(folder, name), { recursive: true });
  }
}
