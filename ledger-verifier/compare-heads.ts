import type { TreeHead } from './checkpoint.ts';
import { equalBytes } from './encoding.ts';
import type { ExportFinding, Findings } from './export-findings.ts';
import type { ExportWalk } from './export-walk.ts';
import { TILE_WIDTH } from './tile.ts';
import { HASH_BYTES, rootOfHashes } from './tree.ts';
import type { TreeHash } from './tree.ts';

/**
 * Every head against the entries: its own signed one, and those that were kept. A head that fits says
 * that all before its end is as it was, so a later one that does not names what lies between.
 */
export function compareHeads(
  parts: { readonly tree: TreeHash; readonly keptHeads: readonly TreeHead[] },
  { head, walk }: { readonly head: TreeHead; readonly walk: ExportWalk },
  findings: Findings,
): void {
  const ownRoot = rootOfHashes(parts.tree, walk.bundleRoots);
  const ownFits = equalBytes(ownRoot, head.root);
  let index = 0;
  for (const kept of parts.keptHeads.toSorted((one, other) => (one.size < other.size ? -1 : 1))) {
    const problem = keptHeadProblem(parts.tree, { head, kept, ownFits }, walk);
    if (problem === undefined) index = Number(kept.size);
    else findings.add({ ...problem, ...rangeOf(problem, { index, kept, walk }) });
  }
  if (!ownFits) {
    const detail = 'the entries do not lead to the signed root';
    findings.add({ code: 'bad-proof', index, lastIndex: Math.max(index, walk.size - 1), detail });
  }
}

/** Where the log ends too early, the first entry that is not there; else all since the last fit. */
function rangeOf(
  { code }: Pick<ExportFinding, 'code'>,
  { index, kept, walk }: { index: number; kept: TreeHead; walk: ExportWalk },
): Pick<ExportFinding, 'index' | 'lastIndex'> {
  const first = code === 'missing' ? walk.size : index;
  return { index: first, lastIndex: Math.max(first, Number(kept.size) - 1) };
}

function keptHeadProblem(
  tree: TreeHash,
  { head, kept, ownFits }: { head: TreeHead; kept: TreeHead; ownFits: boolean },
  walk: ExportWalk,
): Pick<ExportFinding, 'code' | 'detail'> | undefined {
  if (kept.origin !== head.origin) {
    return { code: 'malformed', detail: 'a kept checkpoint is of another log' };
  }
  if (kept.size > head.size) {
    return { code: 'missing', detail: 'the export ends before a checkpoint that was kept' };
  }
  const root = rootAtKeptHead(tree, kept, walk);
  if (equalBytes(root, kept.root)) return undefined;
  return {
    code: ownFits ? 'fork' : 'bad-proof',
    detail: 'the entries do not lead to the root of a checkpoint that was kept',
  };
}

function rootAtKeptHead(tree: TreeHash, kept: TreeHead, walk: ExportWalk): Uint8Array {
  const tail = walk.tails.get(kept.size);
  if (tail === undefined) return tree.empty;
  const bundles = Math.ceil(Number(kept.size) / TILE_WIDTH);
  const hashes = walk.bundleRoots.slice(0, bundles * HASH_BYTES);
  hashes.set(rootOfHashes(tree, tail), (bundles - 1) * HASH_BYTES);
  return rootOfHashes(tree, hashes);
}
