import { createHash, timingSafeEqual } from 'node:crypto';
import ssh2, { type ServerHostKeyAlgorithm } from 'ssh2';

/** Who the hub is to the server: a user and a private key. */
export interface SftpCredential {
  readonly user: string;
  readonly privateKey: string;
}

const USER = /^[\x21-\x7e]{1,64}$/;

/** Kinds of keys that are worth something today; no DSA. */
const KEY_TYPES: ReadonlySet<string> = new Set([
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
]);

/**
 * Reads a credential: the user's name, a line break, and a private key without a passphrase in the form
 * of OpenSSH or PEM (`BEGIN OPENSSH|RSA|EC PRIVATE KEY`). Undefined for anything else.
 */
export function readSftpCredential(text: string | undefined): SftpCredential | undefined {
  const end = text?.indexOf('\n') ?? -1;
  if (text === undefined || end < 0) return undefined;
  const user = text.slice(0, end).trim();
  const privateKey = `${text.slice(end + 1).trim()}\n`;
  const key = ssh2.utils.parseKey(privateKey);
  if (!USER.test(user) || key instanceof Error || !KEY_TYPES.has(key.type)) return undefined;
  return key.isPrivateKey() ? { user, privateKey } : undefined;
}

/** The keys that a server may prove itself with. */
export interface PinnedHostKeys {
  /** Which kinds of host keys to ask the server for. */
  readonly algorithms: ServerHostKeyAlgorithm[];
  /** True for the public key, in SSH's wire form, of a pin. */
  matches(key: Buffer): boolean;
}

/** A list with at least one element: a client without a pin cannot be written down. */
export type HostKeyPins = readonly [string, ...string[]];

export function hasPins(pins: readonly string[]): pins is HostKeyPins {
  return pins.length > 0;
}

const FINGERPRINT = /^SHA256:([A-Za-z0-9+/]{43})=?$/;

const ALGORITHMS: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
};

/**
 * Reads pins: `SHA256:…` as `ssh-keygen -lf` prints it, or a line of a public key as in
 * `/etc/ssh/ssh_host_ed25519_key.pub`. With public keys only, the server is asked for no other kind.
 * Undefined when the list is empty or one cannot be read: no pin is passed over.
 */
export function readHostKeys(pins: readonly string[]): PinnedHostKeys | undefined {
  const read = pins.map(readPin);
  const known = read.filter((pin) => pin !== undefined);
  if (known.length === 0 || known.length < read.length) return undefined;
  const named = known.map(({ type }) => type);
  const types = named.includes(undefined) ? Object.keys(ALGORITHMS) : named;
  return {
    algorithms: [...new Set(types.flatMap((type) => ALGORITHMS[type ?? ''] ?? []))],
    matches: (key) => {
      const digest = digestOf(key);
      return known.some((pin) => timingSafeEqual(pin.digest, digest));
    },
  };
}

interface Pin {
  readonly digest: Buffer;
  /** Unknown for a fingerprint. */
  readonly type: string | undefined;
}

function readPin(text: string): Pin | undefined {
  const fingerprint = FINGERPRINT.exec(text.trim())?.[1];
  if (fingerprint !== undefined) {
    return { digest: Buffer.from(fingerprint, 'base64'), type: undefined };
  }
  const key = ssh2.utils.parseKey(text.trim());
  if (key instanceof Error || !KEY_TYPES.has(key.type)) return undefined;
  return { digest: digestOf(key.getPublicSSH()), type: key.type };
}

function digestOf(key: Buffer): Buffer {
  return createHash('sha256').update(key).digest();
}
