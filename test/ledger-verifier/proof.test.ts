import { expect } from 'chai';
import fc from 'fast-check';
import {
  formatTreeHead,
  parseTreeHead,
  verifyCheckpoint,
} from '../../ledger-verifier/checkpoint.ts';
import { checkSignature, sha256 } from '../../ledger-verifier/node-crypto.ts';
import { formatNote, parseVerifierKey } from '../../ledger-verifier/note.ts';
import { formatProof, parseProof, verifyProof } from '../../ledger-verifier/proof.ts';
import { createTreeHash } from '../../ledger-verifier/tree.ts';
import { signCheckpoint } from '../../hub/ledger/checkpoint.ts';
import { testSigner } from '../hub/ledger/memory-ledger.ts';
import { readGolden } from '../hub/ledger/golden-files.ts';

const golden = readGolden('acknowledged.tlog-proof');
const keys = [parseVerifierKey(sha256, readGolden('keys').toString())];
const parts = { tree: createTreeHash(sha256), keys, check: checkSignature };
const entry = Buffer.from(parseProof(golden).extra ?? []);

function codeOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return undefined;
}

describe('tlog-proof', () => {
  it('of the golden files verifies and is written back to the byte', () => {
    const { index, checkpoint } = verifyProof(parts, golden, entry);
    expect(index).to.equal(4n);
    expect(checkpoint).to.include({ origin: 'hub.example/ledger/golden', size: 6n });
    expect(formatProof(parseProof(golden))).to.equal(golden.toString());
  });

  it('is a bad one for another entry', () => {
    const other = Buffer.concat([entry, Buffer.from(' ')]);
    expect(codeOf(() => verifyProof(parts, golden, other))).to.equal('bad-proof');
  });

  it('never verifies after any bit behind its extra line is turned', () => {
    const start = golden.indexOf('\nindex ') + 1;
    const property = fc.property(
      fc.integer({ min: start, max: golden.length - 1 }),
      fc.nat(7),
      (at, bit) => {
        const changed = Buffer.from(golden);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(codeOf(() => verifyProof(parts, changed, entry))).to.be.oneOf([
          'malformed',
          'bad-signature',
          'bad-proof',
        ]);
      },
    );
    fc.assert(property, { seed: 20260301, numRuns: 2_000 });
  });

  const text = golden.toString();
  const malformed: [string, string][] = [
    ['another version', text.replace('@v1', '@v2')],
    ['no index', text.replace(/index 4\n/, '')],
    ['an index with a leading zero', text.replace('index 4', 'index 04')],
    ['the extra line after the index', text.replace(/(extra .*\n)(index 4\n)/, '$2$1')],
    ['a hash that is too short', text.replace(/index 4\n.*\n/, 'index 4\nAAAA\n')],
    ['no checkpoint', text.slice(0, text.indexOf('\n\n') + 2)],
    ['no empty line', text.replace('\n\n', '\n')],
    ['too many hashes', text.replace('\n\n', `\n${'A'.repeat(43)}=`.repeat(64) + '\n\n')],
  ];
  for (const [name, changed] of malformed) {
    it(`is malformed with ${name}`, () => {
      expect(codeOf(() => verifyProof(parts, Buffer.from(changed), entry))).to.equal('malformed');
    });
  }
});

describe('checkpoint', () => {
  it('of an empty log verifies', () => {
    const { size, root } = verifyCheckpoint(readGolden('empty-checkpoint'), keys, checkSignature);
    expect(size).to.equal(0n);
    expect(Buffer.from(root)).to.deep.equal(Buffer.from(parts.tree.empty));
  });

  it('may have extension lines, which say nothing to this verifier', () => {
    const head = { origin: 'o', size: 3n, root: sha256(Buffer.alloc(0)) };
    expect(parseTreeHead(`${formatTreeHead(head)}more\n`)).to.deep.equal({
      ...head,
      root: Uint8Array.from(head.root),
    });
  });

  it('is not signed by a key under another name than its origin', async () => {
    const signer = testSigner('hub.example/other');
    const head = { origin: 'hub.example/log', size: 0, root: sha256(Buffer.alloc(0)) };
    const note = Buffer.from(await signCheckpoint(head, [signer]));
    const known = [parseVerifierKey(sha256, signer.verifierKey)];
    expect(codeOf(() => verifyCheckpoint(note, known, checkSignature))).to.equal('bad-signature');
  });

  const root = Buffer.from(sha256(Buffer.alloc(0))).toString('base64');
  const malformed: [string, string][] = [
    ['two lines', 'o\n1\n'],
    ['an empty origin', `\n1\n${root}\n`],
    ['a leading zero', `o\n01\n${root}\n`],
    ['a negative size', `o\n-1\n${root}\n`],
    ['a root of 31 bytes', `o\n1\n${Buffer.alloc(31).toString('base64')}\n`],
    ['an empty extension line', `o\n1\n${root}\n\nmore\n`],
    ['no newline at the end', `o\n1\n${root}`],
  ];
  for (const [name, text] of malformed) {
    it(`is malformed with ${name}`, () => {
      expect(codeOf(() => parseTreeHead(text))).to.equal('malformed');
    });
  }

  it('is malformed as text even under a good signature', async () => {
    const signer = testSigner();
    const text = `${signer.name}\nmany\n${root}\n`;
    const signature = await signer.sign(Buffer.from(text));
    const note = formatNote({ text, signatures: [{ ...signer, signature }] });
    const known = [parseVerifierKey(sha256, signer.verifierKey)];
    const run = (): unknown => verifyCheckpoint(Buffer.from(note), known, checkSignature);
    expect(codeOf(run)).to.equal('malformed');
  });
});
