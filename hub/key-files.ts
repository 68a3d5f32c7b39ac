import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { HubError } from './errors.ts';

const WRAPPING_KEY_BYTES = 32;

/**
 * The key that wraps the members' keys, or the one that seals: 32 bytes in hexadecimal. Made when it is
 * first asked for.
 */
export function loadWrappingKey(file: string): Buffer {
  const text = loadOrMake(
    file,
    () => `${randomBytes(WRAPPING_KEY_BYTES).toString('hex')}\n`,
  ).trim();
  if (!/^[0-9a-f]{64}$/.test(text)) throw badKey(file);
  return Buffer.from(text, 'hex');
}

/** An Ed25519 private key in PEM; made at the first start of all. */
export function loadSigningKey(file: string): KeyObject {
  const pem = loadOrMake(file, () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  });
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw badKey(file, cause);
  }
}

/** The kinds of key that can sign the ledger. */
export const LEDGER_KEY_KINDS = ['ed25519', 'p256'] as const;
export type LedgerKeyKind = (typeof LEDGER_KEY_KINDS)[number];

/**
 * The private keys that sign the ledger: one PEM block after the other in one file, Ed25519 or ECDSA
 * on P-256. One Ed25519 key is made at the first start of all.
 */
export function loadLedgerKeys(file: string): KeyObject[] {
  const text = loadOrMake(file, () => makeLedgerKey('ed25519'));
  try {
    const keys = (text.match(PEM_BLOCKS) ?? []).map((pem) => createPrivateKey(pem));
    if (keys.length > 0) return keys;
  } catch (cause) {
    throw badKey(file, cause);
  }
  throw badKey(file);
}

const PEM_BLOCKS = /-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END \1-----/g;

/** Adds a new key behind those that the file holds, whole or not at all; returns all of them. */
export function addLedgerKey(file: string, kind: LedgerKeyKind): KeyObject[] {
  loadLedgerKeys(file);
  const before = readFileSync(file, 'utf8');
  write(file, `${before.replace(/\n*$/, '\n')}${makeLedgerKey(kind)}`);
  return loadLedgerKeys(file);
}

function makeLedgerKey(kind: LedgerKeyKind): string {
  const { privateKey } =
    kind === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function loadOrMake(file: string, make: () => string): string {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    write(file, make());
  }
  return readFileSync(file, 'utf8');
}

/** Written under another name first, so that a kill never leaves half a key. */
function write(file: string, text: string): void {
  const fresh = `${file}.${process.pid}.new`;
  writeFileSync(fresh, text, { mode: 0o600, flag: 'wx', flush: true });
  chmodSync(fresh, 0o600);
  renameSync(fresh, file);
}

function badKey(file: string, cause?: unknown): HubError {
  return new HubError('KEY_FILE_INVALID', `the key file ${file} cannot be read as a key`, {
    cause,
  });
}
