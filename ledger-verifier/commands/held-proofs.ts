import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntryEvent } from '../entry.ts';
import { parseEntry } from '../entry.ts';
import { parseEvidence, verifyEvidence } from '../evidence.ts';
import { LedgerError } from '../ledger-error.ts';
import type { ProofParts } from '../proof.ts';
import { bundleEntries, TILE_WIDTH, tilePath } from '../tile.ts';
import { verifyExport } from '../verify-export.ts';
import { listFiles, readBytes } from './command.ts';

/** What is proven of a transmission: its events, by their indexes. */
export type ProvenEvents = readonly { readonly index: number; readonly event: EntryEvent }[];

/** Reads and verifies the evidence files of a folder, by transmission. Throws a `LedgerError`. */
export async function readProofs(
  parts: ProofParts,
  folder: string | undefined,
): Promise<ReadonlyMap<string, ProvenEvents>> {
  const proven = new Map<string, ProvenEvents>();
  for (const file of folder === undefined ? [] : await listFiles([folder])) {
    const evidence = parseEvidence(await readBytes(file));
    proven.set(evidence.transmissionId, verifyEvidence(parts, evidence).events);
  }
  return proven;
}

/** Verifies a whole export, and gives the index of each `transmitted` entry by transmission. */
export async function readCrossed(
  parts: ProofParts,
  folder: string,
): Promise<ReadonlyMap<string, { readonly index: number; readonly event: EntryEvent }>> {
  const read = (path: string): Promise<Uint8Array | undefined> =>
    readFile(join(folder, path)).catch(() => undefined);
  const report = await verifyExport({
    ...parts,
    readFile: read,
    keptHeads: [],
    followChains: false,
  });
  const [finding] = report.findings;
  if (finding !== undefined) throw new LedgerError(finding.code, finding.detail);
  const crossed = new Map<string, { index: number; event: EntryEvent }>();
  const size = Number(report.head?.size ?? 0n);
  for (let index = 0; index * TILE_WIDTH < size; index += 1) {
    const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
    const bytes = await read(tilePath({ level: 'entries', index, width }));
    let at = index * TILE_WIDTH;
    for (const entry of bundleEntries(bytes ?? new Uint8Array())) {
      const { event } = parseEntry(entry);
      if (event.type === 'transmitted') {
        crossed.set(event.transmissionId ?? '', { index: at, event });
      }
      at += 1;
    }
  }
  return crossed;
}
