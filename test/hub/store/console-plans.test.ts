import { expect } from 'chai';
import type { Actor } from '../../../hub/access/actor.ts';
import { createReads } from '../../../hub/flows/create-reads.ts';
import type { MessageFilter, Reads } from '../../../hub/flows/reads.ts';
import type { Query } from '../../../hub/store/database.ts';
import {
  type SeededExchange,
  SEED_START,
  openSeededExchange,
} from '../../support/seeded-exchange.ts';

const ROWS = 40_000;

/** Tables that grow with every activity: no list may read one of them from end to end. */
const LARGE: ReadonlySet<string> = new Set([
  'transmissions',
  'deliveries',
  'cases',
  'case_identifiers',
  'person_tokens',
  'person_descriptions',
  'findings',
  'finding_terms',
  'deadlines',
  'records',
  'content_keys',
  'ledger_entries',
  'case_notes',
]);

/** Of such tables, a page of the log reads so many rows at most: some pages of each state. */
const MOST_ROWS = 6_000;

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

interface Asked {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/**
 * Rows as the exchange leaves them in a year, without content: 8 activities a case, between every two of 20
 * states, one in a hundred not delivered.
 */
const FILL = [
  `INSERT INTO persons SELECT 'P-' || lpad(n::text, 26, '0'), $1 FROM generate_series(1, $2 / 8) n`,
  `INSERT INTO person_members SELECT 'P-' || lpad(n::text, 26, '0'), m[1 + n % 20], $1
     FROM generate_series(1, $2 / 8) n, (SELECT $3::text[] AS m) AS members`,
  `INSERT INTO cases (case_id, person_id, from_member, to_member, receiving_member, status, reporting_instructions,
                      transfer, location, violation, retaking, return_instructions, closure, supervising_member,
                      sequence_to_sending, sequence_to_receiving, opened_at, changed_at)
   SELECT 'C-' || lpad(n::text, 26, '0'), 'P-' || lpad(n::text, 26, '0'), m[1 + n % 20], m[1 + (n + 1 + n / 20 % 19) % 20],
          m[1 + (n + 1 + n / 20 % 19) % 20], 'accepted', '', '', '', '', '', '', '', m[1 + n % 20], 0, 0,
          $1::timestamptz - n * interval '1 hour', $1::timestamptz - n * interval '1 hour'
     FROM generate_series(1, $2 / 8) n, (SELECT $3::text[] AS m) AS members`,
  `INSERT INTO case_identifiers SELECT from_member, 'case-number', decode(md5(case_id), 'hex'), '', case_id FROM cases`,
  `INSERT INTO transmissions (transmission_id, from_member, to_member, destination, sender_message_id, type, case_id, status,
                              accepted_status, channel, actor, submitted_at, accepted_at, transmitted_at, schema_hash,
                              receipt_key_id, event_no, last_leaf_hash)
   SELECT md5('t' || n)::uuid, c.from_member, CASE WHEN n % 100 > 0 THEN c.to_member END, c.to_member, 'id-' || n,
          'compact.' || (ARRAY['progress-report', 'transfer-request', 'action-request', 'warrant-status'])[1 + (n % 40) / 12] || '.v1',
          c.case_id, CASE n % 200 WHEN 0 THEN 'awaiting-release' WHEN 100 THEN 'returned' ELSE 'transmitted' END,
          'transmitted', 'rest', 'S', at, at, CASE WHEN n % 100 > 0 THEN at END, '', '', 2, ''
     FROM (SELECT n, 'C-' || lpad((1 + n % ($2 / 8))::text, 26, '0') AS case_id,
                  $1::timestamptz - n * interval '13 minutes' AS at FROM generate_series(1, $2) n) AS made
     JOIN cases c USING (case_id)`,
  `INSERT INTO deliveries (delivery_id, transmission_id, from_member, to_member, case_id, case_sequence, type, schema_hash,
                           state, blocking, pulled, due_at, attempt, claims, epoch, failure_code, created_at,
                           handed_over_at, acknowledged_at, event_no, last_leaf_hash)
   SELECT md5('d' || transmission_id)::uuid, transmission_id, from_member, to_member, case_id,
          row_number() OVER (PARTITION BY case_id ORDER BY accepted_at), type, '',
          CASE WHEN bad THEN 'dead-letter' ELSE 'acknowledged' END, bad, false, accepted_at, 1, 0, 1,
          CASE WHEN bad THEN 'DOCUMENT_REFUSED' END, accepted_at,
          CASE WHEN NOT bad THEN accepted_at + interval '2 seconds' END,
          CASE WHEN NOT bad THEN accepted_at + interval '2 seconds' END, 3, ''
     FROM (SELECT *, hashtext(sender_message_id) % 100 = 0 AS bad FROM transmissions WHERE to_member IS NOT NULL) AS t`,
  `INSERT INTO findings SELECT transmission_id, 1, from_member, to_member,
          CASE WHEN abs(hashtext(transmission_id::text)) % 500 = 0 THEN 'TRAVEL_PERMIT_WITHHELD'
               ELSE (ARRAY['RESIDENCE_KEPT', 'MEANS_OF_SUPPORT'])[1 + abs(hashtext(sender_message_id)) % 2] END,
          '3.101', 'not-met', 'advisory', jsonb_build_array('/data/plan/' || abs(hashtext(case_id)) % 20)
     FROM transmissions WHERE type = 'compact.transfer-request.v1'`,
  `INSERT INTO finding_terms SELECT transmission_id, terms.term, f.from_member, f.to_member, accepted_at
     FROM findings f JOIN transmissions USING (transmission_id), unnest(ARRAY[code, pointers ->> 0]) AS terms (term)`,
  `INSERT INTO person_descriptions SELECT DISTINCT ON (case_id) case_id, transmission_id, from_member, to_member
     FROM transmissions WHERE to_member IS NOT NULL ORDER BY case_id, accepted_at`,
  `INSERT INTO person_tokens SELECT transmission_id, decode(md5(case_id || kind), 'hex'), kind, from_member, to_member
     FROM person_descriptions, unnest(ARRAY['identifier', 'family-name', 'given-name', 'birth-date']) AS kind`,
  `INSERT INTO deadlines (deadline_id, transmission_id, duty, rule, advisory, from_member, to_member, case_id, type, owed_by,
                          sent_by, message_id, limit_days, limit_unit, from_receipt, started_at, started_on, due_on,
                          soon_at, day_at, due_at, ended_at, ending)
   SELECT md5('l' || transmission_id)::uuid, transmission_id, 'transfer-reply', '3.104', false, from_member, to_member,
          case_id, type, to_member, from_member, sender_message_id, 45, 'calendar', false, accepted_at, accepted_at::date,
          accepted_at::date, accepted_at, accepted_at, accepted_at + interval '45 days',
          CASE WHEN abs(hashtext(case_id)) % 10 > 0 THEN accepted_at + interval '30 days' END,
          CASE WHEN abs(hashtext(case_id)) % 10 > 0 THEN 'answered' END
     FROM transmissions WHERE to_member IS NOT NULL`,
];

const STATES = [
  ...['OR', 'TX', 'WA', 'CA', 'NV', 'ID', 'AZ', 'NM', 'CO', 'UT'],
  ...['GA', 'FL', 'AL', 'NY', 'NJ', 'OH', 'MI', 'IL', 'WI', 'MN'],
];

describe('the plans of what the console reads', function () {
  this.timeout(120_000);
  let seeded: SeededExchange;
  let reads: Reads;
  let asked: Asked[] = [];

  const actorOf = (member: string): Actor => ({
    principalId: 'x',
    kind: 'person',
    member,
    roles: [member === 'national' ? 'national-office' : 'compact-office'],
    reference: 'U-1',
  });

  before(async () => {
    seeded = await openSeededExchange();
    await seeded.asOwner(async (query) => {
      for (const sql of FILL) {
        const values = [SEED_START, ROWS, STATES];
        await query(
          sql,
          values.slice(
            0,
            1 + Math.max(...[...sql.matchAll(/\$(\d)/g)].map(([, n]) => Number(n) - 1), -1),
          ),
        );
      }
      await query('VACUUM ANALYZE', []);
    });
    const { reader } = seeded.readParts;
    const recording =
      (query: Query): Query =>
      async (sql, values = []) => {
        asked.push({ sql, values });
        return query(sql, values);
      };
    reads = createReads({
      ...seeded.readParts,
      reader: {
        ...reader,
        as: (member, work) => reader.as(member, (query) => work(recording(query))),
      },
    });
  });
  after(() => seeded.close());

  /** What PostgreSQL did for each question, by a plan for these values and by a plan that is kept. */
  async function plansFor(member: string): Promise<[string, Plan][]> {
    const plans: [string, Plan][] = [];
    for (const { sql, values } of asked) {
      for (const mode of ['force_custom_plan', 'force_generic_plan']) {
        const plan = await seeded.readParts.reader.as(member, async (query) => {
          await query(`SELECT set_config('plan_cache_mode', $1, true)`, [mode]);
          await query(`PREPARE looked AS ${sql}`, []);
          const values_ = values.length === 0 ? '' : `(${values.map(literal).join(', ')})`;
          try {
            const [row] = await query<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
              `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE looked${values_}`,
              [],
            );
            return row?.['QUERY PLAN'][0]?.Plan;
          } finally {
            await query('DEALLOCATE looked', []);
          }
        });
        if (plan === undefined) throw new Error('no plan');
        plans.push([mode, plan]);
      }
    }
    return plans;
  }

  const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
  const ofLarge = (plan: Plan): Plan[] =>
    nodesOf(plan).filter((node) => LARGE.has(node['Relation Name'] ?? ''));

  /** Large tables that are read from end to end. */
  async function scans(member: string): Promise<string[]> {
    const found = (await plansFor(member)).flatMap(([mode, plan]) =>
      ofLarge(plan)
        .filter((node) => node['Node Type'] === 'Seq Scan')
        .map((node) => `${node['Relation Name'] ?? ''} (${mode})`),
    );
    return [...new Set(found)];
  }

  /** Rows of large tables that a plan came upon, whether they were of use or not; of the worst one. */
  async function mostRows(member: string): Promise<number> {
    const counts = (await plansFor(member)).map(([, plan]) =>
      ofLarge(plan).reduce(
        (sum, node) =>
          sum +
          (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
        0,
      ),
    );
    return Math.max(...counts);
  }

  const day = (days: number): Date => new Date(SEED_START.getTime() - days * 86_400_000);
  const CASE = `C-${'7'.padStart(26, '0')}`;
  const FILTERS: Readonly<Record<string, MessageFilter>> = {
    nothing: {},
    case: { caseId: CASE },
    id: { messageId: 'id-4711' },
    from: { from: 'OR' },
    to: { to: 'TX' },
    'from and to': { from: 'TX', to: 'OR' },
    state: { state: 'WA' },
    type: { type: 'compact.warrant-status.v1' },
    'a type that is rare': { type: 'compact.case-reopening.v1' },
    'state and type': { state: 'WA', type: 'compact.progress-report.v1' },
    'status awaiting-release': { status: 'awaiting-release' },
    'status returned': { status: 'returned' },
    'status transmitted': { status: 'transmitted' },
    'group waiting': { group: 'waiting' },
    'group failed': { group: 'failed' },
    'group unconfirmed': { group: 'unconfirmed' },
    'group unconfirmed and to': { group: 'unconfirmed', to: 'TX' },
    failure: { failureCode: 'DOCUMENT_REFUSED' },
    'group failed and state': { group: 'failed', state: 'WA' },
    finding: { finding: 'MEANS_OF_SUPPORT' },
    'a finding that is rare': { finding: 'TRAVEL_PERMIT_WITHHELD' },
    'a finding that nothing has': { finding: 'PHOTO' },
    field: { field: '/data/plan/7' },
    'a field that nothing names': { field: '/data/photo' },
    'finding and field': { finding: 'MEANS_OF_SUPPORT', field: '/data/plan/7' },
    time: { acceptedFrom: day(40), acceptedBefore: day(39) },
    'finding and type': { finding: 'MEANS_OF_SUPPORT', type: 'compact.transfer-request.v1' },
    'type and time': { type: 'compact.progress-report.v1', acceptedBefore: day(200) },
  };
  const OF_STATES: Readonly<Record<string, MessageFilter>> = {
    person: { personId: `P-${'7'.padStart(26, '0')}` },
    'case number': { caseNumber: 'OR-4471' },
    identifiers: { identifiers: [{ kind: 'fbi-number', value: '900001AB0' }] },
  };

  for (const member of ['OR', 'national']) {
    const filters = member === 'national' ? FILTERS : { ...FILTERS, ...OF_STATES };
    for (const [name, filter] of Object.entries(filters)) {
      it(`of the message log by ${name} use an index for ${member}`, async () => {
        asked = [];
        await reads.messages(actorOf(member), filter, { limit: 50 });
        expect(asked).to.have.length(1);
        expect(await scans(member)).to.deep.equal([]);
        expect(await mostRows(member)).to.be.at.most(MOST_ROWS);
      });
    }

    const range = { from: day(1), before: SEED_START, step: 'hour' } as const;
    const month = { from: day(30), before: SEED_START, step: 'day' } as const;
    const others: Readonly<Record<string, (actor: Actor) => Promise<unknown>>> = {
      health: (actor) => reads.health(actor),
      destinations: (actor) => reads.destinations(actor),
      'compliance of a month': (actor) =>
        reads.compliance(actor, { from: day(30), before: SEED_START }),
      'traffic of a day': (actor) => reads.trafficSums(actor, 'step', range),
      'traffic of a month by pair': (actor) => reads.trafficSums(actor, 'pair', month),
      'traffic of a day in single counts': (actor) => reads.traffic(actor, range),
      'an id of the hub': (actor) =>
        reads.find(actor, { text: '00000000-0000-7000-8000-000000000000', byStateNumber: true }),
      'a case': (actor) => reads.find(actor, { text: CASE, byStateNumber: true }),
      'the end of a case number': (actor) =>
        reads.find(actor, { text: CASE.slice(-6), byStateNumber: true }),
      'an id of an activity': (actor) => reads.find(actor, { text: 'id-12', byStateNumber: true }),
      deadlines: (actor) => reads.deadlines(actor, {}, { limit: 50 }),
      failures: (actor) => reads.failures(actor, {}, { limit: 50 }),
      cases: (actor) => reads.cases(actor, {}, { limit: 50 }),
      incidents: (actor) => reads.incidents(actor, { open: true }, { limit: 50 }),
    };
    for (const [name, read] of Object.entries(others)) {
      it(`of ${name} use an index for ${member}`, async () => {
        asked = [];
        await read(actorOf(member));
        expect(asked).to.not.be.empty;
        expect(await scans(member)).to.deep.equal([]);
      });
    }

    it(`of compliance read nothing but the index for ${member}`, async () => {
      asked = [];
      await reads.compliance(actorOf(member), { from: day(30), before: SEED_START });
      const kinds = (await plansFor(member)).flatMap(([, plan]) =>
        ofLarge(plan).map((node) => node['Node Type']),
      );
      expect(new Set(kinds)).to.deep.equal(new Set(['Index Only Scan']));
    });
  }
});

/** A value as SQL writes it: a prepared statement is explained with values only. */
function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return `'${value.toISOString()}'`;
  if (Buffer.isBuffer(value)) return `'\\x${value.toString('hex')}'`;
  if (Array.isArray(value)) {
    return `ARRAY[${value.map(literal).join(', ')}]${Buffer.isBuffer(value[0]) ? '::bytea[]' : '::text[]'}`;
  }
  if (typeof value !== 'string') throw new Error('no literal is made of it');
  return `'${value.replaceAll("'", "''")}'`;
}
