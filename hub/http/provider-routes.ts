import type { IncomingMessage } from 'node:http';
import type { ProviderReturn, ProviderWay } from '../flows/attempt-provider.ts';
import { requireOwnOrigin } from './admit-session.ts';
import type { HttpParts } from './parts.ts';
import { providerCookie, readProviderCookie } from './provider-cookie.ts';
import { readCommand } from './read-command.ts';
import { textLike } from './read-fields.ts';
import { type Answer, NO_CONTENT, type RouteHandlers, json } from './route-handler.ts';
import { CODE, PASSWORD, openBy } from './session-routes.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';

type ProviderRoutes = Pick<
  RouteHandlers,
  | 'POST /v1/providers/{provider}/sign-in'
  | 'POST /v1/provider-answers'
  | 'GET /v1/session/providers'
  | 'POST /v1/session/providers/{provider}/bind'
  | 'POST /v1/session/provider-answers'
  | 'POST /v1/session/providers/{provider}/unbind'
>;

/** RFC 6749 appendix A: printable ASCII; `iss` is of RFC 9207. */
const printable = (most: number) => textLike(new RegExp(`^[\\x20-\\x7e]{1,${most}}$`));
const RETURNED = {
  state: textLike(/^[\w-]{43}$/),
  code: printable(4_096),
  error: printable(200),
  iss: printable(500),
} as const;

/** Sign-in by a state's own provider: the way there, and what comes back. */
export function providerRoutes(
  parts: Pick<HttpParts, 'access' | 'publicUrl'>,
  throttle: SignInThrottle,
): ProviderRoutes {
  const { access } = parts;
  return {
    'POST /v1/providers/{provider}/sign-in': async ({ request, params, address }) => {
      requireOwnOrigin(request, parts.publicUrl);
      await readCommand(request, {}, []);
      return throttle(address, async () =>
        sentThere(await access.byProvider.begin(params['provider'] ?? '')),
      );
    },
    'POST /v1/provider-answers': (call) =>
      openBy(parts, throttle, call, async (source) =>
        access.byProvider.signIn(await readReturn(call.request, source)),
      ),
    'GET /v1/session/providers': async ({ session }) =>
      json(200, { items: await access.byProvider.list(session) }),
    'POST /v1/session/providers/{provider}/bind': async (call) => {
      const { session, params, address: source } = call;
      const fields = { password: PASSWORD, code: CODE };
      const shown = await readCommand(call.request, fields, ['password', 'code']);
      const provider = params['provider'] ?? '';
      return throttle(source, async () =>
        sentThere(
          await access.byProvider.beginBinding(session, { provider, shown: { ...shown, source } }),
        ),
      );
    },
    'POST /v1/session/provider-answers': async ({ request, session, address: source }) => {
      const returned = await readReturn(request, source);
      return throttle(source, async () => {
        await access.byProvider.finishBinding(session, returned);
        return NO_CONTENT;
      });
    },
    'POST /v1/session/providers/{provider}/unbind': async (call) => {
      await readCommand(call.request, {}, []);
      const { session, params, address: source } = call;
      await access.byProvider.unbind(session, { provider: params['provider'] ?? '', source });
      return NO_CONTENT;
    },
  };
}

/** Where the browser goes, with the secret that it keeps meanwhile. */
function sentThere({ url, token }: ProviderWay): Answer {
  return json(200, { url }, providerCookie(token));
}

async function readReturn(request: IncomingMessage, source: string): Promise<ProviderReturn> {
  const answer = await readCommand(request, RETURNED, ['state']);
  return { token: readProviderCookie(request), answer, source };
}
