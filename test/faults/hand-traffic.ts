import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { administer } from '../../hub/cli/administration.ts';
import { readConfig } from '../../hub/config.ts';
import { addSystemKey, addUser } from '../../hub/flows/administer.ts';
import { activity } from '../support/activity.ts';
import { agreeToTerms } from './lab-states.ts';

/** A state that asks by hand and whose compact office releases, and one that fetches from its inbox. */
const [ASKS, FETCHES] = ['ID', 'WY'] as const;

/** Profiles of the two, in the compact's own words. */
export const HAND_PROFILES: readonly object[] = [ASKS, FETCHES].map((member) => ({
  member,
  name: member,
  timeZone: 'America/Boise',
  dialect: 'canonical',
  transport: { kind: 'rest', mode: 'pull', authentication: { scheme: 'bearer' } },
  capabilities: { acknowledgement: 'synchronous', idempotent: true, probe: false },
  attestation: false,
}));

/** Requests that wait for their release and for a file, are released or returned, fetched and acknowledged. */
export interface HandTraffic {
  /** Ends the rounds; what was begun is brought to its end. Returns what is wrong. */
  finish(): Promise<string[]>;
}

interface Hands {
  readonly hubUrl: string;
  readonly asks: string;
  readonly office: string;
  readonly fetches: string;
}

interface Seen {
  readonly crossed: Set<string>;
  readonly returned: Set<string>;
  /** What the inbox gave under each delivery id. */
  readonly given: Map<string, { readonly transmissionId: string; readonly body: string }>;
}

const AGAIN_MS = 50;
const YEAR_MS = 365 * 86_400_000;

/** Begins rounds of it at the hub of these settings, one after another, each step until it is answered. */
export async function playByHand(
  environment: Readonly<Record<string, string>>,
): Promise<HandTraffic> {
  const hands = await takeHands(environment);
  const seen: Seen = { crossed: new Set(), returned: new Set(), given: new Map() };
  const finishing = new AbortController();
  const playing = playRounds(hands, seen, finishing.signal);
  playing.catch(() => undefined); // seen by `finish`
  return {
    finish: async () => {
      finishing.abort();
      await playing;
      return wrongIn(seen);
    },
  };
}

async function takeHands(environment: Readonly<Record<string, string>>): Promise<Hands> {
  const context = {
    config: () => readConfig(environment, '/'),
    environment,
    print: () => undefined,
    signal: new AbortController().signal,
    softwareVersion: '0.0.0',
  };
  return administer(context, async (parts) => {
    const key = async (member: string): Promise<string> => {
      await agreeToTerms(parts, member);
      return (await addSystemKey(parts, { member, label: 'by hand' })).secret;
    };
    const office = { member: ASKS, role: 'compact-office', label: 'by hand' } as const;
    return {
      hubUrl: `http://127.0.0.1:${environment['HUB_PORT'] ?? ''}`,
      asks: await key(ASKS),
      fetches: await key(FETCHES),
      office: (await addUser(parts, { ...office, validMs: YEAR_MS })).secret,
    };
  });
}

async function playRounds(hands: Hands, seen: Seen, finishing: AbortSignal): Promise<void> {
  for (let round = 0; !finishing.aborted; round += 1) await playRound(hands, seen, round);
  await fetchAll(hands, seen);
}

async function playRound(hands: Hands, seen: Seen, round: number): Promise<void> {
  const file = Buffer.from(`%PDF-1.7 ${randomBytes(32).toString('hex')}`);
  const request = activity('transfer-request', {
    from: ASKS,
    to: FETCHES,
    released: false,
    ...(round % 2 === 0 ? {} : { data: { attachments: [attachmentOf(file)] } }),
  });
  const { asks: token, office } = hands;
  const submit = { token, method: 'POST', path: '/v1/messages' } as const;
  const accepted = await call(hands, { ...submit, body: request });
  const { transmissionId, caseId } = JSON.parse(accepted) as Receipt;
  const path = `/v1/messages/${transmissionId}`;
  // Refused: the first has no data, the second comes before its time.
  const empty = { ...request, id: `${request.id}-x`, data: {} };
  await call(hands, { ...submit, body: empty, refused: true });
  const early = activity('departure-notice', { from: ASKS, to: FETCHES, subject: caseId });
  await call(hands, { ...submit, body: early, refused: true });
  if (round % 4 === 3) {
    const body = { reason: 'a page is missing' };
    await call(hands, { token: office, method: 'POST', path: `${path}/return`, body });
    seen.returned.add(transmissionId);
    return;
  }
  await call(hands, { token: office, method: 'POST', path: `${path}/release` });
  await call(hands, {
    token,
    method: 'PUT',
    path: `/v1/attachments/${digestOf(file)}`,
    body: file,
  });
  seen.crossed.add(transmissionId);
  await fetchAll(hands, seen);
}

