import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openExportFolder } from '../../hub/cli/export-folder.ts';
import { exportLedgerTo } from '../../hub/flows/export-ledger.ts';
import * as ledgerReads from '../../hub/store/ledger-reads.ts';
import { checkSignature, sha256 } from '../../ledger-verifier/node-crypto.ts';
import { activity } from '../support/activity.ts';
import { type TestHub, type TestSite, openTestSite } from '../support/test-hub.ts';

/** The ledger of a running hub that did something, all of it under a signed head. */
export interface LedgerLab {
  readonly site: TestSite;
  readonly hub: TestHub;
  /** Key lines, as the hub serves them. */
  readonly keys: string;
  /** Signed heads as they were published, the oldest first; kept outside. */
  readonly checkpoints: readonly string[];
  readonly transmissionIds: readonly string[];
  /** Writes the export; returns its folder. */
  export(): Promise<string>;
  /** Waits until all that happened is signed for, and keeps that head. */
  untilSigned(): Promise<void>;
  close(): Promise<void>;
}

const BATCH = 2_000;
const SIGNED = `
  SELECT FROM ledger_head WHERE signed_size < size
  UNION ALL SELECT FROM pending_leaves
  UNION ALL SELECT FROM deliveries WHERE state NOT IN ('acknowledged', 'refused')`;

/**
 * Cases that close between OR and TX, then refusals until the ledger has this many entries: most of
 * what comes to a hub from outside and is no activity ends as one.
 */
export async function openLedgerLab(
  size: number,
  { cases = 6, asDelivered = true } = {},
): Promise<LedgerLab> {
  const site = await openTestSite();
  try {
    const hub = await site.start();
    const checkpoints: string[] = [];
    const untilSigned = async (): Promise<void> => {
      await site.until(
        () => site.query(SIGNED),
        (rows) => rows.length === 0,
      );
      const answer = await hub.call(undefined, 'GET /v1/ledger/checkpoint');
      if (checkpoints.at(-1) !== answer.text) checkpoints.push(answer.text);
    };
    for (let number = 0; number < cases; number += 1) {
      if (asDelivered) await hub.playTo('closed');
      // One that waits for its office, and one that is refused.
      const waiting = { from: 'OR', to: 'TX', released: false } as const;
      await hub.submit('OR', activity('transfer-request', waiting));
      await hub.submit('OR', activity('progress-report', { from: 'OR', to: 'TX' }));
      await untilSigned();
    }
    for (let left = size - sizeOf(checkpoints.at(-1)); left > 0; left -= BATCH) {
      await refuse(site, Math.min(BATCH, left));
      await untilSigned();
    }
    const rows = await site.query<{ transmission_id: string }>(
      'SELECT transmission_id FROM transmissions ORDER BY transmission_id',
    );
    const { text: keys } = await hub.call(undefined, 'GET /v1/ledger/key');
    return {
      site,
      hub,
      keys,
      checkpoints,
      transmissionIds: rows.map(({ transmission_id }) => transmission_id),
      export: () => exportTo(site, keys),
      untilSigned,
      close: () => site.close(),
    };
  } catch (error) {
    await site.close();
    throw error;
  }
}

export const sizeOf = (checkpoint = '\n0'): number => Number(checkpoint.split('\n')[1]);

async function refuse({ parts, clock }: TestSite, count: number): Promise<void> {
  const leaves = Array.from({ length: count }, () =>
    parts.evidence.single(
      { type: 'rejected', actor: 'S-LAB', channel: 'rest', from: 'OR', code: 'SCHEMA_INVALID' },
      clock.now(),
    ),
  );
  await parts.store.withTransaction((tx) => parts.store.insertPendingLeaves(tx, leaves));
}

async function exportTo({ folder, parts }: TestSite, keys: string): Promise<string> {
  const target = join(folder, 'export');
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  await exportLedgerTo({
    store: ledgerReads,
    reader: parts.reader,
    sha256,
    checkSignature,
    keys: keys.trim().split('\n'),
    folder: openExportFolder(target),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  return target;
}
