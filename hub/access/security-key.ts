import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { RelyingParty } from './relying-party.ts';

/** How a browser reached a key; told back to it, so that it asks for the right one. */
export const KEY_TRANSPORTS = [
  'ble',
  'cable',
  'hybrid',
  'internal',
  'nfc',
  'smart-card',
  'usb',
] as const;

export type KeyTransport = (typeof KEY_TRANSPORTS)[number];

export type NewKeyOptions = PublicKeyCredentialCreationOptionsJSON;
export type KeyOptions = PublicKeyCredentialRequestOptionsJSON;

/** A key that a browser made; texts are base64url. */
export interface NewKey {
  readonly id: string;
  readonly clientDataJSON: string;
  readonly attestationObject: string;
  readonly transports?: readonly KeyTransport[];
}

/** What a browser brings of a key that was used; texts are base64url. */
export interface KeyProof {
  readonly id: string;
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
  readonly signature: string;
  readonly userHandle?: string;
}

/** Loaded with the first key: it would cost every start and every command a third of a second. */
const webAuthn = () => import('@simplewebauthn/server');

/** How long a person has, in the browser and in the store. */
export const CHALLENGE_MS = 5 * 60_000;

interface KeyName {
  readonly id: string;
  readonly transports: readonly string[];
}

const named = ({ id, transports }: KeyName): { id: string; transports: KeyTransport[] } => ({
  id,
  transports: KEY_TRANSPORTS.filter((known) => transports.includes(known)),
});

/** What the browser is asked to make. `account` is told to the person's own authenticator alone. */
export async function newKeyOptions(
  party: RelyingParty,
  of: {
    readonly challenge: string;
    readonly account: { readonly id: string; readonly email: string; readonly name: string };
    readonly known: readonly KeyName[];
  },
): Promise<NewKeyOptions> {
  const { challenge, account, known } = of;
  return (await webAuthn()).generateRegistrationOptions({
    rpName: 'Compact hub',
    rpID: party.id,
    challenge: bytesOf(challenge),
    userID: Uint8Array.from(userHandleOf(account.id)),
    userName: account.email,
    userDisplayName: account.name,
    timeout: CHALLENGE_MS,
    attestationType: 'none',
    excludeCredentials: known.map(named),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
}

/** What the browser is asked to sign: by one of these keys, or alone, by whichever it finds. */
export async function keyOptions(
  party: RelyingParty,
  of: { readonly challenge: string; readonly keys: readonly KeyName[]; readonly alone: boolean },
): Promise<KeyOptions> {
  return (await webAuthn()).generateAuthenticationOptions({
    rpID: party.id,
    challenge: bytesOf(of.challenge),
    timeout: CHALLENGE_MS,
    allowCredentials: of.keys.map(named),
    userVerification: of.alone ? 'required' : 'preferred',
  });
}

export interface MadeKey {
  readonly credentialId: string;
  readonly publicKey: Buffer;
  readonly signCount: number;
}

/**
 * The key that a browser made for this challenge; undefined for anything else. No statement of a maker is
 * taken: to check its certificates would mean to fetch from addresses that the sender chose.
 */
export async function readNewKey(
  party: RelyingParty,
  challenge: string,
  made: NewKey,
): Promise<MadeKey | undefined> {
  try {
    if (!(await isWithoutMaker(made.attestationObject))) return undefined;
    const library = await webAuthn();
    const { verified, registrationInfo } = await library.verifyRegistrationResponse({
      response: {
        id: made.id,
        rawId: made.id,
        type: 'public-key',
        response: {
          clientDataJSON: made.clientDataJSON,
          attestationObject: made.attestationObject,
        },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: false,
    });
    if (!verified || registrationInfo.credential.id !== made.id) return undefined;
    const { id, publicKey, counter } = registrationInfo.credential;
    return { credentialId: id, publicKey: Buffer.from(publicKey), signCount: counter };
  } catch {
    return undefined; // whatever it is, it is no such key
  }
}

async function isWithoutMaker(attestationObject: string): Promise<boolean> {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers');
  const decoded = decodeAttestationObject(bytesOf(attestationObject));
  const format = decoded.get('fmt');
  if (format === 'none') return true;
  return format === 'packed' && decoded.get('attStmt').get('x5c') === undefined;
}

/**
 * The count of a key that signed this challenge for this party; undefined when it did not. Alone it must
 * have verified its person, and have said whose it is. Whether the count grew is the caller's to ask.
 */
export async function readKeyProof(
  party: RelyingParty,
  expected: {
    readonly challenge: string;
    readonly key: { readonly credentialId: string; readonly publicKey: Buffer };
    readonly accountId: string;
    readonly alone: boolean;
  },
  proof: KeyProof,
): Promise<{ readonly signCount: number } | undefined> {
  const { challenge, key, accountId, alone } = expected;
  const handle = userHandleOf(accountId).toString('base64url');
  if (proof.userHandle === undefined ? alone : proof.userHandle !== handle) return undefined;
  try {
    const library = await webAuthn();
    const { verified, authenticationInfo } = await library.verifyAuthenticationResponse({
      response: {
        id: proof.id,
        rawId: proof.id,
        type: 'public-key',
        response: {
          clientDataJSON: proof.clientDataJSON,
          authenticatorData: proof.authenticatorData,
          signature: proof.signature,
        },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: alone,
      // 0: a count that did not grow is a finding, not an error; the row decides under its lock.
      credential: {
        id: key.credentialId,
        publicKey: Uint8Array.from(key.publicKey),
        counter: 0,
      },
    });
    return verified ? { signCount: authenticationInfo.newCounter } : undefined;
  } catch {
    return undefined;
  }
}

/** The challenge that an answer says it is to, or undefined when it says none. */
export function challengeOf(clientDataJSON: string): string | undefined {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString());
    const challenge: unknown =
      typeof data === 'object' && data !== null && 'challenge' in data ? data.challenge : undefined;
    return typeof challenge === 'string' ? challenge : undefined;
  } catch {
    return undefined;
  }
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(base64url, 'base64url'));
}

/** The account's id as bytes: opaque, and the same for all keys of a person. */
function userHandleOf(accountId: string): Buffer {
  return Buffer.from(accountId.replaceAll('-', ''), 'hex');
}
