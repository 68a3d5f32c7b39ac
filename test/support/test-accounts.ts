import { expect } from 'chai';
import type { PersonRole } from '../../hub/access/actor.ts';
import type { SendLink } from '../../hub/flows/access-parts.ts';
import type { SettableClock } from './settable-clock.ts';
import { type Browser, codeAt, openBrowser } from './browser.ts';
import type { TestHub } from './test-hub.ts';

export const PASSWORD = 'seven quiet rivers meet';

/** Mails as they would be sent, to look into. */
export interface Mailbox {
  readonly send: SendLink;
  /** The secret of the newest link to this address. */
  newest(email: string): string | undefined;
  readonly count: () => number;
}

export function createMailbox(): Mailbox {
  const sent: { email: string; url: string }[] = [];
  return {
    send: ({ email }, { url }) => {
      sent.push({ email, url });
      return Promise.resolve();
    },
    newest: (email) => sent.findLast((mail) => mail.email === email)?.url.split('#')[1],
    count: () => sent.length,
  };
}

/** A person of a test with an account. */
export interface TestPerson {
  readonly reference: string;
  readonly member: string;
  readonly email: string;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
  /** In which the person enrolled: signed in, at the stage after the policy. */
  readonly browser: Browser;
}

export interface TestAccounts {
  /** An account up to the end of its first sign-in, invited by the nation's office. */
  person(member: string, roles: readonly PersonRole[]): Promise<TestPerson>;
  /** The secret of an invitation that nobody took up. */
  invitation(
    member: string,
    roles: readonly PersonRole[],
  ): Promise<{ reference: string; email: string; token: string }>;
  browser(): Browser;
  /** A code that was not shown before: the clock goes on to the next step. */
  freshCode(secret: string): string;
  /** Both factors in a new browser. */
  signIn(person: TestPerson): Promise<Browser>;
  /** The first factor alone. */
  halfway(person: TestPerson): Promise<Browser>;
}

let made = 0;

/** Accounts on a running hub whose wall clock the test sets. */
export function createTestAccounts(hub: TestHub, wall: SettableClock): TestAccounts {
  const browser = (): Browser => openBrowser(hub.url);
  const freshCode = (secret: string): string => {
    wall.advance(30_000);
    return codeAt(secret, wall.now());
  };

  const invitation: TestAccounts['invitation'] = async (member, roles) => {
    made += 1;
    const email = `person-${made}@${member.toLowerCase()}.example`;
    const answer = await hub.call('national', 'POST /v1/accounts', {
      json: {
        member,
        name: `Placeholder Person ${made}`,
        email,
        roles,
        staffOfCompactOffice: roles.includes('compact-office'),
        trainingCompletedAt: '2026-11-01',
      },
    });
    expect(answer.status, answer.text).to.equal(201);
    const { reference, link = '' } = answer.body as { reference: string; link?: string };
    return { reference, email, token: link.split('#')[1] ?? '' };
  };

  const halfway: TestAccounts['halfway'] = async ({ email }) => {
    const opened = browser();
    const answer = await opened.call('POST /v1/session', { json: { email, password: PASSWORD } });
    expect(answer.status, answer.text).to.equal(200);
    return opened;
  };

  return {
    browser,
    freshCode,
    invitation,
    halfway,
    signIn: async (person) => {
      const opened = await halfway(person);
      const json = { code: freshCode(person.secret) };
      const answer = await opened.call('POST /v1/session/second-factor', { json });
      expect(answer.body, answer.text).to.include({ stage: 'complete' });
      return opened;
    },
    person: async (member, roles) => {
      const { reference, email, token } = await invitation(member, roles);
      const opened = browser();
      const call = async (route: string, json: unknown): Promise<Record<string, unknown>> => {
        const answer = await opened.call(route, { json });
        expect(answer.status, `${route}: ${answer.text}`).to.equal(200);
        return answer.body;
      };
      await call(`POST /v1/invitations/${token}/accept`, { password: PASSWORD });
      const { secret } = (await call('POST /v1/session/enrolment', {})) as { secret: string };
      const enrolled = await call('POST /v1/session/enrolment/confirm', {
        code: freshCode(secret),
      });
      const { version } = (await opened.call('GET /v1/policy')).body;
      await call('POST /v1/session/policy', { version });
      const recoveryCodes = enrolled['recoveryCodes'] as string[];
      return { reference, member, email, secret, recoveryCodes, browser: opened };
    },
  };
}
