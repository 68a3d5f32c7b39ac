import type { KnownSession, OpenedSession } from '../flows/keep-session.ts';
import { isUuid } from '../message/identifiers.ts';
import { requireOwnOrigin } from './admit-session.ts';
import { HttpError } from './http-error.ts';
import type { HttpParts } from './parts.ts';
import { readCommand } from './read-command.ts';
import { type Field, freeText, textLike } from './read-fields.ts';
import {
  type Answer,
  NO_CONTENT,
  type OpenCall,
  type RouteHandlers,
  json,
} from './route-handler.ts';
import { NO_SESSION_COOKIE, readSessionCookie, sessionCookie } from './session-cookie.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';

type SessionRoutes = Pick<
  RouteHandlers,
  | 'GET /v1/policy'
  | 'GET /v1/session'
  | 'POST /v1/session'
  | 'POST /v1/session/second-factor'
  | 'POST /v1/session/enrolment'
  | 'POST /v1/session/enrolment/confirm'
  | 'POST /v1/session/policy'
  | 'POST /v1/session/end'
  | 'POST /v1/session/password'
  | 'POST /v1/session/renew'
  | 'POST /v1/session/step-up'
  | 'GET /v1/session/sessions'
  | 'POST /v1/session/sessions/end'
  | 'POST /v1/session/recovery-codes'
  | 'GET /v1/invitations/{token}'
  | 'POST /v1/invitations/{token}/accept'
  | 'POST /v1/password-resets'
  | 'POST /v1/password-resets/{token}/complete'
>;

/** Longer than any that is taken: its rules say why one is not. */
const MOST_PASSWORD = 1_024;

/** Any text: a password that is refused for its form is refused with the reason. */
export const PASSWORD: Field<string> = (value) =>
  typeof value === 'string' && value.length <= MOST_PASSWORD ? value : undefined;
const EMAIL = freeText(254);
export const CODE = textLike(/^[0-9]{6}$/);
const RECOVERY_CODE = freeText(40);
const SESSION_ID: Field<string> = (value) =>
  typeof value === 'string' && isUuid(value) ? value : undefined;
const VERSION = textLike(/^[\w.-]{1,40}$/);

