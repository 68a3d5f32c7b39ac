import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { requireExtension, signCheckpoint } from '../../../hub/ledger/checkpoint.ts';
import { mintOrigin } from '../../../hub/ledger/origin.ts';
import { createSigner } from '../../../hub/ledger/signer.ts';
import { verifyCheckpoint } from '../../../ledger-verifier/checkpoint.ts';
import { checkSignature, sha256 } from '../../../ledger-verifier/node-crypto.ts';
import { parseVerifierKey } from '../../../ledger-verifier/note.ts';
import { GOLDEN_SEED, readGolden, readGoldenJson } from './golden-files.ts';
import { createMemoryLedger, ed25519Key, ORIGIN, testSigner } from './memory-ledger.ts';

const keyOf = (line: string) => parseVerifierKey(sha256, line);

describe('checkpoint', () => {
  const origin = 'hub.example/ledger/golden';
  const golden = createSigner(origin, ed25519Key(GOLDEN_SEED));

  it('is the golden one to the byte', async () => {
    const { root } = readGoldenJson('summary.json') as { root: string };
    const signed = await signCheckpoint({ origin, size: 6, root: Buffer.from(root, 'hex') }, [
      golden,
    ]);
    expect(signed).to.equal(readGolden('checkpoint').toString());
    expect(`${golden.verifierKey}\n`).to.equal(readGolden('keys').toString());
  });

  it('carries a signature of each signer, verified by either key alone', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const signers = [golden, createSigner(origin, privateKey)];
    const signed = await signCheckpoint(
      { origin, size: 0, root: sha256(Buffer.alloc(0)) },
      signers,
    );
    for (const { verifierKey } of signers) {
      const head = verifyCheckpoint(Buffer.from(signed), [keyOf(verifierKey)], checkSignature);
      expect(head).to.include({ origin, size: 0n });
      expect(head.signers).to.have.length(1);
    }
    const both = signers.map(({ verifierKey }) => keyOf(verifierKey));
    expect(verifyCheckpoint(Buffer.from(signed), both, checkSignature).signers).to.have.length(2);
  });

  it('is not signed by keys of other kinds or under names with spaces', () => {
    const { privateKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const { privateKey: other } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    expect(() => createSigner(origin, rsa)).to.throw(TypeError);
    expect(() => createSigner(origin, other)).to.throw(TypeError);
    expect(() => createSigner('two words', ed25519Key(GOLDEN_SEED))).to.throw(TypeError);
  });
});

describe('next head of the log', () => {
  const entries = Array.from({ length: 600 }, (_, at) => Buffer.from(at.toString()));
  const ledger = createMemoryLedger();
  ledger.append(entries.slice(0, 100));
  const first = { origin: ORIGIN, size: 100, root: ledger.root };
  ledger.append(entries.slice(100));
  const second = { origin: ORIGIN, size: 600, root: ledger.root };
  const empty = { origin: ORIGIN, size: 0, root: sha256(Buffer.alloc(0)) };
  const other = sha256(Buffer.from('other'));

  const allowed = [
    { name: 'the first of all', last: undefined, next: first },
    { name: 'one after an empty log', last: empty, next: first },
    { name: 'a longer one', last: first, next: second },
    { name: 'the same again', last: second, next: second },
  ];
  for (const { name, last, next } of allowed) {
    it(`may be ${name}`, async () => {
      await requireExtension(ledger.readTile, last, next);
    });
  }

  const refused = [
    { name: 'a shorter one', last: second, next: first },
    { name: 'another of the same size', last: second, next: { ...second, root: other } },
    { name: 'a longer one that is not the tree', last: first, next: { ...second, root: other } },
    { name: 'one of a tree whose start changed', last: { ...first, root: other }, next: second },
    { name: 'one of another log', last: first, next: { ...second, origin: 'hub.example/other' } },
    {
      name: 'one after a head of nothing with a root',
      last: { ...empty, root: other },
      next: first,
    },
  ];
  for (const { name, last, next } of refused) {
    it(`is never ${name}`, async () => {
      const error: unknown = await requireExtension(ledger.readTile, last, next).catch(
        (caught: unknown) => caught,
      );
      expect(error).to.have.property('code', 'LEDGER_FORK');
    });
  }
});

describe('origin of a log', () => {
  it('is a readable name that no other log has', () => {
    const random = (size: number): Buffer => Buffer.alloc(size, 0xab);
    expect(mintOrigin('hub.example', random)).to.equal(`hub.example/ledger/${'ab'.repeat(16)}`);
    expect(() => mintOrigin('two words', random)).to.throw(TypeError);
  });

  it('is the name of the key that signs', () => {
    expect(testSigner().name).to.equal(ORIGIN);
  });
});
