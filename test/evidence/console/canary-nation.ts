import { createHash } from 'node:crypto';
import { NATIONAL } from '../../../hub/access/actor.ts';
import { activity } from '../../support/activity.ts';
import type { TestHub, TestSite } from '../../support/test-hub.ts';
import type { Ask } from './canary-callers.ts';

/** The states of a nation whose every pair has a message; the first pushes, and its system refuses. */
export const TEN_STATES = ['OR', 'TX', 'WA', 'ID', 'CA', 'GA', 'OH', 'NV', 'FL', 'NY'] as const;

/** Each canary is one word, so that it is found in any text: also in a table, a name or an address. */
const WORD = /zebulon[a-z0-9]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[CPU]-[0-9A-Z]{12,26}/gi;

/** What was planted, and who may ever see it. */
export class Canaries {
  readonly #seenBy = new Map<string, ReadonlySet<string>>();

  plant(word: string, ...members: readonly string[]): string {
    this.#seenBy.set(word.toLowerCase(), new Set(members));
    return word;
  }

  get count(): number {
    return this.#seenBy.size;
  }

  /** The canaries in a text that this member must never see, and how many of its own there are. */
  foundIn(text: string, member: string): { readonly foreign: string[]; readonly own: number } {
    const foreign = new Set<string>();
    let own = 0;
    for (const [word] of text.matchAll(WORD)) {
      const seenBy = this.#seenBy.get(word.toLowerCase());
      if (seenBy === undefined) continue;
      if (seenBy.has(member)) own += 1;
      else foreign.add(word);
    }
    return { foreign: [...foreign], own };
  }
}

/** A message that crossed, or waits at its sender for a release. */
export interface CanaryMessage {
  readonly from: string;
  readonly to: string;
  readonly crossed: boolean;
  readonly transmissionId: string;
  readonly caseId: string;
  readonly messageId: string;
  /** Last name of its person. */
  readonly person: string;
  readonly attachment: string;
}

/** Everything that can be asked for by an id, by the name that the routes give the id. */
export interface CanaryNation {
  readonly states: readonly string[];
  readonly canaries: Canaries;
  readonly messages: readonly CanaryMessage[];
  readonly ids: Readonly<Record<string, readonly OwnedId[]>>;
}

export interface OwnedId {
  readonly id: string;
  /** The members that it is of. */
  readonly of: readonly string[];
}

/** Sends a message between each two of the states, and fills everything that a state keeps for itself. */
export async function plantCanaries(
  site: TestSite,
  hub: TestHub,
  ask: Ask,
  states: readonly string[],
): Promise<CanaryNation> {
  const canaries = new Canaries();
  const messages: CanaryMessage[] = [];
  for (const from of states) {
    for (const to of states) {
      if (from !== to) messages.push(await send(hub, canaries, { from, to, crossed: true }));
    }
    const to = states.find((other) => other !== from) ?? '';
    messages.push(await send(hub, canaries, { from, to, crossed: false }));
  }
  for (const state of states) {
    await keepOwn(ask, canaries, messages, state);
    await site.query(OPEN_INCIDENT, [state]);
  }
  await sequenced(site);
  await stateAll(site);
  return { states, canaries, messages, ids: await idsOf(site, canaries, messages, states) };
}

const OPEN_INCIDENT = `
  INSERT INTO incidents (incident_id, member, kind, code, opened_at, last_at, count)
  VALUES (gen_random_uuid(), $1, 'delivery', 'DOCUMENT_REFUSED', '2026-01-01', '2026-01-01', 1)`;

const wordOf = (what: string, ...members: readonly string[]): string =>
  `zebulon${what}${members.join('').toLowerCase()}`;