/** Signing in, and what a person does with the own session and password. */
export function sessionRoutes(
  parts: Pick<HttpParts, 'access' | 'publicUrl' | 'timeZoneOf'>,
  throttle: SignInThrottle,
): SessionRoutes {
  const { access } = parts;
  return {
    'GET /v1/policy': () => {
      const { version, title, text } = access.policy;
      return json(200, { version, title, text: text.join('\n\n') });
    },
    'GET /v1/session': ({ session }) => json(200, viewSession(parts, session)),
    'POST /v1/session': (call) =>
      openBy(parts, throttle, call, async (source) => {
        const claim = await readCommand(call.request, { email: EMAIL, password: PASSWORD }, [
          'email',
          'password',
        ]);
        return access.signIn({ ...claim, source });
      }),
    'POST /v1/session/second-factor': async ({ request, session, address: source }) => {
      const fields = { code: CODE, recoveryCode: RECOVERY_CODE };
      const { code, recoveryCode } = await readCommand(request, fields, []);
      const factor = code === undefined ? recoveryCode && { recoveryCode } : { code };
      if (
        factor === undefined ||
        factor === '' ||
        (code !== undefined && recoveryCode !== undefined)
      ) {
        throw new HttpError('COMMAND_INVALID');
      }
      return throttle(source, async () =>
        went(await access.showSecondFactor(session, { factor, source })),
      );
    },
    'POST /v1/session/enrolment': async ({ request, session }) => {
      await readCommand(request, {}, []);
      return json(200, await access.beginEnrolment(session));
    },
    'POST /v1/session/enrolment/confirm': async ({ request, session, address: source }) => {
      const { code } = await readCommand(request, { code: CODE }, ['code']);
      return throttle(source, async () => {
        const opened = await access.confirmEnrolment(session, { code, source });
        return went(opened, { recoveryCodes: opened.recoveryCodes });
      });
    },
    'POST /v1/session/policy': async ({ request, session, address: source }) => {
      const { version } = await readCommand(request, { version: VERSION }, ['version']);
      return went(await access.acceptPolicy(session, { version, source }));
    },
    'POST /v1/session/end': async ({ request, session, address: source }) => {
      await readCommand(request, {}, []);
      await access.endSession(session, { source, code: 'SIGNED_OUT' });
      return { ...NO_CONTENT, headers: NO_SESSION_COOKIE };
    },
    'POST /v1/session/password': async ({ request, session, address: source }) => {
      const fields = { current: PASSWORD, next: PASSWORD };
      const change = await readCommand(request, fields, ['current', 'next']);
      return throttle(source, async () => {
        const { token } = await access.changePassword(session, { ...change, source });
        return { ...NO_CONTENT, headers: sessionCookie(token) };
      });
    },
    'POST /v1/session/renew': async ({ request, session, address: source }) => {
      const fields = { password: PASSWORD, code: CODE };
      const shown = await readCommand(request, fields, ['password', 'code']);
      return throttle(source, async () => {
        const { token } = await access.renewSession(session, { ...shown, source });
        return { ...NO_CONTENT, headers: sessionCookie(token) };
      });
    },
    'POST /v1/session/step-up': async ({ request, session, address: source }) => {
      const { code } = await readCommand(request, { code: CODE }, ['code']);
      return throttle(source, async () => {
        const { token } = await access.stepUp(session, { code, source });
        return { ...NO_CONTENT, headers: sessionCookie(token) };
      });
    },
    'GET /v1/session/sessions': async ({ session }) =>
      json(200, { items: await access.ownSessions(session) }),
    'POST /v1/session/sessions/end': async ({ request, session, address: source }) => {
      const { sessionId } = await readCommand(request, { sessionId: SESSION_ID }, []);
      const which = sessionId === undefined ? { source } : { sessionId, source };
      await access.endOwnSessions(session, which);
      return NO_CONTENT;
    },
    'POST /v1/session/recovery-codes': async ({ request, session, address: source }) => {
      await readCommand(request, {}, []);
      return json(200, { recoveryCodes: await access.renewRecoveryCodes(session, { source }) });
    },
    'GET /v1/invitations/{token}': ({ params, address }) =>
      throttle(address, async () => json(200, await access.readInvitation(params['token'] ?? ''))),
    'POST /v1/invitations/{token}/accept': (call) =>
      openBy(parts, throttle, call, async (source) => {
        const { password } = await readCommand(call.request, { password: PASSWORD }, ['password']);
        return access.acceptInvitation({ token: call.params['token'] ?? '', password, source });
      }),
    'POST /v1/password-resets': async ({ request, address: source }) => {
      requireOwnOrigin(request, parts.publicUrl);
      const { email } = await readCommand(request, { email: EMAIL }, ['email']);
      // Answered before it is looked for: neither time nor text says whether there is such an account.
      parts.access.askReset({ email, source }).catch(() => undefined);
      return json(202, { status: 'if there is an account, a mail is on its way' });
    },
    'POST /v1/password-resets/{token}/complete': async ({ request, params, address: source }) => {
      requireOwnOrigin(request, parts.publicUrl);
      const { password } = await readCommand(request, { password: PASSWORD }, ['password']);
      return throttle(source, async () => {
        await access.completeReset({ token: params['token'] ?? '', password, source });
        return NO_CONTENT;
      });
    },
  };
}

/** Opens a session; one that the browser had before ends, for it is another person's perhaps. */
export async function openBy(
  { access, publicUrl }: Pick<HttpParts, 'access' | 'publicUrl'>,
  throttle: SignInThrottle,
  { request, address }: OpenCall,
  open: (source: string) => Promise<OpenedSession>,
): Promise<Answer> {
  requireOwnOrigin(request, publicUrl);
  return throttle(address, async () => {
    const opened = await open(address);
    const before = readSessionCookie(request);
    const session = before === undefined ? undefined : await access.findSession(before, false);
    if (session !== undefined) {
      await access.endSession(session, { source: address, code: 'SIGNED_IN_AGAIN' });
    }
    return went(opened);
  });
}

/** How far it went, with the cookie that counts from now on. */
export function went({ token, csrfToken, stage }: OpenedSession, more: object = {}): Answer {
  return json(200, { stage, csrfToken, ...more }, sessionCookie(token));
}

function viewSession(
  { access: { policy }, timeZoneOf }: Pick<HttpParts, 'access' | 'timeZoneOf'>,
  session: KnownSession,
): object {
  const { stage, csrfToken, account, actor } = session;
  const timeZone = timeZoneOf(account.member);
  const isKnown = stage !== 'second-factor';
  const last = account.last_sign_in_at;
  return {
    stage,
    csrfToken,
    ...(isKnown
      ? {
          account: {
            reference: account.reference,
            name: account.name,
            email: account.email,
            member: account.member,
            roles: actor.roles,
            ...(timeZone === undefined ? {} : { timeZone }),
            ...(last === null ? {} : { lastSignInAt: last.toISOString() }),
          },
        }
      : {}),
    expiresAt: session.expiresAt.toISOString(),
    idleUntil: session.idleUntil.toISOString(),
    policy: { version: policy.version, accepted: account.policy_version === policy.version },
  };
}
