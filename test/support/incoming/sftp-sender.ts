import { readFile, readdir, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connectState } from '../../../hub/flows/administer.ts';
import { makeSshKeyPair } from '../../../simulation/sftp-server.ts';
import { startFaultyProxy } from '../faulty-proxy.ts';
import { type OpensshServer, startOpensshServer } from '../openssh-server.ts';
import type { TestState } from '../test-states.ts';
import {
  type HubWord,
  type SenderKind,
  type SentDocument,
  type PreparedSender,
  acceptance,
} from './sender.ts';

const LOOK_MS = 20;
/** Long enough for a busy machine; the test of a server that hangs waits for it. */
const DEADLINES = { connectMs: 10_000, totalMs: 4_000 } as const;
const MOST_BYTES = 1024 * 1024;

/** A state's system that leaves files on its OpenSSH server, where the hub fetches them. */
export const SFTP_SENDER: SenderKind = {
  transport: 'sftp',
  logsIn: 'hub',
  side: 'server',
  tooLarge: { bytes: MOST_BYTES, code: 'FILE_TOO_LARGE' },
  prepare,
};

/** How the hub is told of a state whose server it is, at this address. */
export function sftpState({ credential, hostKey }: OpensshServer, endpoint: string): TestState {
  return {
    reached: {
      transport: {
        kind: 'sftp',
        deadlines: DEADLINES,
        pickUp: { intervalMs: 100, sizeLimitBytes: MOST_BYTES },
      },
      endpoint,
      credential,
      hostKeys: [hostKey],
    },
    capabilities: { acknowledgement: 'asynchronous' },
  };
}

let made = 0;

async function prepare(): Promise<PreparedSender> {
  const server = await startOpensshServer();
  const proxy = await startFaultyProxy(server.port);
  const endpoint = `sftp://127.0.0.1:${proxy.port}${server.folder}`;
  const { credential } = server;
  const at = (...names: string[]): string => join(server.folder, ...names);
  let isClosed = false;

  /** Whole from the moment that it is there, with a time of its own: files go by their times. */
  async function put({ body }: SentDocument): Promise<string> {
    made += 1;
    const name = `${String(made).padStart(6, '0')}.json`;
    await writeFile(at('out', `.${name}`), body);
    await utimes(at('out', `.${name}`), made, made);
    await rename(at('out', `.${name}`), at('out', name));
    return name;
  }

  async function wordOn(name: string): Promise<HubWord> {
    while (!isClosed) {
      if (!(await readdir(at('out'))).includes(name)) return readWord(server.folder, name);
      await wait(LOOK_MS);
    }
    throw new Error('closed before there was a word');
  }

  const send = async (document: SentDocument): Promise<HubWord> => wordOn(await put(document));
  return {
    state: sftpState(server, endpoint),
    connect: ({ site, member }) =>
      Promise.resolve({
        proxy,
        send,
        sendAll: async (documents) => {
          const names: string[] = [];
          for (const document of documents) names.push(await put(document));
          const words: HubWord[] = [];
          for (const name of names) words.push(await wordOn(name));
          return words;
        },
        use: async (which) => {
          const stranger = `${server.user}\n${makeSshKeyPair().private}`;
          const shown = which === 'right' ? credential : stranger;
          site.clock.advance(1_000); // the row in force is told by the time of its change
          const hostKeys = [server.hostKey];
          const connection = { member, endpoint, credential: shown, hostKeys };
          await connectState(site.parts.administer, connection);
        },
        cut: proxy.cut,
        close: () => {
          isClosed = true;
          return Promise.resolve();
        },
      }),
    stop: async () => {
      await proxy.stop();
      await server.stop();
    },
  };
}

/** The receipt of the first record, or what the reason file says. */
async function readWord(folder: string, name: string): Promise<HubWord> {
  const receipt = await readFile(join(folder, 'receipts', `${name}.receipt.json`), 'utf8').catch(
    () => undefined,
  );
  if (receipt !== undefined) {
    const { records } = JSON.parse(receipt) as { records: { receipt: object }[] };
    return acceptance(JSON.stringify(records[0]?.receipt));
  }
  const text = await readFile(join(folder, 'rejected', `${name}.reason.txt`), 'utf8');
  return { kind: 'refused', code: /^ {2}Code: +(\w+)$/m.exec(text)?.[1] ?? '', text };
}
