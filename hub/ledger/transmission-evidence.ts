import { toBase64 } from '../../ledger-verifier/encoding.ts';
import type { TransmissionEvidence } from '../../ledger-verifier/evidence.ts';
import { formatProof } from '../../ledger-verifier/proof.ts';
import type { ReadTile } from '../../ledger-verifier/tile-proof.ts';
import type { SignedHead } from './export-ledger.ts';
import { proveInclusion } from './prove.ts';

/** An entry with the index that the sequencer gave it. */
export interface SequencedEntry {
  readonly index: number;
  readonly entry: Uint8Array;
}

/** One self-contained C2SP tlog-proof: its extra line holds the entry's bytes. */
export async function proveEntry(
  readTile: ReadTile,
  signed: Omit<SignedHead, 'keys'>,
  { index, entry }: SequencedEntry,
): Promise<string> {
  const path = await proveInclusion(readTile, index, signed.size);
  return formatProof({ extra: entry, index: BigInt(index), path, checkpoint: signed.checkpoint });
}

/** The evidence of a transmission: those of its entries that lie under the checkpoint, proven. */
export async function proveTransmission(
  readTile: ReadTile,
  signed: Omit<SignedHead, 'keys'>,
  transmission: { readonly transmissionId: string; readonly entries: readonly SequencedEntry[] },
): Promise<TransmissionEvidence> {
  const covered = transmission.entries.filter(({ index }) => index < signed.size);
  const entries = covered.map(async (sequenced) => ({
    index: sequenced.index,
    entry: toBase64(sequenced.entry),
    proof: await proveEntry(readTile, signed, sequenced),
  }));
  return {
    transmissionId: transmission.transmissionId,
    checkpoint: signed.checkpoint,
    entries: await Promise.all(entries),
  };
}
