import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChannelParts, ServedFolder, StateChannel } from './channel.ts';
import { openSftpDesk } from './sftp-desk.ts';
import { openSftpOutTray } from './sftp-out-tray.ts';

/** How often the clerk looks into the folder. */
const LOOK_EVERY_MS = 40;
const INTERVAL_MS = 250;

/**
 * Files in both directions, in a folder that a server of another make serves (OpenSSH): nobody tells the
 * clerk of a file, who looks for it. No faults are played: the server does what it does.
 */
export async function openSftpFolderChannel(
  parts: ChannelParts,
  served: ServedFolder,
): Promise<StateChannel> {
  const { folder, endpoint, credential, hostKeys } = served;
  const desk = openSftpDesk(parts, folder);
  const tray = openSftpOutTray(parts, folder);
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let looking: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    await desk.takeAll();
    for (const place of ['done', 'rejected']) {
      for (const name of await readdir(join(folder, place))) tray.moved(join(folder, place, name));
    }
  }

  function lookAgain(): void {
    timer = setTimeout(() => {
      looking = look().finally(() => {
        if (!isClosed) lookAgain();
      });
    }, LOOK_EVERY_MS);
  }

  await look();
  lookAgain();
  return {
    endpoint,
    credential,
    hostKeys,
    transport: {
      kind: 'sftp',
      ...(parts.dialect.batch === undefined ? {} : { batch: true }),
      pickUp: { intervalMs: INTERVAL_MS, requireManifests: true },
    },
    submit: (submission) => tray.submit(submission),
    goDown: () => Promise.reject(new Error('the server of the folder is not ours')),
    comeUp: () => Promise.reject(new Error('the server of the folder is not ours')),
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await looking;
      tray.close();
      await desk.idle();
    },
  };
}
