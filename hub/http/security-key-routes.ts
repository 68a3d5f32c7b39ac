import { KEY_TRANSPORTS } from '../access/security-key.ts';
import { requireOwnOrigin } from './admit-session.ts';
import type { HttpParts } from './parts.ts';
import { readCommand } from './read-command.ts';
import { freeText, listOf, oneOf, textLike } from './read-fields.ts';
import { NO_CONTENT, type RouteHandlers, json } from './route-handler.ts';
import { CODE, PASSWORD, openBy, went } from './session-routes.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';
import { uuidParam } from './uuid-param.ts';

type SecurityKeyRoutes = Pick<
  RouteHandlers,
  | 'GET /v1/sign-in-ways'
  | 'POST /v1/passkey/challenge'
  | 'POST /v1/passkey'
  | 'POST /v1/session/second-factor/challenge'
  | 'POST /v1/session/second-factor/key'
  | 'GET /v1/session/keys'
  | 'POST /v1/session/keys/challenge'
  | 'POST /v1/session/keys'
  | 'POST /v1/session/keys/{keyId}/remove'
>;

const binary = (most: number) => textLike(new RegExp(`^[A-Za-z0-9_-]{1,${most}}$`));

const PROOF = {
  id: binary(1_400),
  clientDataJSON: binary(4_096),
  authenticatorData: binary(4_096),
  signature: binary(8_192),
  userHandle: binary(128),
} as const;
const PROOF_NEEDED = ['id', 'clientDataJSON', 'authenticatorData', 'signature'] as const;

const NEW_KEY = {
  name: freeText(60),
  id: binary(1_400),
  clientDataJSON: binary(4_096),
  attestationObject: binary(12_000),
  transports: listOf(oneOf(KEY_TRANSPORTS), KEY_TRANSPORTS.length),
} as const;
const NEW_KEY_NEEDED = ['name', 'id', 'clientDataJSON', 'attestationObject'] as const;

/** Security keys and passkeys: shown at the door, and looked after by their owners. */
export function securityKeyRoutes(
  parts: Pick<HttpParts, 'access' | 'publicUrl'>,
  throttle: SignInThrottle,
): SecurityKeyRoutes {
  const { access } = parts;
  return {
    'GET /v1/sign-in-ways': () =>
      json(200, { passkeys: access.keys.offered, providers: access.byProvider.offered }),
    'POST /v1/passkey/challenge': async ({ request }) => {
      requireOwnOrigin(request, parts.publicUrl);
      await readCommand(request, {}, []);
      return json(200, await access.keys.challengePasskey());
    },
    'POST /v1/passkey': (call) =>
      openBy(parts, throttle, call, async (source) => {
        const proof = await readCommand(call.request, PROOF, PROOF_NEEDED);
        return access.keys.signIn({ proof, source });
      }),
    'POST /v1/session/second-factor/challenge': async ({ request, session }) => {
      await readCommand(request, {}, []);
      const options = await access.keys.challenge(session);
      return json(200, options === undefined ? {} : { options });
    },
    'POST /v1/session/second-factor/key': async ({ request, session, address: source }) => {
      const proof = await readCommand(request, PROOF, PROOF_NEEDED);
      return throttle(source, async () => went(await access.keys.show(session, { proof, source })));
    },
    'GET /v1/session/keys': async ({ session }) =>
      json(200, { items: await access.keys.list(session) }),
    'POST /v1/session/keys/challenge': async ({ request, session, address: source }) => {
      const shown = await readCommand(request, { password: PASSWORD, code: CODE }, [
        'password',
        'code',
      ]);
      return throttle(source, async () =>
        json(200, await access.keys.begin(session, { ...shown, source })),
      );
    },
    'POST /v1/session/keys': async ({ request, session, address: source }) => {
      const { name, ...key } = await readCommand(request, NEW_KEY, NEW_KEY_NEEDED);
      return throttle(source, async () =>
        json(201, await access.keys.add(session, { name, key, source })),
      );
    },
    'POST /v1/session/keys/{keyId}/remove': async (call) => {
      await readCommand(call.request, {}, []);
      const { session, address: source } = call;
      await access.keys.remove(session, { keyId: uuidParam(call, 'keyId'), source });
      return NO_CONTENT;
    },
  };
}
