import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ChannelParts, StateChannel } from './channel.ts';
import type { ReceiveFault } from './fault-plan.ts';
import { type SftpDesk, openSftpDesk } from './sftp-desk.ts';
import { openSftpFolderChannel } from './sftp-folder-channel.ts';
import { openSftpOutTray } from './sftp-out-tray.ts';
import {
  STATUS_CODE,
  type SftpRequest,
  type SshKeyPair,
  makeSshKeyPair,
  renameNew,
  startSftpFolderServer,
} from './sftp-server.ts';

const USER = 'hub';
/** The state writes a manifest for each document, so the hub takes it at its first look. */
const INTERVAL_MS = 250;

/**
 * Files in both directions, on a server of the state: what the hub puts into `in` is taken as soon as it
 * is there, moved to `processed` and acknowledged in `out`; what the state sends lies in `out` until
 * the hub moves it. A dialect with batches is sent and taken in batch files.
 */
export async function openSftpChannel(parts: ChannelParts): Promise<StateChannel> {
  const { served } = parts.config;
  if (served !== undefined) return openSftpFolderChannel(parts, served);
  const folder = join(parts.folder, 'files');
  for (const name of FOLDERS) await mkdir(join(folder, name), { recursive: true });
  const [hostKey, hubKey] = [
    await keptKeys(join(parts.folder, 'host_key')),
    await keptKeys(join(parts.folder, 'hub_key')),
  ];
  const desk = openSftpDesk(parts, folder);
  const tray = openSftpOutTray(parts, folder);
  // What came before this process was killed, and was not taken.
  await desk.takeAll();
  const server = await startSftpFolderServer({
    folder,
    hostKey,
    user: USER,
    authorizedKey: hubKey.public,
    port: parts.port,
    meet: async (request) => {
      const [from = '', to = ''] = request.paths;
      if (request.name !== 'RENAME') return false;
      if (desk.isActivity(to)) {
        await arrive(parts, desk, request);
        return true;
      }
      const status = await renameNew(from, to);
      if (status === OK) tray.moved(to);
      request.answer(status);
      return true;
    },
  });
  return {
    endpoint: `sftp://127.0.0.1:${server.port}/`,
    credential: `${USER}\n${hubKey.private}`,
    hostKeys: [hostKey.public],
    transport: {
      kind: 'sftp',
      ...(parts.dialect.batch === undefined ? {} : { batch: true }),
      pickUp: { intervalMs: INTERVAL_MS, requireManifests: true },
    },
    submit: (submission) => tray.submit(submission),
    goDown: () => server.goDown(),
    comeUp: () => server.comeUp(),
    close: async () => {
      tray.close();
      await server.close();
      await desk.idle();
    },
  };
}

const FOLDERS = ['.in', 'in/files', 'processed', 'out/files', 'done', 'rejected', 'receipts'];
const OK: number = STATUS_CODE.OK;

/** What a fault does with a file that is about to arrive; a kind without a row does nothing wrong. */
interface Misbehaviour {
  /** In the place of the rename. */
  readonly instead?: (request: SftpRequest) => void;
  /** In the place of the answer, after the file was taken. */
  readonly insteadOfAnswer?: (request: SftpRequest) => void;
  readonly taking?: 'refuse' | 'forget' | 'store-twice';
}

const fail = ({ answer }: SftpRequest): void => {
  answer(STATUS_CODE.FAILURE);
};
const breakOff = (request: SftpRequest): void => {
  request.breakOff();
};
const nothing = (): void => undefined;

const MISBEHAVIOURS: Partial<Readonly<Record<ReceiveFault, Misbehaviour>>> = {
  unavailable: { instead: fail },
  'error-before-storing': { instead: fail },
  'hang-before-storing': { instead: nothing },
  'close-before-storing': { instead: breakOff },
  'error-after-storing': { insteadOfAnswer: fail },
  'hang-after-storing': { insteadOfAnswer: nothing },
  'close-after-storing': { insteadOfAnswer: breakOff },
  'close-midway': { insteadOfAnswer: breakOff },
  refuse: { taking: 'refuse' },
  forget: { taking: 'forget' },
  'store-twice': { taking: 'store-twice' },
};

async function arrive(
  { faults }: ChannelParts,
  desk: SftpDesk,
  request: SftpRequest,
): Promise<void> {
  const [from = '', to = ''] = request.paths;
  const { kind, ms = 1000 } = faults.nextReceive() ?? {};
  if (kind === 'slow') await wait(ms);
  const { instead, insteadOfAnswer, taking } =
    kind === undefined ? {} : (MISBEHAVIOURS[kind] ?? {});
  if (instead !== undefined) {
    instead(request);
    return;
  }
  const status = await renameNew(from, to);
  if (status === OK) await desk.take(to, { attempt: attemptOf(from), manner: taking });
  if (insteadOfAnswer === undefined) request.answer(status);
  else insteadOfAnswer(request);
}

function attemptOf(temporary: string): number {
  return Number(/\.(\d+)\.part$/.exec(temporary)?.[1] ?? 1);
}

/** The same pair at each start: the hub knows the state by it. */
async function keptKeys(path: string): Promise<SshKeyPair> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as SshKeyPair;
  } catch {
    const made = makeSshKeyPair();
    await writeFile(path, JSON.stringify(made), { mode: 0o600 });
    return made;
  }
}
