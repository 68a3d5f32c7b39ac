import { expect } from 'chai';
import { parseVerifierKey } from '../../../ledger-verifier/note.ts';
import { checkSignature, sha256 } from '../../../ledger-verifier/node-crypto.ts';
import { auditLedger } from '../../../hub/flows/audit-ledger.ts';
import type { Actor } from '../../../hub/access/actor.ts';
import { readSubmission } from '../../../hub/flows/read-submission.ts';
import { rebuild } from '../../../hub/flows/rebuild.ts';
import { loadFiles } from '../../../hub/load-files.ts';
import { canonicalEnvelope } from '../../../hub/message/envelope.ts';
import {
  digestToken,
  openRecord,
  sha256 as digestOf,
} from '../../../hub/message/sealed-content.ts';
import * as caseHistory from '../../../hub/store/case-history.ts';
import * as persons from '../../../hub/store/persons.ts';
import * as auditReads from '../../../hub/store/audit-reads.ts';
import * as ledger from '../../../hub/store/ledger.ts';
import { ledgerKeysOf } from '../../../hub/open-ledger.ts';
import { knownKeyLines } from '../../../hub/flows/ledger-keys.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import { type TestSite, openTestSite } from '../../support/test-hub.ts';
import { type FillOrder, type FillReport, fillDatabase } from './fill-database.ts';

const ALIKE = 4;
/** Odd, so that the last one told has fewer copies. */
const ACTIVITIES = 400 * ALIKE - 3;

interface SealedDocument {
  readonly case_id: string;
  readonly sender_message_id: string;
  readonly from_member: string;
  readonly destination: string;
  readonly accepted_at: Date;
  readonly submitted_at: Date;
  readonly received_digest: Buffer;
  readonly content_digest: Buffer;
  readonly member_key_id: string;
  readonly wrapped_key: Buffer;
  readonly salt: Buffer;
  readonly findings: number;
  readonly content_type: string;
  readonly received_id: string;
  readonly received: Buffer;
  readonly canonical_id: string;
  readonly canonical: Buffer;
}

/** Those of whole stories, by their ids. */
const DOCUMENTS_READ = 300;
const DOCUMENTS = `
  SELECT t.*, (SELECT count(*)::integer FROM findings f
                WHERE f.transmission_id = t.transmission_id) AS findings,
         k.member_key_id, k.wrapped_key, k.salt, r.content_type,
         r.record_id AS received_id, r.ciphertext AS received,
         c.record_id AS canonical_id, c.ciphertext AS canonical
    FROM transmissions t
    JOIN content_keys k USING (transmission_id)
    JOIN records r ON r.transmission_id = t.transmission_id AND r.kind = 'received'
    JOIN records c ON c.transmission_id = t.transmission_id AND c.kind = 'canonical'
   ORDER BY t.sender_message_id LIMIT ${DOCUMENTS_READ}`;

const filesOf = ({ config }: FillOrder) => loadFiles(config.mappingsDirectory);

function systemOf({ from_member: member }: SealedDocument): Actor {
  return { principalId: member, kind: 'system', member, roles: ['system'], reference: member };
}

