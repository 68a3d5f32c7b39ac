import { lstat, readFile, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { activity } from '../support/activity.ts';
import { sftpState } from '../support/incoming/sftp-sender.ts';
import { type OpensshServer, startOpensshServer } from '../support/openssh-server.ts';
import type { TestSite } from '../support/test-hub.ts';
import type { TestStates } from '../support/test-states.ts';
import { type HostileBatch, type HostileFile, batchOf, textOf } from './hostile-files.ts';

/** In seconds of the server's clock: what is good comes last in the order of times. */
const LATE = 4_000_000_000;

/** One speaks the compact's own JSON and leaves a document a file, the other leaves batches. */
export type DropServers = Readonly<Record<'OR' | 'CA', OpensshServer>>;

type Member = keyof DropServers;

export async function startDropServers(): Promise<DropServers> {
  return { OR: await startOpensshServer(), CA: await startOpensshServer() };
}

export function dropStates({ OR, CA }: DropServers): TestStates {
  return {
    OR: sftpState(OR, OR.endpoint),
    CA: { ...sftpState(CA, CA.endpoint), dialect: 'csv-groups' },
    TX: {},
  };
}

/** Transmissions before and after. */
interface Counted {
  readonly before: number;
  readonly after: number;
}

/** States that leave files on their OpenSSH servers for the hub, and read what it leaves them. */
export interface FileDrop {
  readonly good: () => string;
  readonly at: (member: Member, ...names: string[]) => string;
  put(member: Member, name: string, text: string): Promise<void>;
  untilTaken(member: Member, name: string): Promise<void>;
  /** What is in `done`, `rejected` and `receipts`. */
  foldersOf(member: Member): Promise<string[][]>;
  empty(): Promise<void>;
  /** Leaves it, then a good one behind it: what became of it, `left`, `accepted` or a code. */
  playFile(file: HostileFile): Promise<Counted & { readonly word: string }>;
  playBatch(batch: HostileBatch): Promise<
    Counted & {
      readonly said: {
        readonly codes: readonly string[];
        readonly accepted: number;
        readonly nextAccepted: number;
        /** Whether it lies in the folder where it belongs. */
        readonly isFiled: boolean;
      };
    }
  >;
}

export function openFileDrop(servers: DropServers, site: Pick<TestSite, 'query'>): FileDrop {
  const at = (member: Member, ...names: string[]): string => join(servers[member].folder, ...names);
  const good = (): string => JSON.stringify(activity('transfer-request', { from: 'OR', to: 'TX' }));
  const count = async (): Promise<number> =>
    (await site.query<{ count: number }>('SELECT count(*)::integer FROM transmissions'))[0]!.count;

  let made = 0;
  /** Whole from the moment that it is there, and later than all that was put before. */
  async function put(member: Member, name: string, text: string): Promise<void> {
    made += 1;
    await writeFile(at(member, 'out', `.${name}`), text);
    await utimes(at(member, 'out', `.${name}`), LATE + made, LATE + made);
    await rename(at(member, 'out', `.${name}`), at(member, 'out', name));
  }
  async function untilTaken(member: Member, name: string): Promise<void> {
    while ((await readdir(at(member, 'out'))).includes(name)) await wait(10);
  }
  const codesIn = async (member: Member, name: string): Promise<string[]> => {
    const file = at(member, 'rejected', `${name}.reason.txt`);
    const text = await readFile(file, 'utf8').catch(() => '');
    return [...text.matchAll(/^ {2}Code: +(\w+)$/gm)].map(([, code]) => code ?? '');
  };
  const acceptedIn = async (member: Member, name: string): Promise<number> => {
    const file = at(member, 'receipts', `${name}.receipt.json`);
    const text = await readFile(file, 'utf8').catch(() => '{"records":[]}');
    const { records } = JSON.parse(text) as { records: { verdict: string }[] };
    return records.filter(({ verdict }) => verdict === 'accepted').length;
  };
  async function putGood(): Promise<void> {
    const name = `good-${made}.json`;
    await put('OR', name, good());
    await untilTaken('OR', name);
    if ((await acceptedIn('OR', name)) !== 1)
      throw new Error('the good one behind it was not taken');
  }
  const FOLDERS = ['done', 'rejected', 'receipts'] as const;
  async function empty(): Promise<void> {
    for (const folder of ['out', ...FOLDERS]) {
      for (const name of await readdir(Buffer.from(at('OR', folder)), { encoding: 'buffer' })) {
        if (String(name) === 'files') continue;
        const path = Buffer.concat([Buffer.from(at('OR', folder, '/')), name]);
        await rm(path, { recursive: true, force: true });
      }
    }
  }
  async function wordOn({ file, outcome }: HostileFile, path: Buffer): Promise<string> {
    if (outcome === 'left') {
      await lstat(path);
      const [done = []] = await drop.foldersOf('OR');
      return done.length === 1 ? 'left' : 'taken';
    }
    await untilTaken('OR', String(file));
    const [code] = await codesIn('OR', String(file));
    if (code !== undefined) return code;
    return (await acceptedIn('OR', String(file))) === 1 ? 'accepted' : 'neither';
  }

  const drop: FileDrop = {
    good,
    at,
    put,
    untilTaken,
    foldersOf: (member) => Promise.all(FOLDERS.map((folder) => readdir(at(member, folder)))),
    empty,
    playFile: async (hostile) => {
      await empty();
      const { file, make } = hostile;
      const path = Buffer.concat([Buffer.from(at('OR', 'out', '/')), Buffer.from(file)]);
      const before = await count();
      const place = { at: (...names: string[]) => at('OR', ...names), good };
      await make(
        { ...place, neighbour: servers.CA.folder },
        file instanceof Buffer ? path : String(path),
      );
      await putGood();
      return { before, word: await wordOn(hostile, path), after: await count() };
    },
    playBatch: async ({ count: records, make }) => {
      const before = await count();
      const [bad, next] = [`bad-${made}.csv`, `next-${made}.csv`];
      await put('CA', bad, make(await batchOf(records, `CA-B${made}`)));
      await put('CA', next, textOf(await batchOf(1, `CA-N${made}`)));
      await untilTaken('CA', next);
      const accepted = await acceptedIn('CA', bad);
      const folder = await readdir(at('CA', accepted > 0 ? 'done' : 'rejected'));
      const said = {
        codes: await codesIn('CA', bad),
        accepted,
        nextAccepted: await acceptedIn('CA', next),
        isFiled: folder.includes(bad),
      };
      return { before, said, after: await count() };
    },
  };
  return drop;
}
