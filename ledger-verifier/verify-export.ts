import { verifyCheckpoint } from './checkpoint.ts';
import type { Checkpoint, Quorum, TreeHead } from './checkpoint.ts';
import { toHex } from './encoding.ts';
import { parseEntry } from './entry.ts';
import { compareHeads } from './compare-heads.ts';
import { compareUpperTiles } from './compare-upper-tiles.ts';
import { compareKeptTile } from './compare-kept-tile.ts';
import { createChainCheck } from './event-chain.ts';
import type { ChainCheck } from './event-chain.ts';
import { readEntries, readTile } from './export-files.ts';
import type { ReadFile } from './export-files.ts';
import { createFindings } from './export-findings.ts';
import type { ExportFinding, Findings } from './export-findings.ts';
import { firstDifference } from './export-walk.ts';
import type { ExportWalk } from './export-walk.ts';
import { LedgerError } from './ledger-error.ts';
import type { CheckSignature, VerifierKey } from './note.ts';
import { TILE_WIDTH, tilePath } from './tile.ts';
import { HASH_BYTES, rootOfHashes } from './tree.ts';
import type { TreeHash } from './tree.ts';

export interface ExportParts {
  readonly tree: TreeHash;
  readonly check: CheckSignature;
  /** Keys that the verifying side trusts; they come from outside of the export. */
  readonly keys: readonly VerifierKey[];
  readonly quorum?: Quorum;
  /** Verified heads that the verifying side kept: the export must extend every one of them. */
  readonly keptHeads: readonly TreeHead[];
  /** Whether to read the events and follow their chains too. */
  readonly followChains: boolean;
  readonly readFile: ReadFile;
  /** Gets every entry as it is read: what it says is only to be believed once nothing was found wrong. */
  readonly onEntry?: (entry: Uint8Array) => void;
  /** Reads hash tiles that the verifying side kept, as of its largest kept head. */
  readonly readKeptFile?: ReadFile;
}

export interface ExportReport {
  /** The head that the export states, when its signature verifies. */
  readonly head: Checkpoint | undefined;
  /** Entries read and hashed. */
  readonly entries: number;
  /** Entries read that say that content was expunged; counted when chains are followed. */
  readonly erasures: number;
  /** Sorted by index; at most 100, one for each file and kind. */
  readonly findings: readonly ExportFinding[];
  /** The lowest index known to be wrong; undefined when nothing is, or nothing can be told. */
  readonly firstBadIndex: number | undefined;
}

/**
 * Checks an exported log against nothing but itself, trusted keys and kept heads: the signature, every
 * entry against its tile, every tile against those below it, the root out of the entries, each kept
 * head out of the entries, and the chains of events. Throws only when a file cannot be read.
 */
export async function verifyExport(parts: ExportParts): Promise<ExportReport> {
  const findings = createFindings();
  const head = await readHead(parts, findings);
  if (head === undefined) return { head, entries: 0, erasures: 0, ...findings.list() };
  const walk = await walkEntries(parts, head, findings);
  await compareUpperTiles(parts, walk, findings);
  compareHeads(parts, { head, walk }, findings);
  return { head, entries: walk.entries, erasures: walk.erasures, ...findings.list() };
}

async function readHead(parts: ExportParts, findings: Findings): Promise<Checkpoint | undefined> {
  const path = 'checkpoint';
  const bytes = await parts.readFile(path);
  if (bytes === undefined) {
    findings.add({ code: 'missing', path, detail: 'the export has no checkpoint' });
    return undefined;
  }
  try {
    const head = verifyCheckpoint(bytes, parts.keys, parts.check, parts.quorum);
    if (head.size <= BigInt(Number.MAX_SAFE_INTEGER)) return head;
    findings.add({ code: 'malformed', path, detail: 'the size is out of range' });
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    findings.add({ code: error.code, path, detail: error.message });
  }
  return undefined;
}

async function walkEntries(
  parts: ExportParts,
  head: Checkpoint,
  findings: Findings,
): Promise<ExportWalk> {
  const size = Number(head.size);
  const bundles = Math.ceil(size / TILE_WIDTH);
  const bundleRoots = new Uint8Array(bundles * HASH_BYTES);
  const walk: ExportWalk = { size, entries: 0, erasures: 0, bundleRoots, tails: new Map() };
  const walking = { walk, findings, followChain: createChainCheck() };
  for (let index = 0; index < bundles; index += 1) {
    const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
    const hashes = await hashBundle(parts, { index, width }, walking);
    bundleRoots.set(rootOfHashes(parts.tree, hashes), index * HASH_BYTES);
    for (const kept of parts.keptHeads) {
      const end = Number(kept.size) - index * TILE_WIDTH;
      if (end > 0 && end <= width) walk.tails.set(kept.size, hashes.slice(0, end * HASH_BYTES));
    }
  }
  return walk;
}

interface Walking {
  readonly walk: ExportWalk;
  readonly findings: Findings;
  readonly followChain: ChainCheck;
}

/** The leaf hashes of one bundle; where an entry is missing, the hash that its tile states. */
async function hashBundle(
  parts: ExportParts,
  { index, width }: { readonly index: number; readonly width: number },
  walking: Walking,
): Promise<Uint8Array> {
  const first = index * TILE_WIDTH;
  const entries = await readEntries(parts.readFile, { index, width }, walking.findings);
  const hashes = new Uint8Array(width * HASH_BYTES);
  entries.forEach((entry, position) => {
    const hash = parts.tree.leaf(entry);
    hashes.set(hash, position * HASH_BYTES);
    parts.onEntry?.(entry);
    if (parts.followChains) readEvent(entry, { index: first + position, hash }, walking);
  });
  walking.walk.entries += entries.length;
  await compareKeptTile(parts, { index, hashes }, walking.findings);
  const address = { level: 0, index, width };
  const tile = await readTile(parts.readFile, address, walking.findings);
  if (tile === undefined) return hashes;
  const hashed = entries.length * HASH_BYTES;
  const position = firstDifference(hashes, tile, entries.length);
  if (position !== undefined) {
    walking.findings.add({
      code: 'bad-proof',
      index: first + position,
      path: tilePath(address),
      detail: 'the entry has another hash than its tile states',
    });
  }
  hashes.set(tile.subarray(hashed), hashed);
  return hashes;
}

function readEvent(
  entry: Uint8Array,
  { index, hash }: { readonly index: number; readonly hash: Uint8Array },
  { walk, findings, followChain }: Walking,
): void {
  try {
    const { event } = parseEntry(entry);
    if (event.type === 'expunged') walk.erasures += 1;
    const problem = followChain(event, { index, leafHash: toHex(hash) });
    if (problem === undefined) return;
    const detail = `entry ${index} ${problem.reason}`;
    const range = problem.index === index ? { index } : { index: problem.index, lastIndex: index };
    findings.add({ code: 'bad-chain', ...range, detail });
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    findings.add({ code: error.code, index, detail: error.message });
  }
}
