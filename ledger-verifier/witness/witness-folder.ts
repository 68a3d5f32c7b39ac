import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  sign,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatTreeHead, parseTreeHead } from '../checkpoint.ts';
import type { TreeHead } from '../checkpoint.ts';
import { toHex, toUtf8 } from '../encoding.ts';
import { LedgerError } from '../ledger-error.ts';
import { sha256 } from '../node-crypto.ts';
import { formatVerifierKey, isKeyName, keyIdOf, parseVerifierKey } from '../note.ts';
import type { VerifierKey } from '../note.ts';
import type { WitnessStore } from './add-checkpoint.ts';

/**
 * What a witness consists of: its key, and what it last cosigned of each log. Both lie in one folder, so
 * that whoever loses the one loses the other: a witness without its memory must not go on under its key.
 */
export interface WitnessFolder {
  readonly key: VerifierKey;
  /** The line by which others verify. */
  readonly keyLine: string;
  readonly sign: (message: Uint8Array) => Uint8Array;
  readonly store: WitnessStore;
  /** Lets another process take the folder. */
  readonly close: () => Promise<void>;
}

const KEY_FILE = 'witness-key.pem';
const NAME_FILE = 'witness-name';
const IN_USE = 'in-use';

/** Makes the folder of a new witness, which must not be there yet; returns its key line. */
export async function makeWitnessFolder(folder: string, name: string): Promise<string> {
  if (!isKeyName(name))
    throw new LedgerError('malformed', 'a name has no spaces and no plus signs');
  await mkdir(folder);
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  await writeFile(join(folder, NAME_FILE), `${name}\n`, { flag: 'wx', flush: true });
  await writeFile(join(folder, KEY_FILE), pem, { flag: 'wx', mode: 0o600, flush: true });
  return formatVerifierKey(verifierKeyOf(name, privateKey));
}

/** Opens it for this process alone; throws `missing` where it is not there or another one uses it. */
export async function openWitnessFolder(folder: string): Promise<WitnessFolder> {
  const name = (await readText(join(folder, NAME_FILE))).trim();
  const privateKey = createPrivateKey(await readText(join(folder, KEY_FILE)));
  await takePlace(folder);
  const key = verifierKeyOf(name, privateKey);
  return {
    key,
    keyLine: formatVerifierKey(key),
    sign: (message) => sign(null, message, privateKey),
    store: createStore(folder),
    close: () => rm(join(folder, IN_USE), { force: true }),
  };
}

// The SPKI form of an Ed25519 key ends in its 32 bytes (RFC 8410 section 4).
function verifierKeyOf(name: string, privateKey: KeyObject): VerifierKey {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const publicKey = new Uint8Array(spki.subarray(-32));
  const algorithm = 'cosignature';
  const keyId = keyIdOf(sha256, { name, algorithm, publicKey });
  return parseVerifierKey(sha256, formatVerifierKey({ name, keyId, algorithm, publicKey }));
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new LedgerError('missing', `cannot read ${file}`, { cause });
  }
}

/** A file with the number of the process that uses the folder; that of a killed one is taken over. */
async function takePlace(folder: string): Promise<void> {
  const file = join(folder, IN_USE);
  const holder = Number(await readFile(file, 'utf8').catch(() => ''));
  if (holder > 0 && isAlive(holder)) {
    throw new LedgerError('missing', `process ${holder} uses the folder`);
  }
  await rm(file, { force: true });
  await writeFile(file, String(process.pid), { flag: 'wx' });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** One file for each log. Requests for one log take turns; the folder belongs to this process alone. */
function createStore(folder: string): WitnessStore {
  const turns = new Map<string, Promise<unknown>>();
  return {
    exclusively: (origin, work) => {
      const file = join(folder, `log-${toHex(sha256(toUtf8(origin))).slice(0, 32)}`);
      const turn = (turns.get(origin) ?? Promise.resolve()).then(async () =>
        work({ head: await readHead(file), keep: (head) => writeHead(folder, file, head) }),
      );
      turns.set(
        origin,
        turn.catch(() => undefined),
      );
      return turn;
    },
  };
}

async function readHead(file: string): Promise<TreeHead | undefined> {
  try {
    return parseTreeHead(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function writeHead(folder: string, file: string, head: TreeHead): Promise<void> {
  const fresh = `${file}.${randomUUID()}.new`;
  await writeFile(fresh, formatTreeHead(head), { flag: 'wx', flush: true });
  await rename(fresh, file);
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
