import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { readHostKeys, readSftpCredential } from '../../adapters/sftp-identity.ts';
import { fingerprintOf } from '../support/openssh-server.ts';
import { makeSshKeyPair } from '../../simulation/sftp-server.ts';

const pair = makeSshKeyPair();
const other = makeSshKeyPair();
const blobOf = (line: string): Buffer => Buffer.from(line.split(' ')[1] ?? '', 'base64');

describe('sftp: pins of host keys', () => {
  for (const [name, pin] of [
    ['a fingerprint', fingerprintOf(pair.public)],
    ['a public key', pair.public],
    ['a public key with a comment', `${pair.public} state@example.org`],
  ] as const) {
    it(`${name} matches its key and no other`, () => {
      const pins = readHostKeys([pin]);
      expect(pins?.matches(blobOf(pair.public))).to.equal(true);
      expect(pins?.matches(blobOf(other.public))).to.equal(false);
    });
  }

  it('are several while a server changes its key', () => {
    const pins = readHostKeys([fingerprintOf(pair.public), fingerprintOf(other.public)]);
    expect(pins?.matches(blobOf(other.public))).to.equal(true);
  });

  it('ask for the kinds of the public keys only, and never for weak ones', () => {
    expect(readHostKeys([pair.public])?.algorithms).to.deep.equal(['ssh-ed25519']);
    const all = readHostKeys([fingerprintOf(pair.public), pair.public])?.algorithms;
    expect(all).to.include('rsa-sha2-512').and.not.include('ssh-rsa').and.not.include('ssh-dss');
  });

  for (const pins of [[], [''], ['SHA256:short'], [pair.public, 'x'], [pair.public.slice(0, 40)]]) {
    it(`cannot be read: ${JSON.stringify(pins).slice(0, 40)}`, () => {
      expect(readHostKeys(pins)).to.equal(undefined);
    });
  }
});

describe('sftp: credentials', () => {
  const pem = (type: 'pkcs1' | 'sec1'): string =>
    type === 'pkcs1'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
          .privateKey.export({
            type,
            format: 'pem',
          })
          .toString()
      : generateKeyPairSync('ec', { namedCurve: 'P-256' })
          .privateKey.export({
            type,
            format: 'pem',
          })
          .toString();

  for (const [name, key] of [
    ['OpenSSH', pair.private],
    ['OpenSSH without its last line break', pair.private.trimEnd()],
    ['RSA in PEM', pem('pkcs1')],
    ['EC in PEM', pem('sec1')],
  ] as const) {
    it(`are a user and a key: ${name}`, () => {
      expect(readSftpCredential(`hub-tx\n${key}`)?.user).to.equal('hub-tx');
    });
  }

  for (const [name, text] of [
    ['nothing', undefined],
    ['a key alone', pair.private],
    ['a user alone', 'hub-tx\n'],
    ['a user with a blank', `hub tx\n${pair.private}`],
    ['a public key', `hub-tx\n${pair.public}`],
    ['a key with a passphrase', `hub-tx\n${encrypted()}`],
  ] as const) {
    it(`cannot be used: ${name}`, () => {
      expect(readSftpCredential(text)).to.equal(undefined);
    });
  }
});

function encrypted(): string {
  return generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString();
}
