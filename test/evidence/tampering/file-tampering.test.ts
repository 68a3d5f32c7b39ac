import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { verifyCheckpoint } from '../../../ledger-verifier/checkpoint.ts';
import { checkSignature, sha256 } from '../../../ledger-verifier/node-crypto.ts';
import { parseVerifierKey } from '../../../ledger-verifier/note.ts';
import {
  ORIGIN,
  createMemoryLedger,
  ed25519Key,
  exportFiles,
  testSigner,
  trafficEntries,
} from '../../hub/ledger/memory-ledger.ts';
import { FILE_TAMPERINGS, type FileLab, readFileLab, tamperWithFiles } from './file-tampering.ts';

const SIZE = 700;
const DRAWS = 6;
const SEED = 20261130;

describe('tampering with an export', () => {
  let folder: string;
  let lab: FileLab;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compact-hub-tampering-'));
    const ledger = createMemoryLedger();
    ledger.append(trafficEntries(SIZE));
    const files = await exportFiles(ledger);
    for (const [path, bytes] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
    const keys = testSigner().verifierKey;
    const key = ed25519Key(Buffer.from(sha256(Buffer.from(ORIGIN))));
    const head = verifyCheckpoint(
      files.get('checkpoint')!,
      [parseVerifierKey(sha256, keys)],
      checkSignature,
    );
    lab = await readFileLab(folder, {
      keys,
      keptHeads: [head],
      signingKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    });
  });
  after(() => rm(folder, { recursive: true }));

  for (const [number, tampering] of FILE_TAMPERINGS.entries()) {
    it(`finds and names: ${tampering.name}`, async () => {
      for (let draw = 0; draw < DRAWS; draw += 1) {
        const seed = SEED + draw * 1_000 + number;
        const found = await tamperWithFiles(lab, tampering, { seed });
        expect(found, `seed ${seed}`).to.include({ isFound: true, isNamed: true });
      }
    });
  }

  it('does not find a changed tile when tiles are not compared', async () => {
    const found = await tamperWithFiles(lab, FILE_TAMPERINGS[0]!, { seed: SEED, skipsTiles: true });
    expect(found.isFound).to.equal(false);
  });
});