async function send(
  hub: TestHub,
  canaries: Canaries,
  about: { readonly from: string; readonly to: string; readonly crossed: boolean },
): Promise<CanaryMessage> {
  const { from, to, crossed } = about;
  const kind = crossed ? '' : 'held';
  const sides = crossed ? [from, to] : [from];
  // The nation sees that a message is there, and never whom it is of.
  const person = canaries.plant(wordOf(`${kind}person`, from, to), ...sides);
  const caseNumber = canaries.plant(wordOf(`${kind}case`, from, to), ...sides);
  const messageId = canaries.plant(wordOf(`${kind}id`, from, to), ...sides, NATIONAL);
  const attachment = await attach(
    hub,
    from,
    canaries.plant(wordOf(`${kind}file`, from, to), ...sides),
  );
  const envelope = activity('transfer-request', { from, to, id: messageId, released: crossed });
  const { supervisedIndividual } = envelope.data as { supervisedIndividual: object };
  const name = { firstName: 'Robin', lastName: person };
  const { body, text, status } = await hub.submit(from, {
    ...envelope,
    data: {
      ...envelope.data,
      senderCaseNumber: caseNumber,
      supervisedIndividual: { ...supervisedIndividual, name },
    },
  });
  if (status !== 202) throw new Error(`a message was not taken: ${status} ${text}`);
  const { transmissionId, caseId } = body as { transmissionId: string; caseId: string };
  canaries.plant(transmissionId, ...sides, NATIONAL);
  canaries.plant(caseId, ...sides, NATIONAL);
  return { from, to, crossed, transmissionId, caseId, messageId, person, attachment };
}

async function attach(hub: TestHub, from: string, word: string): Promise<string> {
  const body = `%PDF-1.7 ${word}`;
  const sha256 = createHash('sha256').update(body).digest('hex');
  const sent = { body, contentType: 'application/pdf' };
  const { status, text } = await hub.call(from, `PUT /v1/attachments/${sha256}`, sent);
  if (status !== 201) throw new Error(`an attachment was not taken: ${text}`);
  return sha256;
}

/** What a state writes down for nobody but itself; some of it the nation reads too. */
async function keepOwn(
  ask: Ask,
  canaries: Canaries,
  messages: readonly CanaryMessage[],
  state: string,
): Promise<void> {
  const own = (what: string): string => canaries.plant(wordOf(what, state), state);
  const shown = (what: string): string => canaries.plant(wordOf(what, state), state, NATIONAL);
  const office = `${state} compact-office`;
  const administrator = `${state} state-administrator`;
  const crossed = messages.find(({ from, crossed }) => from === state && crossed);
  const held = messages.find(({ from, crossed }) => from === state && !crossed);
  if (crossed === undefined || held === undefined) throw new Error('a state sent nothing');
  const toCase = `/v1/cases/${crossed.caseId}`;
  const toHeld = `/v1/messages/${held.transmissionId}`;
  const filter = { name: own('filter'), list: 'messages', query: `from=${state}` };
  // Each state tells the other whom it named, and nobody why.
  const told = (what: string): string => canaries.plant(wordOf(what, state), state, crossed.to);
  const user = { reference: told('officer'), name: told('officername'), role: 'SUPERVISOR' };
  const wishes = { mailbox: `${own('mailbox')}@office.example`, choices: {} };
  const order = { action: 'seal', scope: 'transmission', subject: crossed.transmissionId };
  const person = {
    member: state,
    name: shown('accountname'),
    email: `${shown('accountmail')}@office.example`,
    roles: ['state-administrator'],
    trainingCompletedAt: '2026-01-01',
  };
  const said: readonly (readonly [caller: string, route: string, json: object])[] = [
    [office, 'PUT /v1/saved-filters', { items: [filter] }],
    [office, `POST ${toCase}/notes`, { text: own('note') }],
    [office, `PUT ${toCase}/assignment`, { user, note: own('assignmentnote') }],
    [office, `POST ${toHeld}/assign`, { person: own('assignee'), note: own('reviewnote') }],
    [office, 'POST /v1/erasures', { ...order, authority: shown('order1'), reason: own('reason') }],
    [administrator, 'POST /v1/hooks', { url: `https://${own('hook')}.example/hook` }],
    [administrator, `PUT /v1/members/${state}/notifications`, wishes],
    ['national national-office', 'POST /v1/accounts', person],
  ];
  for (const [caller, route, json] of said) {
    const { status, text } = await ask(caller, route, { json });
    if (status >= 300) throw new Error(`${route} by ${caller}: ${status} ${text}`);
  }
}

