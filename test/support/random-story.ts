import { createHash } from 'node:crypto';
import type { MemoryBehaviour } from '../../adapters/memory-state.ts';
import { allowedNow } from '../../hub/compact/case-lifecycle.ts';
import { stateOf } from '../../hub/flows/working-set.ts';
import type { JsonObject } from '../../hub/message/json.ts';
import type { CaseRow } from '../../hub/store/cases.ts';
import { type TestEnvelope, activity, altered, atAnotherTime } from './activity.ts';
import { HOUR, MINUTE } from './settable-clock.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { TestAnswer, TestHub, TestSite } from './test-hub.ts';
import type { TestStates } from './test-states.ts';

/** A state of each kind: what differs between them is how deliveries to them go. */
export const STORY_STATES = {
  OR: {},
  TX: { capabilities: { acknowledgement: 'asynchronous' } },
  ID: { capabilities: { idempotent: false } },
  NV: { mode: 'pull' },
  CA: { attestation: false },
} as const satisfies TestStates;

const MEMBERS = Object.keys(STORY_STATES);
const OPENING = ['transfer-request', 'reporting-instructions-request'];
const FOLLOWING = [
  'reporting-instructions-reply',
  'transfer-reply',
  'departure-notice',
  'arrival-notice',
  'failure-to-arrive-notice',
  'progress-report',
  'case-closure-notice',
  'case-closure-reply',
  'return-instructions-request',
  'return-instructions-reply',
  'violation-report',
  'violation-response',
  'violation-report-addendum',
  'violation-response-addendum',
  'discretionary-retaking-notice',
  'warrant-status',
  'action-request',
  'action-reply',
  'profile-update',
  'activity-withdrawal',
  'case-withdrawal',
  'case-reopening',
  ...OPENING,
];
const BEHAVIOURS: readonly MemoryBehaviour[] = [
  'take',
  'take',
  'fail-before-storing',
  'fail-after-storing',
  'slow',
  'down',
  'busy',
  'refuse-document',
  'refuse-credentials',
  'lie',
];

/** What the outside knows of a story: the oracle that rows and leaves are held against. */
export interface Story {
  readonly receipts: Map<string, TestAnswer>;
  /** Answers that refused a document of an authenticated system. */
  refusals: number;
}

interface Cast {
  readonly site: TestSite;
  readonly random: SeededRandom;
  readonly story: Story;
  readonly cases: { id: string; sides: readonly [string, string] }[];
  readonly sent: { member: string; envelope: TestEnvelope }[];
  readonly missing: { member: string; body: Buffer; sha256: string }[];
  hub: TestHub;
}

/** Plays so many random steps and then lets everything come to its end. */
export async function playStory(
  site: TestSite,
  random: SeededRandom,
  steps: number,
): Promise<{ story: Story; hub: TestHub }> {
  const story: Story = { receipts: new Map(), refusals: 0 };
  const cast: Cast = {
    site,
    random,
    story,
    cases: [],
    sent: [],
    missing: [],
    hub: await site.start(),
  };
  for (let step = 0; step < steps; step += 1) await takeStep(cast);
  await comeToAnEnd(cast);
  return { story, hub: cast.hub };
}

async function takeStep(cast: Cast): Promise<void> {
  const { random, site } = cast;
  const dice = random.next();
  if (dice < 0.12) await open(cast);
  else if (dice < 0.56) await goOn(cast);
  else if (dice < 0.6) await sayAgain(cast);
  else if (dice < 0.64) await storeMissing(cast);
  else if (dice < 0.78) await decideWaiting(cast);
  else if (dice < 0.85) await decideFailed(cast);
  else if (dice < 0.91) await answerDeliveries(cast, 0.5);
  else if (dice < 0.955) changeBehaviour(cast);
  else if (dice < 0.985) site.clock.advance(random.below(2 * HOUR));
  else await restart(cast);
}

async function open(cast: Cast): Promise<void> {
  const { random } = cast;
  const from = random.pick(MEMBERS) ?? '';
  const to = random.pick(MEMBERS.filter((member) => member !== from)) ?? '';
  const data = drawData(cast, from);
  const released = random.chance(0.8);
  const envelope = activity(random.pick(OPENING) ?? '', { from, to, released, data });
  const answer = await submit(cast, from, envelope);
  if (answer.status === 202) {
    cast.cases.push({ id: String(answer.body['caseId']), sides: [from, to] });
  }
}

/** Mostly what may follow, sometimes what may not: the lifecycle decides. Several go at once. */
async function goOn(cast: Cast): Promise<void> {
  const { random, site } = cast;
  const on = random.pick(cast.cases);
  if (on === undefined) return;
  const [row] = await site.query<CaseRow>('SELECT * FROM cases WHERE case_id = $1', [on.id]);
  if (row === undefined) throw new Error('a case of a receipt is not there');
  const envelopes = Array.from({ length: 1 + random.below(3) }, () => {
    const side = random.chance(0.5) ? 'sending' : 'receiving';
    const [from, to] = side === 'sending' ? on.sides : [on.sides[1], on.sides[0]];
    const allowed = random.chance(0.8) ? allowedNow(stateOf(row), side) : [];
    const name = random.pick(allowed.map(nameOf)) ?? random.pick(FOLLOWING) ?? '';
    const released = random.chance(0.9);
    const facts = { from, to, subject: on.id, released, data: drawData(cast, from) };
    return { from, envelope: activity(name, facts) };
  });
  await Promise.all(envelopes.map(({ from, envelope }) => submit(cast, from, envelope)));
}

const nameOf = (type: string): string => type.replace(/^compact\.|\.v1$/g, '');

