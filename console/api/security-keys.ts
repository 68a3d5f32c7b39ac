import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';

/** What the browser brings of a key that signed, as the hub takes it. */
export interface KeyProof {
  readonly id: string;
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
  readonly signature: string;
  readonly userHandle?: string;
}

/** No key answered: nobody touched one in time, it was called off, or there is none that fits. */
export class NoKey extends Error {}

/** Has a key sign. Rejects with `NoKey`. */
export async function askKey(options: object): Promise<KeyProof> {
  const optionsJSON = options as PublicKeyCredentialRequestOptionsJSON;
  const { id, response } = await startAuthentication({ optionsJSON }).catch(refused);
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  const whose = userHandle === undefined ? {} : { userHandle };
  return { id, clientDataJSON, authenticatorData, signature, ...whose };
}

/** Has a key made. Rejects with `NoKey`. */
export async function makeKey(options: object): Promise<object> {
  const optionsJSON = options as PublicKeyCredentialCreationOptionsJSON;
  const { id, response } = await startRegistration({ optionsJSON }).catch(refused);
  const { clientDataJSON, attestationObject, transports = [] } = response;
  const ways = transports.length === 0 ? {} : { transports };
  return { id, clientDataJSON, attestationObject, ...ways };
}

function refused(cause: unknown): never {
  throw new NoKey('no key answered', { cause });
}
