import { expect } from 'chai';
import fc from 'fast-check';
import {
  equalBytes,
  fromBase64,
  fromHex,
  fromUtf8,
  parseDecimal,
  toBase64,
  toHex,
} from '../../ledger-verifier/encoding.ts';

describe('encodings of the verifier', () => {
  it('agree with those of Node for any bytes', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const buffer = Buffer.from(bytes);
      expect(toBase64(bytes)).to.equal(buffer.toString('base64'));
      expect(toHex(bytes)).to.equal(buffer.toString('hex'));
      expect(equalBytes(fromBase64(toBase64(bytes)), bytes)).to.equal(true);
      expect(equalBytes(fromHex(toHex(bytes)), bytes)).to.equal(true);
    });
    fc.assert(property, { seed: 20260301 });
  });

  it('read base64 only in its one canonical form', () => {
    const property = fc.property(fc.string({ maxLength: 12 }), (text) => {
      try {
        expect(toBase64(fromBase64(text))).to.equal(text);
      } catch (error) {
        expect(error).to.have.property('code', 'malformed');
      }
    });
    fc.assert(property, { seed: 20260301, numRuns: 1_000 });
  });

  for (const text of ['QQ', 'QQ=', 'QR==', 'QUI', 'QUJ=', 'Q Q=', 'QQ==\n', '-_==', '====']) {
    it(`refuse ${JSON.stringify(text)} as base64`, () => {
      expect(() => fromBase64(text)).to.throw('base64');
    });
  }

  for (const text of ['', '00', '01', '-1', '+1', '1.0', '1e3', ' 1', '9223372036854775808']) {
    it(`refuse ${JSON.stringify(text)} as a size`, () => {
      expect(() => parseDecimal(text)).to.throw('number');
    });
  }

  it('read sizes up to the largest', () => {
    expect(parseDecimal('0')).to.equal(0n);
    expect(parseDecimal('9223372036854775807')).to.equal((1n << 63n) - 1n);
  });

  it('refuse bytes that are not UTF-8 and keep a byte order mark', () => {
    expect(() => fromUtf8(Uint8Array.of(0xc0, 0x80))).to.throw('UTF-8');
    expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).to.equal('\ufeffA');
  });

  it('refuse hexadecimal in capitals or of half a byte', () => {
    expect(() => fromHex('AB')).to.throw('hexadecimal');
    expect(() => fromHex('abc')).to.throw('hexadecimal');
  });
});
