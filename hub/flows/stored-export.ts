import { parseTilePath, encodeBundle, TILE_WIDTH } from '../../ledger-verifier/tile.ts';
import type { ReadFile } from '../../ledger-verifier/export-files.ts';
import { HASH_BYTES } from '../../ledger-verifier/tree.ts';
import type { Query } from '../store/database.ts';
import type * as auditReads from '../store/audit-reads.ts';
import type * as ledger from '../store/ledger.ts';

export interface StoredExportParts {
  readonly store: Pick<typeof ledger, 'findTile' | 'findHead'> &
    Pick<typeof auditReads, 'entriesBetween'>;
  readonly query: Query;
  /** Told of each entry as it is read, with the columns beside it. */
  readonly onEntry: (row: auditReads.AuditedEntryRow) => void;
}

/** The tables of the ledger read as the files of an export, so that one verifier judges both. */
export function storedExport({ store, query, onEntry }: StoredExportParts): ReadFile {
  return async (path) => {
    if (path === 'checkpoint') {
      const { checkpoint } = await store.findHead(query);
      return checkpoint === null ? undefined : Buffer.from(checkpoint);
    }
    const address = parseTilePath(path);
    if (address === undefined) return undefined;
    const { level, index, width } = address;
    if (level !== 'entries') {
      return (await store.findTile(query, level, index))?.subarray(0, width * HASH_BYTES);
    }
    const start = index * TILE_WIDTH;
    const rows = await store.entriesBetween(query, start, start + width);
    // Up to the first that is not there: what is behind a gap has another index in a bundle.
    const gap = rows.findIndex((row, place) => Number(row.leaf_index) !== start + place);
    const whole = gap < 0 ? rows : rows.slice(0, gap);
    whole.forEach(onEntry);
    return encodeBundle(whole.map(({ entry }) => entry));
  };
}