async function sequenced(site: TestSite): Promise<void> {
  await site.until(
    () => site.query<{ count: string }>('SELECT count(*) FROM pending_leaves'),
    ([row]) => row?.count === '0',
  );
}

/** A statement of each pair, whose signature nobody asks for here. */
async function stateAll(site: TestSite): Promise<void> {
  await site.query(
    `INSERT INTO statement_rounds (origin, day, from_size, to_size, checkpoint, made_at)
     SELECT origin, '2026-01-01', 0, size, checkpoint, signed_at FROM ledger_head`,
  );
  await site.query(
    `INSERT INTO statements (statement_id, origin, day, from_member, to_member, from_size, to_size,
                             note, transmission_ids, leaf_indexes, made_at)
     SELECT gen_random_uuid(), origin, day, from_member, destination, from_size, to_size, '',
            ARRAY[transmission_id], ARRAY[0], made_at
       FROM statement_rounds CROSS JOIN transmissions WHERE day = '2026-01-01' AND to_member IS NOT NULL`,
  );
}

/** By the name of a route's parameter: what it asks of whom. */
const ID_QUERIES: Readonly<Record<string, string>> = {
  deliveryId: 'SELECT delivery_id::text AS id, ARRAY[from_member, to_member] AS of FROM deliveries',
  statementId:
    'SELECT statement_id::text AS id, ARRAY[from_member, to_member] AS of FROM statements',
  erasureId: 'SELECT erasure_id::text AS id, ARRAY[member] AS of FROM erasures',
  incidentId: 'SELECT incident_id::text AS id, ARRAY[member] AS of FROM incidents',
  hookId: 'SELECT hook_id::text AS id, ARRAY[member] AS of FROM hooks',
  reference: 'SELECT reference AS id, ARRAY[member] AS of FROM accounts',
  person: 'SELECT person_id AS id, array_agg(member) AS of FROM person_members GROUP BY person_id',
  bundle: `SELECT CASE WHEN signed_size < 256 THEN '000.p/' || signed_size ELSE '000' END AS id,
                  ARRAY[]::text[] AS of FROM ledger_head`,
};
/** The nation sees that these are there, be it by their leaves alone. */
const OF_THE_NATION: ReadonlySet<string> = new Set([
  'deliveryId',
  'statementId',
  'erasureId',
  'incidentId',
  'hookId',
  'reference',
]);

async function idsOf(
  site: TestSite,
  canaries: Canaries,
  messages: readonly CanaryMessage[],
  states: readonly string[],
): Promise<Record<string, readonly OwnedId[]>> {
  const ofMessages = (id: (message: CanaryMessage) => string): OwnedId[] =>
    messages.map((message) => ({
      id: id(message),
      of: message.crossed ? [message.from, message.to] : [message.from],
    }));
  const ids: Record<string, readonly OwnedId[]> = {
    transmissionId: ofMessages(({ transmissionId }) => transmissionId),
    caseId: ofMessages(({ caseId }) => caseId),
    messageId: ofMessages(({ messageId }) => messageId),
    sha256: ofMessages(({ attachment }) => attachment),
    state: states.map((state) => ({ id: state, of: [state] })),
  };
  for (const [name, sql] of Object.entries(ID_QUERIES)) {
    const rows = await site.query<{ id: string; of: string[] }>(sql);
    if (rows.length === 0) throw new Error(`nothing has a ${name}`);
    const others = OF_THE_NATION.has(name) ? [NATIONAL] : [];
    for (const { id, of } of rows) canaries.plant(id, ...of, ...others);
    ids[name] = rows;
  }
  return ids;
}
