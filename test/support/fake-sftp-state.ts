import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Parcel } from '../../adapters/adapter.ts';
import {
  STATUS_CODE,
  type SftpRequest,
  makeSshKeyPair,
  renameNew,
  startSftpFolderServer,
} from '../../simulation/sftp-server.ts';
import type { FakeState, StateFault, StoredParcel } from '../adapters/adapter-contract.ts';
import { makeStateFolders } from './state-folders.ts';

const OK: number = STATUS_CODE.OK;

/** What a test can have the server answer to some requests instead of doing them. */
export interface Refusal {
  readonly request: RefusedRequest;
  /** Part of a path that the request names. */
  readonly path: string;
  readonly status: number;
}

type RefusedRequest = 'OPEN' | 'WRITE' | 'READ' | 'RENAME' | 'LSTAT' | 'REMOVE' | 'OPENDIR';

export interface FakeSftpState extends FakeState {
  readonly endpoint: string;
  readonly folder: string;
  readonly port: number;
  readonly hostKey: string;
  readonly credential: string;
  readonly strangersCredential: string;
  /** Tells it which case a delivery is of, which no name of a file says. */
  expect(parcels: readonly Parcel[]): void;
  refuse(...refusals: readonly Refusal[]): void;
  /** Called before each request, with its name and paths. */
  onRequest: (request: string, paths: readonly string[]) => void;
  /** How many requests to log in came. */
  logins(): number;
  /** Breaks all connections. */
  cut(): void;
}

const SLOW_MS = 60;
const USER = 'hub';

/** A state's SFTP server with real files on disk, which fails when told. */
export async function startFakeSftpState(): Promise<FakeSftpState> {
  const folder = await mkdtemp(join(tmpdir(), 'compact-hub-sftp-'));
  await makeStateFolders(folder);
  const host = makeSshKeyPair();
  const client = makeSshKeyPair();
  const stranger = makeSshKeyPair();
  const cases = new Map<string, string>();
  const stored = new Map<string, StoredParcel>();
  let fault: { kind: StateFault; onlyFor: ReadonlySet<string> | undefined } = {
    kind: 'none',
    onlyFor: undefined,
  };
  let refusals: readonly Refusal[] = [];
  let arrivals = 0;
  let logins = 0;
  let atOnce = 0;
  let most = 0;

  /** True where the server is to do nothing more about a request. */
  async function meet({ name, paths, answer, breakOff, whenGone }: SftpRequest): Promise<boolean> {
    state.onRequest(name, paths);
    const refusal = refusals.find(
      ({ request, path }) => request === name && paths.some((one) => one.includes(path)),
    );
    if (refusal !== undefined) {
      answer(refusal.status);
      return true;
    }
    const [from = '', to = ''] = paths;
    const hit =
      fault.onlyFor === undefined || [...fault.onlyFor].some((id) => from.includes(`/${id}.`));
    const kind = hit ? fault.kind : 'none';
    if (name === 'WRITE' && kind === 'close-midway') {
      breakOff();
      return true;
    }
    if (name === 'OPEN' && kind === 'busy' && from.endsWith('.part')) {
      answer(STATUS_CODE.FAILURE);
      return true;
    }
    if (name !== 'RENAME' || !/\/in\/[^/]+$/.test(to) || to.endsWith('.ok')) return false;
    arrivals += 1;
    atOnce += 1;
    most = Math.max(most, atOnce);
    let over = false;
    const leave = (): void => {
      if (!over) atOnce -= 1;
      over = true;
    };
    whenGone(leave);
    const leaveAndAnswer = (status: number): void => {
      leave();
      answer(status);
    };
    await place(kind, { from, to, answer: leaveAndAnswer, breakOff });
    return true;
  }

  async function place(kind: StateFault, { from, to, answer, breakOff }: Placing): Promise<void> {
    switch (kind) {
      case 'fail-before-storing':
        breakOff();
        return;
      case 'hang':
        return;
      case 'refuse-document':
        answer(STATUS_CODE.BAD_MESSAGE);
        return;
      case 'lie':
        answer(STATUS_CODE.OK);
        return;
      case 'slow':
        await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
        break;
      case 'none':
      case 'busy':
      case 'close-midway':
      case 'fail-after-storing':
        break;
    }
    const status = await renameNew(from, to);
    if (status === OK) await note(from, to);
    if (kind === 'fail-after-storing') breakOff();
    else answer(status);
  }

  async function note(from: string, to: string): Promise<void> {
    const [, sequence = '', deliveryId = ''] = /^(\d+)-(.+)\.[a-z]+$/.exec(basename(to)) ?? [];
    const attempt = Number(/\.(\d+)\.part$/.exec(from)?.[1]);
    const body = await readFile(to);
    const caseId = cases.get(deliveryId) ?? '';
    stored.set(deliveryId, {
      deliveryId,
      caseId,
      caseSequence: Number(sequence),
      attempt,
      body,
    });
  }

  const server = await startSftpFolderServer({
    folder,
    hostKey: host,
    user: USER,
    authorizedKey: client.public,
    port: 0,
    meet,
    loggingIn: () => {
      logins += 1;
    },
  });
  const state: FakeSftpState = {
    endpoint: `sftp://127.0.0.1:${server.port}/`,
    folder,
    port: server.port,
    hostKey: host.public,
    credential: `${USER}\n${client.private}`,
    strangersCredential: `${USER}\n${stranger.private}`,
    expect: (parcels) => {
      for (const { deliveryId, caseId } of parcels) cases.set(deliveryId, caseId);
    },
    refuse: (...wanted) => {
      refusals = wanted;
    },
    onRequest: () => undefined,
    logins: () => logins,
    cut: () => {
      server.cut();
    },
    stored: () => [...stored.values()],
    arrivals: () => arrivals,
    mostAtOnce: () => most,
    breakWith: (kind, onlyFor) => {
      fault = { kind, onlyFor };
    },
    openConnections: () => server.connections(),
    stop: async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return state;
}

interface Placing {
  readonly from: string;
  readonly to: string;
  readonly answer: (status: number) => void;
  readonly breakOff: () => void;
}

/** Names in a folder of the state, sorted. */
export async function namesIn(state: { folder: string }, path: string): Promise<string[]> {
  const names = await readdir(join(state.folder, path), { withFileTypes: true });
  return names
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