interface Receipt {
  readonly transmissionId: string;
  readonly caseId: string;
}

const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const attachmentOf = (file: Buffer) => ({
  sha256: digestOf(file),
  mediaType: 'application/pdf',
  size: file.length,
  kind: 'APPLICATION',
  fileName: 'application.pdf',
  description: 'The signed application',
});

interface InboxAnswer {
  readonly items: readonly { readonly deliveryId: string; readonly transmissionId: string }[];
}

async function fetchAll(hands: Hands, seen: Seen): Promise<void> {
  const { fetches: token } = hands;
  const waiting = (): boolean => {
    const had = new Set([...seen.given.values()].map(({ transmissionId }) => transmissionId));
    return [...seen.crossed].some((id) => !had.has(id));
  };
  do {
    const inbox = await call(hands, { token, method: 'GET', path: '/v1/inbox' });
    for (const item of (JSON.parse(inbox) as InboxAnswer).items) {
      const { deliveryId, transmissionId } = item;
      const body = JSON.stringify({ ...item, attempt: 0, possibleDuplicate: false });
      const before = seen.given.get(deliveryId)?.body ?? body;
      seen.given.set(deliveryId, { transmissionId, body: before === body ? body : 'changed' });
      await call(hands, { token, method: 'POST', path: `/v1/inbox/${deliveryId}/ack`, body: {} });
    }
    if (waiting()) await wait(AGAIN_MS);
  } while (waiting());
}

function wrongIn({ crossed, returned, given }: Seen): string[] {
  const fetched = [...given.values()].map(({ transmissionId }) => transmissionId);
  const count = (text: string, number: number): string[] =>
    number === 0 ? [] : [`${number} ${text}`];
  return [
    ...count('requests by hand lost', [...crossed].filter((id) => !fetched.includes(id)).length),
    ...count('requests by hand delivered twice', fetched.length - new Set(fetched).size),
    ...count('returned requests delivered', fetched.filter((id) => returned.has(id)).length),
    ...count(
      'fetched again otherwise',
      [...given.values()].filter((g) => g.body === 'changed').length,
    ),
  ];
}

/** Said again after an answer that was lost, a step finds that it was done. */
const DONE_BEFORE = 'STATE_FORBIDS';

/**
 * Asks until the hub answers for good: not with 5xx, and not with nothing. Throws when it answers
 * otherwise than it should.
 */
async function call(
  { hubUrl }: Hands,
  { method, path, token, body, refused }: Step,
): Promise<string> {
  for (;;) {
    const answer = await fetch(`${hubUrl}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...contentType(path, body) },
      signal: AbortSignal.timeout(5_000),
      ...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
    }).catch(() => undefined);
    const text = await answer?.text().catch(() => undefined);
    if (answer !== undefined && text !== undefined && answer.status < 500) {
      const isRight =
        refused === true ? answer.status === 422 : answer.ok || text.includes(DONE_BEFORE);
      if (!isRight) throw new Error(`${method} ${path} was answered ${answer.status}`);
      return text;
    }
    await wait(AGAIN_MS);
  }
}

interface Step {
  readonly token: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: object;
  /** The hub must refuse it. */
  readonly refused?: boolean;
}

function contentType(path: string, body: object | undefined): Record<string, string> {
  if (body === undefined) return {};
  if (Buffer.isBuffer(body)) return { 'Content-Type': 'application/pdf' };
  const isActivity = path === '/v1/messages';
  return { 'Content-Type': isActivity ? 'application/cloudevents+json' : 'application/json' };
}