function drawData({ random, missing }: Cast, member: string): JsonObject {
  if (!random.chance(0.15)) return {};
  const body = Buffer.from(`%PDF-1.7 attachment ${random.next()}`);
  const sha256 = createHash('sha256').update(body).digest('hex');
  missing.push({ member, body, sha256 });
  const named = { sha256, mediaType: 'application/pdf', size: body.length, kind: 'OTHER' };
  return { attachments: [{ ...named, fileName: 'letter.pdf', description: 'A letter' }] };
}

async function submit(cast: Cast, member: string, envelope: TestEnvelope): Promise<TestAnswer> {
  const answer = await cast.hub.submit(member, envelope);
  if (answer.status === 202) {
    cast.sent.push({ member, envelope });
    cast.story.receipts.set(`${member} ${envelope.id}`, answer);
  } else if (answer.status >= 400 && answer.status < 500) cast.story.refusals += 1;
  else if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}

async function sayAgain(cast: Cast): Promise<void> {
  const said = cast.random.pick(cast.sent);
  if (said === undefined) return;
  const { member, envelope } = said;
  const receipt = cast.story.receipts.get(`${member} ${envelope.id}`)?.text;
  const again = await submit(cast, member, atAnotherTime(envelope));
  if (again.status !== 200 || again.text !== receipt)
    throw new Error('a repeat has another receipt');
  if ((await submit(cast, member, altered(envelope))).status !== 409) {
    throw new Error('other content under the same id was not refused');
  }
}

async function storeMissing(cast: Cast): Promise<void> {
  const next = cast.missing.shift();
  if (next === undefined) return;
  const { member, body, sha256 } = next;
  const path = `PUT /v1/attachments/${sha256}`;
  const { status, text } = await cast.hub.call(member, path, {
    body,
    contentType: 'application/pdf',
  });
  if (status >= 300) throw new Error(`${status} ${text}`);
}

async function decideWaiting(cast: Cast): Promise<void> {
  const waiting = await cast.site.query<{ transmission_id: string; from_member: string }>(
    `SELECT transmission_id, from_member FROM transmissions WHERE status = 'awaiting-release'
      ORDER BY transmission_id`,
  );
  const chosen = cast.random.chance(0.5) ? waiting[0] : cast.random.pick(waiting);
  if (chosen === undefined) return;
  const verb = cast.random.chance(0.75) ? 'release' : 'return';
  const path = `POST /v1/messages/${chosen.transmission_id}/${verb}`;
  await cast.hub.call(`${chosen.from_member} office`, path, {
    json: verb === 'return' ? { reason: 'not complete' } : {},
  });
}

async function decideFailed(cast: Cast): Promise<void> {
  const failed = await cast.site.query<{ delivery_id: string; from_member: string }>(
    `SELECT delivery_id, from_member FROM deliveries
      WHERE state IN ('dead-letter', 'outcome-unknown', 'refused', 'held', 'retry-wait')
      ORDER BY delivery_id`,
  );
  const chosen = cast.random.pick(failed);
  if (chosen === undefined) return;
  const verb = cast.random.chance(0.6) ? 'replay' : 'cancel';
  const path = `POST /v1/deliveries/${chosen.delivery_id}/${verb}`;
  await cast.hub.call(`${chosen.from_member} office`, path, { json: { reason: 'they said so' } });
}

/** The states' systems fetch, acknowledge and refuse what they have. */
async function answerDeliveries(cast: Cast, share: number): Promise<void> {
  const { hub, random, site } = cast;
  const { body } = await hub.call('NV', 'GET /v1/inbox?limit=5');
  const fetched = (body['items'] as { deliveryId: string }[]).map(({ deliveryId }) => ({
    delivery_id: deliveryId,
    to_member: 'NV',
  }));
  const handedOver = await site.query<{ delivery_id: string; to_member: string }>(
    `SELECT delivery_id, to_member FROM deliveries WHERE state = 'handed-over' ORDER BY delivery_id`,
  );
  for (const { delivery_id, to_member } of [...fetched, ...handedOver]) {
    if (!random.chance(share)) continue;
    const verb = random.chance(0.85) ? 'ack' : 'nack';
    const json = verb === 'ack' ? { reference: 'S-1' } : { reason: 'not ours' };
    await hub.call(to_member, `POST /v1/inbox/${delivery_id}/${verb}`, { json });
  }
}

function changeBehaviour({ random, site }: Cast): void {
  const member = random.pick(MEMBERS) ?? '';
  site.state(member).behave(random.pick(BEHAVIOURS) ?? 'take');
}

async function restart(cast: Cast): Promise<void> {
  await cast.hub.stop();
  cast.hub = await cast.site.start();
}

/** No delivery is on its way any more, and everything is under the signed head. */
async function comeToAnEnd(cast: Cast): Promise<void> {
  const { site } = cast;
  for (const member of MEMBERS) site.state(member).behave('take');
  while (cast.missing.length > 0) await storeMissing(cast);
  await site.until(
    async () => {
      site.clock.advance(31 * MINUTE);
      await answerDeliveries(cast, 1);
      return site.query<{ state: string; count: string }>(
        `SELECT state, count(*) FROM deliveries d
          WHERE state IN ('claimed', 'dispatching', 'retry-wait', 'held', 'handed-over')
             OR (state = 'queued' AND NOT EXISTS (
                   SELECT 1 FROM deliveries b WHERE b.to_member = d.to_member
                      AND b.case_id = d.case_id AND b.case_sequence < d.case_sequence AND b.blocking))
          GROUP BY state`,
      );
    },
    (open) => open.length === 0,
  );
  await site.until(
    () =>
      site.query(
        `SELECT 'pending' FROM pending_leaves UNION ALL
         SELECT 'unsigned' FROM ledger_head WHERE signed_size < size`,
      ),
    (open) => open.length === 0,
  );
}
