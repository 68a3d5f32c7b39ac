import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { HubError } from './errors.ts';

const MASTER_KEY_BYTES = 32;

/** The key that wraps the members' keys: 32 bytes in hexadecimal. Made at the first start of all. */
export function loadMasterKey(file: string): Buffer {
  const text = loadOrMake(file, () => `${randomBytes(MASTER_KEY_BYTES).toString('hex')}\n`).trim();
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

/** Written under another name first, so that a kill never leaves half a key. */
function loadOrMake(file: string, make: () => string): string {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const fresh = `${file}.${process.pid}.new`;
    writeFileSync(fresh, make(), { mode: 0o600, flag: 'wx', flush: true });
    chmodSync(fresh, 0o600);
    renameSync(fresh, file);
  }
  return readFileSync(file, 'utf8');
}

function badKey(file: string, cause?: unknown): HubError {
  return new HubError('KEY_FILE_INVALID', `the key file ${file} cannot be read as a key`, {
    cause,
  });
}
