import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { signCheckpoint } from '../../hub/ledger/checkpoint.ts';
import { createSigner } from '../../hub/ledger/signer.ts';
import { proveTransmission } from '../../hub/ledger/transmission-evidence.ts';
import { parseEntry } from '../../ledger-verifier/entry.ts';
import {
  type MemoryLedger,
  ORIGIN,
  createMemoryLedger,
  exportFiles,
  testSigner,
  trafficEntries,
} from '../hub/ledger/memory-ledger.ts';
import {
  type Question,
  askAboutExport,
  askOtherVerifier,
  otherVerifierText,
} from './ask-verifier.ts';
import { damagedQuestions } from './damaged.ts';
import { ownWords } from './own-words.ts';
import { consistencyQuestions, inclusionQuestions } from './questions.ts';

const SIZE = 700;
const LONGEST = 400;

describe('the verifier in another language', () => {
  const entries = trafficEntries(SIZE);
  const keys = `${testSigner().verifierKey}\n`;
  let folder: string;
  let keyFile: string;
  let right: Question[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compact-hub-verifier-'));
    keyFile = join(folder, 'keys');
    await writeFile(keyFile, keys);
    const ledger = createMemoryLedger();
    const checkpoints: { size: number; checkpoint: string }[] = [];
    for (const size of [1, 2, 255, 256, 257, 512, SIZE]) {
      ledger.append(entries.slice(ledger.entries.length, size));
      const head = { origin: ORIGIN, size, root: ledger.root };
      checkpoints.push({ size, checkpoint: await signCheckpoint(head, [testSigner()]) });
    }
    const signed = checkpoints.at(-1)!;
    right = [
      ...(await inclusionQuestions(ledger.readTile, signed, entries)),
      ...(await consistencyQuestions(ledger.readTile, checkpoints)),
      ...(await evidenceQuestions(ledger, signed)),
      ...checkpoints.map(({ checkpoint }): Question => ({
        kind: 'checkpoint',
        parts: [Buffer.from(checkpoint)],
      })),
    ];
  });
  after(() => rm(folder, { recursive: true }));

  it('is at most as long as one sitting reads, and knows nothing of the hub', () => {
    const text = otherVerifierText();
    expect(text.split('\n').length - 1).to.be.at.most(LONGEST);
    expect(text).not.to.match(
      /^(?:from|import) (?!argparse|base64|functools|hashlib|json|os|re|subprocess|sys|tempfile)/m,
    );
  });

  it('finds that every proof, evidence and checkpoint holds', async () => {
    const words = await askOtherVerifier(right, keyFile);
    expect(words.filter((word) => word !== 'holds')).to.deep.equal([]);
    expect(ownWords(right, keys)).to.deep.equal(words);
  });

  it('says of what was damaged the same as ours', async () => {
    const damaged = damagedQuestions(right, { count: 800, seed: 20261130 });
    const words = await askOtherVerifier(damaged, keyFile);
    const own = ownWords(damaged, keys);
    const otherwise = damaged.flatMap(({ kind, parts }, at) =>
      words[at] === own[at]
        ? []
        : [`${kind} ${own[at]} ${words[at]} ${String(parts[0]).slice(0, 300)}`],
    );
    expect(otherwise).to.deep.equal([]);
    expect(words.filter((word) => word !== 'holds')).to.have.length.at.least(600);
  });

  it('reads the golden fixtures of the format', async () => {
    const golden = (name: string): Promise<Buffer> =>
      readFile(new URL(`../../fixtures/ledger/golden/${name}`, import.meta.url));
    const goldenKeys = join(folder, 'golden.keys');
    await writeFile(goldenKeys, await golden('keys'));
    const questions: Question[] = [
      { kind: 'checkpoint', parts: [await golden('checkpoint')] },
      { kind: 'checkpoint', parts: [await golden('empty-checkpoint')] },
      { kind: 'inclusion', parts: [await golden('acknowledged.tlog-proof')] },
    ];
    expect(await askOtherVerifier(questions, goldenKeys)).to.deep.equal([
      'holds',
      'holds',
      'holds',
    ]);
  });

  it('reads a signature by ECDSA', async () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const signer = createSigner(ORIGIN, pair.privateKey);
    const head = { origin: ORIGIN, size: 0, root: createMemoryLedger().root };
    const checkpoint = Buffer.from(await signCheckpoint(head, [signer]));
    const file = join(folder, 'ecdsa.keys');
    await writeFile(file, signer.verifierKey);
    const bad = Buffer.from(String(checkpoint).replace('\n0\n', '\n1\n'));
    const questions = [checkpoint, bad].map((part): Question => ({
      kind: 'checkpoint',
      parts: [part],
    }));
    expect(await askOtherVerifier(questions, file)).to.deep.equal(['holds', 'bad-signature']);
  });

  it('verifies a whole export, and names where one was changed', async () => {
    const ledger = createMemoryLedger();
    ledger.append(entries);
    const files = await exportFiles(ledger);
    const target = join(folder, 'export');
    const write = async (path: string, bytes: Uint8Array): Promise<void> => {
      await mkdir(dirname(join(target, path)), { recursive: true });
      await writeFile(join(target, path), bytes);
    };
    for (const [path, bytes] of files) await write(path, bytes);
    const checkpoints = [join(target, 'checkpoint')];
    expect(await askAboutExport(target, { keyFile, checkpoints })).to.equal('holds');
    const tile = Buffer.from(files.get('tile/entries/001')!);
    tile[100] = (tile[100] ?? 0) ^ 1;
    await write('tile/entries/001', tile);
    expect(await askAboutExport(target, { keyFile })).to.match(/^bad-proof at 256$/);
    await rm(join(target, 'tile/entries/001'));
    expect(await askAboutExport(target, { keyFile })).to.match(
      /^bad-proof at 256$|^missing at 256$/,
    );
  });
});

async function evidenceQuestions(
  ledger: MemoryLedger,
  signed: { size: number; checkpoint: string },
): Promise<Question[]> {
  const byId = new Map<string, { index: number; entry: Uint8Array }[]>();
  for (const [index, entry] of ledger.entries.entries()) {
    const id = parseEntry(entry).event.transmissionId ?? '';
    byId.set(id, [...(byId.get(id) ?? []), { index, entry }]);
  }
  return Promise.all(
    [...byId].map(async ([transmissionId, own]): Promise<Question> => {
      const transmission = { transmissionId, entries: own };
      const evidence = await proveTransmission(ledger.readTile, signed, transmission);
      return { kind: 'evidence', parts: [Buffer.from(JSON.stringify(evidence))] };
    }),
  );
}
