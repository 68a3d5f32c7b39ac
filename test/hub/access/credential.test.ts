import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import {
  hashCredential,
  mintReference,
  mintSystemKey,
  mintUserToken,
  readBearer,
} from '../../../hub/access/credential.ts';

describe('credentials', () => {
  const { secret, hash } = mintSystemKey('OR', randomBytes);

  it('says at sight what leaked and whose it is', () => {
    expect(secret).to.match(/^hub_OR_[0-9a-z]{52}$/);
    expect(mintUserToken(randomBytes).secret).to.match(/^hubu_[0-9a-z]{52}$/);
  });

  it('holds at least 256 random bits', () => {
    const secrets = new Set(Array.from({ length: 500 }, () => mintUserToken(randomBytes).secret));
    expect(secrets.size).to.equal(500);
    expect(52 * Math.log2(32)).to.be.at.least(256);
  });

  it('is kept as its SHA-256 only', () => {
    expect(hash).to.deep.equal(hashCredential(secret));
    expect(hash).to.have.length(32);
  });

  it('names a principal opaquely', () => {
    expect(mintReference('system', randomBytes)).to.match(/^S-[0-9A-Z]{12}$/);
    expect(mintReference('person', randomBytes)).to.match(/^U-[0-9A-Z]{12}$/);
  });

  describe('in an Authorization header', () => {
    const accepted = [`Bearer ${secret}`, `bearer ${secret}`, `BEARER   ${secret}`];
    for (const header of accepted) {
      it(`is read from ${JSON.stringify(header.slice(0, 12))}`, () => {
        expect(readBearer(header)).to.equal(secret);
      });
    }

    const refused: [string, string | undefined][] = [
      ['no header', undefined],
      ['an empty header', ''],
      ['no scheme', secret],
      ['Basic', `Basic ${Buffer.from(`x:${secret}`).toString('base64')}`],
      ['a character more', `Bearer ${secret}a`],
      ['a character less', `Bearer ${secret.slice(0, -1)}`],
      ['capital letters', `Bearer ${secret.toUpperCase()}`],
      ['a member in small letters', `Bearer ${secret.replace('OR', 'or')}`],
      ['a letter outside the alphabet', `Bearer ${secret.slice(0, -1)}u`],
      ['two credentials', `Bearer ${secret}, Bearer ${secret}`],
      ['a line break', `Bearer ${secret}\n`],
      ['a very long header', `Bearer ${'a'.repeat(100_000)}`],
    ];
    for (const [what, header] of refused) {
      it(`is not read from ${what}`, () => {
        expect(readBearer(header)).to.equal(undefined);
      });
    }
  });
});
