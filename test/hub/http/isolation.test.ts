import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { createHash } from 'node:crypto';
import type { Route } from '../../../hub/access/policy.ts';
import { addUser } from '../../../hub/flows/administer.ts';
import { ANSWER_SCHEMAS } from '../../../hub/http/openapi/answer-schemas.ts';
import { activity } from '../../support/activity.ts';
import { type TestHub, type TestSite, openTestSite } from '../../support/test-hub.ts';
import { COMMANDS, MATRIX } from '../access/policy-matrix.ts';

const STATES = ['OR', 'TX', 'WA', 'ID'] as const;

interface Sent {
  readonly from: string;
  readonly to: string;
  readonly transmissionId: string;
  readonly caseId: string;
  readonly attachment: string;
  /** Stands in the person's name, the sender's case number and the attachment. */
  readonly canary: string;
  /** Stands in the sender's message id. */
  readonly id: string;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

describe('isolation on a running hub', () => {
  let site: TestSite;
  let hub: TestHub;
  let auditorToken: string;
  const sent: Sent[] = [];

  before(async () => {
    const pull = { mode: 'pull' } as const;
    site = await openTestSite({
      states: { OR: { attestation: false }, TX: pull, WA: pull, ID: pull },
    });
    hub = await site.start();
    const auditor = { member: 'national', role: 'auditor', label: 'test', validMs: 4e10 } as const;
    auditorToken = (await addUser(site.parts.administer, auditor)).secret;
    for (const from of STATES) {
      for (const to of STATES) if (from !== to) sent.push(await send(from, to));
    }
    await site.until(
      () => site.query<{ count: string }>('SELECT count(*) FROM pending_leaves'),
      ([row]) => row?.count === '0',
    );
    await stateAll();
  });
  after(() => site.close());

  /** A statement of each pair, whose signature nobody asks for here. */
  async function stateAll(): Promise<void> {
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

  async function send(from: string, to: string): Promise<Sent> {
    const canary = `Zebulon${from}${to}`;
    const id = `canary-id-${from}-${to}`;
    const attachment = await attach(from, canary);
    const envelope = activity('transfer-request', { from, to, id });
    const { supervisedIndividual } = envelope.data as { supervisedIndividual: object };
    const answer = await hub.submit(from, {
      ...envelope,
      data: {
        ...envelope.data,
        senderCaseNumber: `${canary}-4471`,
        supervisedIndividual: {
          ...supervisedIndividual,
          name: { firstName: 'Robin', lastName: canary },
        },
      },
    });
    expect(answer.status, answer.text).to.equal(202);
    const { transmissionId, caseId } = answer.body as { transmissionId: string; caseId: string };
    return { from, to, transmissionId, caseId, attachment, canary, id };
  }

  async function attach(from: string, canary: string): Promise<string> {
    const body = `%PDF-1.7 ${canary}`;
    const sha256 = createHash('sha256').update(body).digest('hex');
    const answer = await hub.call(from, `PUT /v1/attachments/${sha256}`, {
      body,
      contentType: 'application/pdf',
    });
    expect(answer.status, answer.text).to.equal(201);
    return sha256;
  }

  async function call(
    caller: string,
    route: string,
    options: { json?: unknown } = {},
  ): Promise<Answer> {
    if (caller !== 'auditor') return hub.call(caller, route, options);
    const [method = 'GET', path = ''] = route.split(' ');
    const response = await fetch(hub.url + path, {
      method,
      headers: { authorization: `Bearer ${auditorToken}`, 'content-type': 'application/json' },
      ...(options.json === undefined ? {} : { body: JSON.stringify(options.json) }),
    });
    return { status: response.status, text: await response.text() };
  }

  const CALLERS = [
    ...STATES.flatMap((member) => [member, `${member} office`]),
    'national',
    'auditor',
  ];

  it('holds every cell of the policy with the real flows and records', async () => {
    const released = sent.find(({ from, to }) => from === 'TX' && to === 'WA')!;
    const delivery = await site.query<{ delivery_id: string }>(
      'SELECT delivery_id FROM deliveries WHERE transmission_id = $1',
      [released.transmissionId],
    );
    const deliveryId = delivery[0]!.delivery_id;
    const [statement] = await site.query<{ statement_id: string }>(
      `SELECT statement_id FROM statements WHERE from_member = 'TX' AND to_member = 'WA'`,
    );
    const standing = { sender: 'TX', receiver: 'WA', third: 'ID' } as const;
    const pathOf = (route: Route): string =>
      route
        .replace('{transmissionId}', released.transmissionId)
        .replace('{deliveryId}', deliveryId)
        .replace('{statementId}', statement!.statement_id)
        .replace('{caseId}', released.caseId);
    const differences: string[] = [];
    let cells = 0;
    for (const [route, rights] of Object.entries(MATRIX) as [Route, (typeof MATRIX)[Route]][]) {
      // An office's contact, settings and hooks have no second state, so that nobody else knows of them.
      if (/\{state\}|hooks/.test(route)) continue;
      // An attachment belongs to who stored it until an activity names it, an order, an account and an
      // incident to one state alone, a statement is made once a day: they have tests of their own.
      if (
        rights?.kind !== 'record' ||
        /accounts|attachments|erasures|incidents|statements/.test(route)
      )
        continue;
      const cellsOf: [string, string][] = [
        [standing.sender, rights.system[0]!],
        [standing.receiver, rights.system[1]!],
        [standing.third, rights.system[2]!],
        [`${standing.sender} office`, rights.office[0]!],
        [`${standing.receiver} office`, rights.office[1]!],
        [`${standing.third} office`, rights.office[2]!],
        ['national', rights.national],
        ['auditor', rights.auditor],
      ];
      // Who may not first, so that the record is still what it was.
      cellsOf.sort(([, one], [, other]) => Number(one === '+') - Number(other === '+'));
      const column = { system: rights.system, office: rights.office };
      for (const [caller, letter] of cellsOf) {
        const options = /^(POST|PUT)/.test(route) ? { json: bodyOf(route) } : {};
        const { status } = await call(caller, pathOf(route), options);
        const group = caller.includes('office') ? column.office : column.system;
        const isState = (STATES as readonly string[]).includes(caller.slice(0, 2));
        const neverMay = isState && !group.includes('+');
        const expected = neverMay ? '-' : letter;
        if (meaningOf(status) !== expected) differences.push(`${route} by ${caller}: ${status}`);
        cells += 1;
      }
    }
    expect(differences).to.deep.equal([]);
    console.log(`      ${cells} cells on real records, ${differences.length} mismatches`);
  });

  function bodyOf(route: Route): object {
    if (route.endsWith('/assign')) return { person: 'officer-1' };
    const reason = /\/(return|nack|(?<!failures\/)replay|skip|cancel)$/.test(route)
      ? { reason: 'because' }
      : {};
    return COMMANDS[route] ?? reason;
  }

  /** Whether it may; a refusal for what the record is now (422) is one of who may. */
  function meaningOf(status: number): string {
    if (status === 403) return '-';
    return status === 404 ? '0' : '+';
  }

  it('shows no caller a canary of others, on any list, search, page, proof, count or error', async function () {
    this.timeout(300_000);
    const lists = [
      '/v1/messages?limit=200',
      ...STATES.flatMap((member) => [`/v1/messages?from=${member}`, `/v1/messages?to=${member}`]),
      ...sent.flatMap(({ caseId, id }) => [`/v1/messages?case=${caseId}`, `/v1/messages?id=${id}`]),
      '/v1/failures',
      '/v1/cases?limit=200',
      ...STATES.map((member) => `/v1/cases?state=${member}`),
      '/v1/traffic',
      ...['step', 'pair', 'type', 'sender', 'receiver'].map((by) => `/v1/traffic/sums?by=${by}`),
      '/v1/health',
      '/v1/destinations',
      '/v1/compliance',
      '/v1/messages.csv',
      ...STATES.map((member) => `/v1/messages?state=${member}`),
      '/v1/messages?group=waiting',
      '/v1/messages?group=failed',
      '/v1/messages?group=unconfirmed',
      ...sent.map(({ transmissionId, caseId, id }, index) => {
        const name = [transmissionId, caseId, id][index % 3] ?? id;
        return `/v1/find?q=${name}`;
      }),
      '/v1/saved-filters',
      '/v1/statements?limit=200',
      ...STATES.map((member) => `/v1/statements?from=${member}`),
      '/v1/ledger/keys',
      '/v1/members',
      '/v1/inbox',
      '/metrics',
      '/openapi.json',
    ];
    const records = sent.flatMap(({ transmissionId, caseId, attachment }) => [
      `/v1/messages/${transmissionId}`,
      `/v1/messages/${transmissionId}/bodies`,
      `/v1/messages/${transmissionId}/viewings`,
      `/v1/messages/${transmissionId}/mapping`,
      `/v1/messages/${transmissionId}/proof`,
      `/v1/messages/${transmissionId}/opening`,
      `/v1/cases/${caseId}`,
      `/v1/cases/${caseId}/notes`,
      `/v1/attachments/${attachment}`,
    ]);
    const stated = await site.query<{ statement_id: string }>(
      'SELECT statement_id FROM statements',
    );
    records.push(...stated.map(({ statement_id }) => `/v1/statements/${statement_id}`));
    const leaks: string[] = [];
    let answers = 0;
    let own = 0;
    for (const caller of CALLERS) {
      const foreign = sent.flatMap((one) => foreignTo(caller, one));
      const mine = sent.filter(({ from, to }) => [from, to].includes(caller.slice(0, 2)));
      for (const path of [...lists, ...records]) {
        const { text } = await call(caller, `GET ${path}`);
        answers += 1;
        for (const canary of foreign) if (text.includes(canary)) leaks.push(`${caller} ${path}`);
        if (mine.some(({ canary }) => text.includes(canary))) own += 1;
      }
      for (const { canary } of sent) {
        const json = { name: { last: canary } };
        const number = { json: { caseNumber: `${canary}-4471` } };
        for (const route of ['POST /v1/messages/search', 'POST /v1/find'] as const) {
          const about = route === 'POST /v1/find' ? { json: { text: `${canary}-4471` } } : number;
          const found = await call(caller, route, about);
          answers += 1;
          for (const other of foreign)
            if (found.text.includes(other)) leaks.push(`${caller} ${route}`);
        }
        const { text } = await call(caller, 'POST /v1/persons/search', { json });
        answers += 1;
        for (const other of foreign) if (text.includes(other)) leaks.push(`${caller} search`);
        if (mine.some((one) => text.includes(one.canary))) own += 1;
      }
    }
    expect(leaks).to.deep.equal([]);
    expect(own, 'the canaries are there for those whom they concern').to.be.above(50);
    console.log(`      ${answers} answers to ${CALLERS.length} callers, ${leaks.length} leaks`);
  });

  /** What this caller must never see of it: others' persons, and for states others' ids too. */
  function foreignTo(
    caller: string,
    { from, to, canary, id, transmissionId, caseId }: Sent,
  ): string[] {
    if (caller === 'national' || caller === 'auditor') return [canary];
    const member = caller.slice(0, 2);
    const isWaiting = from === 'OR';
    if (member === from || (member === to && !isWaiting)) return [];
    return [canary, id, transmissionId, caseId];
  }

  it('sends no state the events of others', async () => {
    for (const member of STATES) {
      // What Oregon's office has not released is Oregon's alone.
      const concerns = ({ from, to }: Sent): boolean =>
        member === from || (member === to && from !== 'OR');
      const foreign = sent.filter((one) => !concerns(one));
      const own = sent.filter(concerns);
      const text = await readEvents(member, own.length);
      for (const { transmissionId } of foreign) expect(text, member).to.not.contain(transmissionId);
      for (const { transmissionId } of own) expect(text, member).to.contain(transmissionId);
    }
  });

  async function readEvents(member: string, transmissions: number): Promise<string> {
    const { secret } = await addUser(site.parts.administer, {
      member,
      role: 'compact-office',
      label: 'events',
      validMs: 4e10,
    });
    const stop = new AbortController();
    const response = await fetch(`${hub.url}/v1/events`, {
      headers: { authorization: `Bearer ${secret}`, 'last-event-id': '0' },
      signal: stop.signal,
    });
    let text = '';
    const seen = new Set<string>();
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      for (const [, id] of text.matchAll(/"transmissionId":"([^"]+)"/g)) seen.add(id!);
      if (seen.size >= transmissions) break;
    }
    stop.abort();
    return text;
  }

  it('answers submissions, inbox and attachments in the shapes of the OpenAPI document', async () => {
    const ajv = new Ajv2020.default({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'api', components: { schemas: ANSWER_SCHEMAS } });
    const expectShape = (component: string, text: string): void => {
      const validate = ajv.getSchema(`api#/components/schemas/${component}`)!;
      const holds = validate(JSON.parse(text));
      expect(holds, `${component}: ${JSON.stringify(validate.errors)} ${text}`).to.equal(true);
    };
    const envelope = activity('transfer-request', { from: 'WA', to: 'TX' });
    const first = await hub.submit('WA', envelope);
    expectShape('Receipt', first.text);
    const again = await hub.submit('WA', envelope);
    expect([again.status, again.text]).to.deep.equal([200, first.text]);
    const inbox = await hub.call('TX', 'GET /v1/inbox?limit=5');
    expectShape('Inbox', inbox.text);
    expect((inbox.body as { items: unknown[] }).items).to.not.be.empty;
    expectShape('Members', (await hub.call('TX', 'GET /v1/members')).text);
    expectShape('Jwks', (await hub.call(undefined, 'GET /v1/keys')).text);
    expectShape('Readiness', (await hub.call(undefined, 'GET /readyz')).text);
    expectShape('LedgerKeys', (await hub.call(undefined, 'GET /v1/ledger/keys')).text);
    const statements = await hub.call('WA', 'GET /v1/statements?from=WA&limit=1');
    expectShape('StatementPage', statements.text);
    const [statement] = (statements.body as { items: { statementId: string }[] }).items;
    const one = await hub.call('WA', `GET /v1/statements/${statement!.statementId}`);
    expectShape('Statement', one.text);
    const transmissionId = String(first.body['transmissionId']);
    const opening = await hub.call('WA', `GET /v1/messages/${transmissionId}/opening`);
    expectShape('MessageOpening', opening.text);
    const caseId = String(first.body['caseId']);
    const user = { reference: 'another', name: 'Another Person', role: 'SUPERVISOR' };
    const assigned = await hub.call('WA', `PUT /v1/cases/${caseId}/assignment`, {
      json: { user, note: 'because' },
    });
    expect(assigned.status).to.equal(204);
    for (const caller of ['WA', 'TX', 'national']) {
      expectShape('Case', (await hub.call(caller, `GET /v1/cases/${caseId}`)).text);
      expectShape('CasePage', (await hub.call(caller, 'GET /v1/cases?limit=2')).text);
    }
    const json = { name: { last: 'Testperson' }, birthYear: '1988' };
    expectShape('PersonSearch', JSON.stringify(json));
    const found = await hub.call('TX', 'POST /v1/persons/search', { json });
    expectShape('FoundPersons', found.text);
    expect(found.body['items']).to.not.be.empty;
    const invalid = await hub.submit('WA', { ...envelope, id: 'x y', data: {} });
    expect(invalid.status).to.equal(422);
    expectShape('Problem', invalid.text);
  });
});
