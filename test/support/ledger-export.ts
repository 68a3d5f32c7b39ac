import { exportLedger } from '../../hub/ledger/export-ledger.ts';
import { treeHash } from '../../hub/ledger/tree-hash.ts';
import type { LedgerStore } from '../../hub/flows/sequence.ts';
import { checkSignature, sha256 } from '../../ledger-verifier/node-crypto.ts';
import { parseVerifierKey } from '../../ledger-verifier/note.ts';
import { type ExportReport, verifyExport } from '../../ledger-verifier/verify-export.ts';
import { rootOfHashes } from '../../ledger-verifier/tree.ts';

/** Everything that the ledger in a database holds under its signed head, checked as an outsider does. */
export async function verifyStoredLedger(
  store: LedgerStore,
  keys: readonly string[],
): Promise<ExportReport> {
  const { checkpoint, signed_size } = await store.findHead(store.query);
  const rows = {
    readTile: async (level: number, index: number) =>
      (await store.findTile(store.query, level, index)) ?? new Uint8Array(),
    readEntries: async (first: number, count: number) => {
      const entries = await store.findEntries(store.query, first, first + count);
      return entries.map(({ entry }) => entry);
    },
  };
  const files = new Map<string, Uint8Array>();
  const signed = { size: signed_size, checkpoint: checkpoint ?? '', keys };
  for await (const { path, bytes } of exportLedger(rows, signed)) files.set(path, bytes);
  return verifyExport({
    tree: treeHash,
    check: checkSignature,
    keys: keys.map((line) => parseVerifierKey(sha256, line)),
    keptHeads: [],
    followChains: true,
    readFile: (path) => Promise.resolve(files.get(path)),
  });
}

/** The root over the first entries of a log, from nothing but their bytes. */
export function rootOfEntries(entries: readonly Uint8Array[]): Buffer {
  if (entries.length === 0) return Buffer.from(treeHash.empty);
  return Buffer.from(
    rootOfHashes(treeHash, Buffer.concat(entries.map((entry) => treeHash.leaf(entry)))),
  );
}
