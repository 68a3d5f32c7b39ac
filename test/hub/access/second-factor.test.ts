import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { mintRecoveryCodes, readRecoveryCode } from '../../../hub/access/recovery-code.ts';
import { isToken, mintToken } from '../../../hub/access/secret-token.ts';
import { mintTotpSecret, totpStepOf, totpUri } from '../../../hub/access/totp.ts';
import { codeAt } from '../../support/browser.ts';

/** `12345678901234567890` in base 32: the secret of RFC 6238, appendix B. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('the second factor', () => {
  // The last six of the eight digits that the appendix gives for SHA-1.
  for (const [seconds, code] of [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
  ] as const) {
    it(`gives the code of RFC 6238 at ${seconds} s`, () => {
      const step = totpStepOf(RFC_SECRET, code, new Date(seconds * 1000));
      expect(step).to.equal(Math.floor(seconds / 30));
    });
  }

  it('takes the code of the step before and after, and says which step it is', () => {
    const now = new Date('2026-11-29T12:00:15Z');
    const step = now.getTime() / 1000 / 30;
    for (const away of [-3, -2, -1, 0, 1, 2, 3]) {
      const code = codeAt(RFC_SECRET, new Date(now.getTime() + away * 30_000));
      const found = totpStepOf(RFC_SECRET, code, now);
      expect(found, String(away)).to.equal(
        Math.abs(away) <= 1 ? Math.floor(step) + away : undefined,
      );
    }
  });

  it('takes nothing that is not six digits', () => {
    for (const text of ['', '28708', '2870820', '28708a', '287 082', '２８７０８２']) {
      expect(totpStepOf(RFC_SECRET, text, new Date(59_000)), text).to.equal(undefined);
    }
  });

  it('has a secret of 160 bits, and a text that authenticator apps read', () => {
    const secret = mintTotpSecret(randomBytes);
    expect(secret).to.match(/^[A-Z2-7]{32}$/);
    expect(mintTotpSecret(randomBytes)).to.not.equal(secret);
    const uri = new URL(totpUri(secret, 'a@or.example'));
    expect(uri.protocol).to.equal('otpauth:');
    expect(Object.fromEntries(uri.searchParams)).to.include({ secret, digits: '6', period: '30' });
  });

  it('has ten recovery codes of 80 bits, read however they are typed', () => {
    const codes = mintRecoveryCodes(randomBytes);
    expect(new Set(codes).size).to.equal(10);
    for (const code of codes) {
      expect(code).to.match(/^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/);
      const plain = code.replaceAll('-', '');
      expect(readRecoveryCode(code)).to.equal(plain);
      expect(readRecoveryCode(` ${code.toUpperCase().replaceAll('-', ' ')}`)).to.equal(plain);
    }
    expect(readRecoveryCode('0000-0000-0000-000')).to.equal(undefined);
    expect(readRecoveryCode('0000-0000-0000-000u')).to.equal(undefined);
  });

  it('has tokens of 256 bits', () => {
    const { token, hash } = mintToken(randomBytes);
    expect(isToken(token)).to.equal(true);
    expect(Buffer.from(token, 'base64url')).to.have.length(32);
    expect(hash).to.have.length(32);
  });
});
