import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { isHubId, isUuid, mintHubId, mintUuid } from '../../../hub/message/identifiers.ts';
import {
  digestToken,
  mintContentKey,
  openRecord,
  sealRecord,
  sha256,
  unwrapKey,
  wrapKey,
} from '../../../hub/message/sealed-content.ts';

describe('sealed content', () => {
  const content = mintContentKey(randomBytes);
  const sealed = sealRecord(content, 'record-1', Buffer.from('a document'), randomBytes);

  it('opens to what was sealed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const document = Buffer.from(bytes);
        const copy = sealRecord(content, 'r', document, randomBytes);
        expect(openRecord(content, 'r', copy).equals(document)).to.equal(true);
      }),
      { seed: 2026 },
    );
  });

  it('does not hold the document in clear', () => {
    expect(sealed.includes('document')).to.equal(false);
  });

  it('does not open after a change of any byte', () => {
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => openRecord(content, 'record-1', changed), `byte ${at}`).to.throw();
    }
  });

  it('does not open under another key or as another record', () => {
    expect(() => openRecord(mintContentKey(randomBytes), 'record-1', sealed)).to.throw();
    expect(() => openRecord(content, 'record-2', sealed)).to.throw();
  });

  it('gives equal digests equal tokens under one key, and unlike ones under another', () => {
    const digest = sha256(Buffer.from('a document'));
    expect(digestToken(content, digest)).to.deep.equal(digestToken(content, digest));
    const other = digestToken(mintContentKey(randomBytes), digest);
    expect(digestToken(content, digest)).not.to.deep.equal(other);
  });

  it('wraps keys after RFC 3394', () => {
    // Section 4.6: 256 bits of key data with a 256-bit key-encryption key.
    const keyEncryptionKey = Buffer.from(
      '000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F',
      'hex',
    );
    const key = Buffer.from(
      '00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F',
      'hex',
    );
    const wrapped = wrapKey(keyEncryptionKey, key);
    expect(wrapped.toString('hex').toUpperCase()).to.equal(
      '28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21',
    );
    expect(unwrapKey(keyEncryptionKey, wrapped)).to.deep.equal(key);
    expect(() => unwrapKey(randomBytes(32), wrapped)).to.throw();
  });
});

describe('identifiers', () => {
  it('are minted in their form', () => {
    expect(isHubId(mintHubId('C', randomBytes))).to.equal(true);
    expect(isUuid(mintUuid(new Date('2026-03-01T00:00:00Z'), randomBytes))).to.equal(true);
  });

  it('of version 7 lie in the order of their moments', () => {
    const at = (second: number): string =>
      mintUuid(new Date(1_790_000_000_000 + second * 1_000), randomBytes);
    const minted = [1, 2, 3, 4].map(at);
    expect([...minted].sort()).to.deep.equal(minted);
  });

  const wrong = ['C-1', `c-${'0'.repeat(26)}`, `C-${'I'.repeat(26)}`, `X-${'0'.repeat(26)}`];
  for (const text of wrong) {
    it(`are not taken from ${text}`, () => expect(isHubId(text)).to.equal(false));
  }
});
