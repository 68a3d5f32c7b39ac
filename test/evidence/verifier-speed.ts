import { generateKeyPairSync } from 'node:crypto';
import { signCheckpoint } from '../../hub/ledger/checkpoint.ts';
import { leafHashOf } from '../../hub/ledger/entry.ts';
import { createSigner } from '../../hub/ledger/signer.ts';
import { EMPTY_EDGE, appendLeaves } from '../../hub/ledger/tree-edge.ts';
import { checkSignature, sha256 } from '../../ledger-verifier/node-crypto.ts';
import { parseVerifierKey } from '../../ledger-verifier/note.ts';
import { TILE_WIDTH, encodeBundle, tilePath } from '../../ledger-verifier/tile.ts';
import { createTreeHash } from '../../ledger-verifier/tree.ts';
import { verifyExport } from '../../ledger-verifier/verify-export.ts';

export interface VerifierSpeed {
  readonly leaves: number;
  /** Leaves a second of one core's time, whatever else the machine does. */
  readonly perSecond: number;
  readonly perSecondWithChains: number;
  readonly findings: number;
}

/** Full verification of an export of small entries that lies in memory, measured by its CPU time. */
export async function measureVerifier(leaves: number): Promise<VerifierSpeed> {
  const { files, key } = await exportOf(leaves);
  const verify = async (followChains: boolean) => {
    const before = process.cpuUsage();
    const report = await verifyExport({
      tree: createTreeHash(sha256),
      check: checkSignature,
      keys: [parseVerifierKey(sha256, key)],
      keptHeads: [],
      followChains,
      readFile: (path) => Promise.resolve(files.get(path)),
    });
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    return { perSecond: Math.round(leaves / seconds), findings: report.findings.length };
  };
  const plain = await verify(false);
  const chained = await verify(true);
  return {
    leaves,
    perSecond: plain.perSecond,
    perSecondWithChains: chained.perSecond,
    findings: plain.findings + chained.findings,
  };
}

async function exportOf(leaves: number): Promise<{ files: Map<string, Uint8Array>; key: string }> {
  const files = new Map<string, Uint8Array>();
  let edge = EMPTY_EDGE;
  let root = appendLeaves(edge, []).root;
  for (let first = 0; first < leaves; first += TILE_WIDTH) {
    const width = Math.min(TILE_WIDTH, leaves - first);
    const entries = Array.from({ length: width }, (_, place) => entryOf(first + place));
    const grown = appendLeaves(edge, entries.map(leafHashOf));
    ({ edge, root } = grown);
    const index = first / TILE_WIDTH;
    files.set(tilePath({ level: 'entries', index, width }), encodeBundle(entries));
    for (const tile of grown.tiles) {
      const { level, index: at, hashes } = tile;
      files.set(tilePath({ level, index: at, width: hashes.length / 32 }), hashes);
    }
  }
  const origin = 'hub.example/ledger/speed';
  const signer = createSigner(origin, generateKeyPairSync('ed25519').privateKey);
  const checkpoint = await signCheckpoint({ origin, size: leaves, root }, [signer]);
  files.set('checkpoint', Buffer.from(checkpoint));
  return { files, key: signer.verifierKey };
}

/** As small as an entry can be: what stands alone, and nothing beside it. */
function entryOf(index: number): Buffer {
  const nonce = Buffer.alloc(16);
  nonce.writeUInt32BE(index);
  const event = `{"eventId":"e-${index}","occurredAt":"2026-03-01T12:00:00.000Z","type":"rejected","v":1}`;
  return Buffer.concat([nonce, Buffer.from(event)]);
}