describe('a filled database', function () {
  this.timeout(240_000);
  let site: TestSite;
  let report: FillReport;
  let order: FillOrder;

  before(async () => {
    site = await openTestSite({ states: {} });
    order = {
      config: { ...site.config, mappingsDirectory: `${PROJECT_ROOT}/mappings` },
      databaseUrl: site.database.url,
      activities: ACTIVITIES,
      seed: 'test',
      softwareVersion: '0.0.0',
      signal: new AbortController().signal,
      progress: () => undefined,
      until: new Date('2026-11-30T12:00:00.000Z'),
      processes: 1,
      casesAlike: ALIKE,
    };
    report = await fillDatabase(order);
  });

  after(() => site.close());

  const numberOf = async (sql: string): Promise<number> => {
    const [row] = await site.query<{ count: string }>(`SELECT count(*) FROM ${sql}`);
    return Number(row?.count);
  };

  it('holds as many activities as were asked for, of enough cases', async () => {
    expect(report.activities).to.equal(ACTIVITIES);
    expect(await numberOf('transmissions')).to.equal(ACTIVITIES);
    expect(await numberOf('cases')).to.be.at.least(ACTIVITIES / 25);
    expect(report.cases).to.equal(await numberOf('cases'));
    expect(report.leaves / ACTIVITIES).to.be.within(5.5, 8);
    const [row] = await site.query<{ bytes: number }>(
      `SELECT avg(length(ciphertext))::integer AS bytes FROM records WHERE kind = 'received'`,
    );
    expect(row?.bytes).to.be.within(1_400, 2_800);
  });

  it('is a year of many states, types and ends', async () => {
    expect(await numberOf('(SELECT DISTINCT from_member FROM transmissions) AS m')).to.be.above(20);
    expect(await numberOf('(SELECT DISTINCT type FROM transmissions) AS t')).to.be.above(4);
    expect(await numberOf('(SELECT DISTINCT attempt FROM deliveries) AS a')).to.be.above(1);
    expect(await numberOf('deadlines WHERE ended_at IS NOT NULL')).to.be.above(10);
    expect(await numberOf('person_tokens')).to.be.above(100);
    expect(await numberOf('incidents WHERE closed_at IS NULL')).to.equal(2);
    const [row] = await site.query<{ days: number }>(
      `SELECT extract(day FROM max(accepted_at) - min(accepted_at))::integer AS days FROM transmissions`,
    );
    expect(row?.days).to.be.within(350, 365);
  });

  it('fits its own ledger, row by row and record by record', async () => {
    const { store, memberKeys } = site.parts;
    const { origin } = await ledger.findHead(store.query);
    const lines = await knownKeyLines(ledgerKeysOf(site.config, store, { origin }));
    const audit = await auditLedger({
      store: { ...store, ...ledger, ...auditReads },
      memberKeys,
      keys: lines.map((line) => parseVerifierKey(sha256, line)),
      checkSignature,
      keptHeads: [],
    });
    expect([...audit.ledger.findings, ...audit.findings]).to.deep.equal([]);
    expect(audit.transmissions).to.equal(ACTIVITIES);
    expect(audit.opened).to.be.at.least(2.9 * ACTIVITIES);
  });

  it('has every case as its activities tell it, with its deadlines and its person', async () => {
    const { parts } = site;
    const store = { ...parts.store, ...caseHistory, ...persons };
    const report = await rebuild(
      { ...parts, states: filesOf(order).states, store },
      { write: false },
    );
    expect(report).to.deep.include({ cases: await numberOf('cases'), erased: 0 });
    expect([...report.differing, ...report.forbidden]).to.deep.equal([]);
    expect(report.deadlines).to.be.above(ALIKE * 50);
  });

  it('holds documents that say what their rows say, and that the hub would take', async () => {
    const { states, validator } = filesOf(order);
    const { memberKeys } = site.parts;
    const rows = await site.query<SealedDocument>(DOCUMENTS);
    expect(rows).to.have.length(DOCUMENTS_READ);
    for (const row of rows) {
      const content = await memberKeys.open(row);
      const body = openRecord(content, row.received_id, row.received);
      const actor = systemOf(row);
      const connected = new Set(states.profiles.keys());
      const now = (): Date => row.accepted_at;
      const parts = { connected, states, validator, now };
      const submission = { contentType: row.content_type, body, channel: 'rest' } as const;
      const result = readSubmission(parts, actor, submission);
      if (result.kind === 'refused') throw result.error;
      const { activity, findings } = result.read;
      expect(findings).to.have.length(row.findings);
      const { envelope } = activity;
      const { text, contentDigest } = canonicalEnvelope(envelope);
      expect(openRecord(content, row.canonical_id, row.canonical).toString()).to.equal(text);
      expect(row.content_digest).to.deep.equal(digestToken(content, contentDigest));
      expect(row.received_digest).to.deep.equal(digestToken(content, digestOf(body)));
      expect(envelope).to.include({ id: row.sender_message_id, destination: row.destination });
      expect(envelope.time).to.equal(row.submitted_at.toISOString());
      expect(envelope.subject ?? row.case_id).to.equal(row.case_id);
    }
  });

  it('is of as many persons as cases, each with a number and names of its own', async () => {
    const cases = await numberOf('cases');
    expect(await numberOf('(SELECT DISTINCT person_id FROM cases) AS p')).to.equal(cases);
    expect(await numberOf('(SELECT DISTINCT token FROM case_identifiers) AS t')).to.equal(
      await numberOf('case_identifiers'),
    );
    const shared = await site.query<{ kind: string; most: string; each: string }>(
      `SELECT kind, max(held) AS most, avg(held) AS each FROM (
         SELECT kind, token, count(*) AS held FROM person_tokens GROUP BY kind, token) AS t
       GROUP BY kind`,
    );
    const most = new Map(shared.map(({ kind, most }) => [kind, Number(most)]));
    expect(most.get('identifier')).to.equal(1);
    expect(most.get('birth-date')).to.be.below(4);
    expect(most.get('family-name')).to.be.below(cases / 10);
  });

  it('keeps the order of every story, and no two cases have the same times', async () => {
    expect(
      await numberOf(`(
        SELECT accepted_at < lag(accepted_at) OVER story
            OR accepted_at < lag(transmitted_at) OVER story AS early
          FROM transmissions
        WINDOW story AS (PARTITION BY case_id ORDER BY case_position, accepted_at)) AS o
        WHERE early`),
    ).to.equal(0);
    expect(await numberOf('(SELECT DISTINCT accepted_at FROM transmissions) AS t')).to.be.above(
      0.95 * ACTIVITIES,
    );
  });

  it('is never filled again', async () => {
    const again = await fillDatabase(order).catch((error: unknown) => String(error));
    expect(again).to.contain('the database holds activities');
    expect(await numberOf('transmissions')).to.equal(ACTIVITIES);
  });
});
