import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { type AuditReport, auditLedger } from '../../../hub/flows/audit-ledger.ts';
import { signCheckpoint } from '../../../hub/ledger/checkpoint.ts';
import { leafHashOf } from '../../../hub/ledger/entry.ts';
import { createSigner } from '../../../hub/ledger/signer.ts';
import { EMPTY_EDGE, appendLeaves } from '../../../hub/ledger/tree-edge.ts';
import * as auditReads from '../../../hub/store/audit-reads.ts';
import type { Query, Transaction } from '../../../hub/store/database.ts';
import * as ledger from '../../../hub/store/ledger.ts';
import { type TreeHead, parseTreeHead } from '../../../ledger-verifier/checkpoint.ts';
import { checkSignature, sha256 } from '../../../ledger-verifier/node-crypto.ts';
import { parseNote, parseVerifierKey } from '../../../ledger-verifier/note.ts';
import { activity } from '../../support/activity.ts';
import { createSeededRandom } from '../../support/seeded-random.ts';
import { type LedgerLab, openLedgerLab } from '../ledger-lab.ts';
import { type Changed, type RowTampering, flipped } from './row-tampering.ts';

/** A hub at rest, some of whose leaves no sequencer took yet, and a superuser of its database. */
export interface AuditLab {
  readonly lab: LedgerLab;
  readonly client: pg.Client;
  readonly keptHeads: readonly TreeHead[];
  /** The private key of the ledger, in PEM: who holds it can sign what he likes. */
  readonly signingKey: string;
  close(): Promise<void>;
}

/** Nobody sequences any more: what a hub with leases of a day does from here on stays pending. */
const HOLD_SEQUENCER = `
  UPDATE ledger_head SET epoch = epoch + 1, holder = gen_random_uuid(),
                         lease_until = clock_timestamp() + interval '1 day'`;
const DAY_MS = 24 * 3_600_000;

export async function openAuditLab(size: number): Promise<AuditLab> {
  const lab = await openLedgerLab(size, { cases: 3 });
  const { site } = lab;
  const client = new pg.Client({ connectionString: site.database.url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await lab.hub.stop();
    await client.query(HOLD_SEQUENCER);
    const hub = await site.start({ settings: { leaseMs: DAY_MS } });
    await hub.playTo('accepted');
    await site.until(
      () => site.query("SELECT FROM deliveries WHERE state <> 'acknowledged'"),
      (rows) => rows.length === 0,
    );
    await hub.submit('OR', activity('progress-report', { from: 'OR', to: 'TX' }));
    await hub.stop();
  } catch (error) {
    await client.end();
    await lab.close();
    throw error;
  }
  return {
    lab,
    client,
    keptHeads: lab.checkpoints.map((text) => parseTreeHead(parseNote(Buffer.from(text)).text)),
    signingKey: readFileSync(site.config.keyFiles.ledger, 'utf8'),
    close: async () => {
      await client.end();
      await lab.close();
    },
  };
}

/** An entry changed, everything above it computed anew, and signed by who holds the hub's own key. */
export function rewriteOf({ signingKey, keptHeads }: AuditLab): RowTampering {
  return {
    name: 'change an entry, recompute the tree and sign with the real key',
    table: 'ledger',
    change: async ({ client, random }) => {
      const kept = Number(keptHeads.at(-1)?.size ?? 0n);
      const { rows } = await client.query<{ entry: Buffer }>(
        'SELECT entry FROM ledger_entries ORDER BY leaf_index',
      );
      const index = random.below(kept);
      const entries = rows.map(({ entry }) => entry);
      entries[index] = flipped(entries[index]!, random);
      const { root, tiles } = appendLeaves(EMPTY_EDGE, entries.map(leafHashOf));
      const origin = keptHeads[0]?.origin ?? '';
      const signer = createSigner(origin, createPrivateKey(signingKey));
      const checkpoint = await signCheckpoint({ origin, size: entries.length, root }, [signer]);
      const set = 'UPDATE ledger_entries SET entry = $2 WHERE leaf_index = $1';
      await client.query(set, [index, entries[index]]);
      for (const { level, index: tile, hashes } of tiles) {
        const put = 'UPDATE ledger_tiles SET hashes = $3 WHERE level = $1 AND tile = $2';
        await client.query(put, [level, tile, hashes]);
      }
      const head = 'UPDATE ledger_head SET root = $1, checkpoint = $2, signed_size = size';
      await client.query(head, [root, checkpoint]);
      return { index };
    },
  };
}

/** The audit on the connection of the superuser, who has not committed. */
export function auditOn(
  { lab, client, keptHeads }: AuditLab,
  { skipsRows = false }: { readonly skipsRows?: boolean } = {},
): Promise<AuditReport> {
  const query: Query = async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
    (await client.query(sql, [...values])).rows as Row[];
  const transaction = { query } as unknown as Transaction;
  return auditLedger({
    store: {
      ...ledger,
      ...auditReads,
      ...(skipsRows ? { transmissionsAfter: () => Promise.resolve([]) } : {}),
      withTransaction: (work) => work(transaction),
      beginSnapshot: () => Promise.resolve(),
    },
    memberKeys: lab.site.parts.memberKeys,
    keys: lab.keys
      .trim()
      .split('\n')
      .map((line) => parseVerifierKey(sha256, line)),
    checkSignature,
    keptHeads,
  });
}

/** Whether the audit found it and said where. */
export interface Found {
  readonly name: string;
  readonly isFound: boolean;
  /** That it named the entry or the leaves of the row, where there is such an index. */
  readonly isNamed: boolean;
}

/** Makes a change, audits, and takes the change back. */
export async function tamperWith(
  audit: AuditLab,
  tampering: RowTampering,
  { seed, skipsRows = false }: { readonly seed: number; readonly skipsRows?: boolean },
): Promise<Found> {
  const { client } = audit;
  await client.query('BEGIN');
  try {
    const random = createSeededRandom(seed);
    const changed = await tampering.change({ client, random });
    const expected = await expectedIndexes(audit, changed);
    const report = await auditOn(audit, { skipsRows });
    const isFound = report.ledger.findings.length + report.findings.length > 0;
    return {
      name: `${tampering.table}: ${tampering.name}`,
      isFound,
      isNamed: isFound && (expected.length === 0 || names(report, expected)),
    };
  } finally {
    await client.query('ROLLBACK');
  }
}

function names({ firstBadIndex, ledger: log }: AuditReport, expected: readonly number[]): boolean {
  if (firstBadIndex === undefined) return false;
  if (expected.includes(firstBadIndex)) return true;
  const [first = 0] = expected;
  return log.findings.some(
    ({ index, lastIndex = index }) =>
      index !== undefined && lastIndex !== undefined && index <= first && first <= lastIndex,
  );
}

/** Where it must be said to be: the entry, or one of the leaves of the transmission. */
async function expectedIndexes(
  { client }: AuditLab,
  changed: Changed | undefined,
): Promise<number[]> {
  if (changed?.index !== undefined) return [changed.index];
  if (changed?.transmissionId === undefined) return [];
  const { rows } = await client.query<{ leaf_index: string }>(
    'SELECT leaf_index FROM ledger_entries WHERE transmission_id = $1 ORDER BY leaf_index',
    [changed.transmissionId],
  );
  return rows.map(({ leaf_index }) => Number(leaf_index));
}
