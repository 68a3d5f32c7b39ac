import { type KeyObject, createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyProof, NewKey } from '../../hub/access/security-key.ts';

/** A security key without hardware (WebAuthn Level 3, ES256), as careless as a test wants it. */
export interface SoftKey {
  readonly id: string;
  make(asked: Asked, how?: How): NewKey;
  sign(asked: Asked, how?: How): KeyProof;
}

interface Asked {
  readonly challenge: string;
  /** Whom the browser says that it asks for. */
  readonly rpId: string;
  readonly origin: string;
}

interface How {
  /** Whether the key verified its person; it does unless a test says not. */
  readonly verified?: boolean;
  /** How often it was used; without it, one more than before. */
  readonly count?: number;
  /** `undefined`: it says nothing of whose it is. */
  readonly userHandle?: string | undefined;
  /** Other words of the browser. */
  readonly clientData?: Readonly<Record<string, unknown>>;
  /** A statement of its maker, in CBOR: its format and itself. */
  readonly statement?: Buffer;
}

const PRESENT = 0x01;
const VERIFIED = 0x04;
const WITH_KEY = 0x40;

/** `fmt: none`, `attStmt: {}`. */
const NO_STATEMENT = Buffer.concat([
  text('fmt'),
  text('none'),
  text('attStmt'),
  Buffer.from([0xa0]),
]);

export function createSoftKey(): SoftKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rawId = randomBytes(16);
  const id = rawId.toString('base64url');
  let uses = 0;

  const authenticatorData = (
    { rpId }: Asked,
    { verified = true, count }: How,
    more: { flags: number; bytes: Buffer },
  ): Buffer => {
    uses = count ?? uses + 1;
    const head = Buffer.alloc(5);
    head.writeUInt8(PRESENT | (verified ? VERIFIED : 0) | more.flags);
    head.writeUInt32BE(uses, 1);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), head, more.bytes]);
  };

  return {
    id,
    make: (asked, how = {}) => {
      const named = Buffer.concat([Buffer.alloc(16), Buffer.from([0, rawId.length]), rawId]);
      const bytes = Buffer.concat([named, coseOf(publicKey)]);
      const data = authenticatorData(asked, { count: 0, ...how }, { flags: WITH_KEY, bytes });
      const attestationObject = Buffer.concat([
        Buffer.from([0xa3]),
        how.statement ?? NO_STATEMENT,
        text('authData'),
        byteString(data),
      ]);
      return {
        id,
        clientDataJSON: clientData('webauthn.create', asked, how).toString('base64url'),
        attestationObject: attestationObject.toString('base64url'),
        transports: ['usb'],
      };
    },
    sign: (asked, how = {}) => {
      const said = clientData('webauthn.get', asked, how);
      const data = authenticatorData(asked, how, { flags: 0, bytes: Buffer.alloc(0) });
      const signed = Buffer.concat([data, createHash('sha256').update(said).digest()]);
      return {
        id,
        clientDataJSON: said.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', signed, privateKey).toString('base64url'),
        ...(how.userHandle === undefined ? {} : { userHandle: how.userHandle }),
      };
    },
  };
}

function clientData(type: string, { challenge, origin }: Asked, { clientData: more }: How): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...more }));
}

/** The public key in COSE: EC2, ES256, P-256. */
function coseOf(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = (name: number, value: string): Buffer =>
    Buffer.concat([Buffer.from([name]), byteString(Buffer.from(value, 'base64url'))]);
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01]),
    point(0x21, x),
    point(0x22, y),
  ]);
}

/** CBOR (RFC 8949): a text shorter than 24 bytes. */
export function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 | value.length]), Buffer.from(value)]);
}

/** CBOR: 24 bytes or more, fewer than 65,536; the shortest form, as WebAuthn asks. */
export function byteString(value: Buffer): Buffer {
  const { length } = value;
  const head = length < 256 ? [0x58, length] : [0x59, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), value]);
}
