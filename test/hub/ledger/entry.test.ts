import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { encodeEntry, leafHashOf } from '../../../hub/ledger/entry.ts';
import type { HubEvent, LedgerEvent } from '../../../hub/ledger/event.ts';
import { parseEntry } from '../../../ledger-verifier/entry.ts';
import { encodeBundle } from '../../../ledger-verifier/tile.ts';
import { readGoldenJson } from './golden-files.ts';

interface GoldenEntry {
  readonly nonce: string;
  readonly event: LedgerEvent;
  readonly entry: string;
  readonly leafHash: string;
}

const NONCE = Buffer.alloc(16, 1);
const refusal: HubEvent = {
  v: 1,
  type: 'rejected',
  eventId: 'e',
  occurredAt: '2026-03-01T12:00:00.000Z',
  actor: 'A-1',
  channel: 'rest',
  softwareVersion: '0.1.0',
};

describe('entry of the ledger', () => {
  const golden = readGoldenJson('entries.json') as GoldenEntry[];

  for (const { nonce, event, entry, leafHash } of golden) {
    it(`is the golden one to the byte for ${event.type}`, () => {
      const encoded = encodeEntry(event, Buffer.from(nonce, 'hex'));
      expect(encoded.toString('base64')).to.equal(entry);
      expect(leafHashOf(encoded).toString('hex')).to.equal(leafHash);
    });
  }

  it('makes the golden bundle', () => {
    const { bundleDigest } = readGoldenJson('summary.json') as { bundleDigest: string };
    const bundle = encodeBundle(golden.map(({ entry }) => Buffer.from(entry, 'base64')));
    expect(createHash('sha256').update(bundle).digest('hex')).to.equal(bundleDigest);
  });

  it('is read back as it was written, whatever its texts hold', () => {
    const property = fc.property(
      fc.string({ unit: 'binary' }),
      fc.array(fc.string({ unit: 'grapheme' })),
      fc.nat(),
      (outcome, targets, bytesIn) => {
        const event: LedgerEvent = { ...refusal, outcome, targets, bytesIn };
        const entry = parseEntry(encodeEntry(event, NONCE));
        expect(entry.event).to.deep.equal(event);
        expect(Buffer.from(entry.nonce)).to.deep.equal(NONCE);
      },
    );
    fc.assert(property, { seed: 20260301, numRuns: 300 });
  });

  it('leaves out what is undefined and knows no other fields', () => {
    const event = { ...refusal, name: 'Ann', code: undefined };
    const text = encodeEntry(event as unknown as HubEvent, NONCE)
      .subarray(16)
      .toString();
    expect(JSON.parse(text)).to.deep.equal(refusal);
  });

  const unfit: { name: string; event: HubEvent; nonce?: Buffer }[] = [
    { name: 'a nonce of another length', event: refusal, nonce: Buffer.alloc(15) },
    { name: 'more than 65,535 bytes', event: { ...refusal, outcome: 'x'.repeat(65_400) } },
    { name: 'a number that is not whole', event: { ...refusal, bytesIn: 1.5 } },
    { name: 'a number that JSON does not have', event: { ...refusal, bytesIn: Number.NaN } },
    { name: 'a lone surrogate', event: { ...refusal, outcome: '\ud83d' } },
    { name: 'a lone surrogate in a list', event: { ...refusal, targets: ['\udc00'] } },
  ];
  for (const { name, event, nonce } of unfit) {
    it(`is not made with ${name}`, () => {
      expect(() => encodeEntry(event, nonce ?? NONCE)).to.throw(RangeError);
    });
  }

  it('may have exactly 65,535 bytes', () => {
    const bare = encodeEntry({ ...refusal, outcome: '' }, NONCE).length;
    const event = { ...refusal, outcome: 'x'.repeat(65_535 - bare) };
    expect(encodeEntry(event, NONCE)).to.have.length(65_535);
  });
});
