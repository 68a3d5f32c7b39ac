import { generateKeyPairSync, sign } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { checkSignature, sha256 } from '../../ledger-verifier/node-crypto.ts';
import {
  formatNote,
  formatVerifierKey,
  keyIdOf,
  parseNote,
  parseVerifierKey,
  verifyNote,
} from '../../ledger-verifier/note.ts';
import type { SignedNote, VerifierKey } from '../../ledger-verifier/note.ts';

// golang.org/x/mod/sumdb/note, the example of its documentation.
const GO_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const GO_TEXT =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n";
const GO_SIGNATURE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const GO_NOTE = `${GO_TEXT}\n${GO_SIGNATURE}`;

// transparency-dev/formats, note/note_verifier_test.go: an ECDSA key as its tools write it.
const REKOR_KEY =
  'rekor.sigstore.dev+c0d23d6a+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=';

const bytes = (text: string): Buffer => Buffer.from(text);
const keyOf = (line: string): VerifierKey => parseVerifierKey(sha256, line);
const verify = (text: string, ...keys: string[]): string[] =>
  verifyNote(parseNote(bytes(text)), keys.map(keyOf), checkSignature).map(({ name }) => name);

function codeOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return undefined;
}

describe('signed note', () => {
  it('of the Go documentation verifies and is written back to the byte', () => {
    expect(verify(GO_NOTE, GO_KEY)).to.deep.equal(['PeterNeumann']);
    expect(formatNote(parseNote(bytes(GO_NOTE)))).to.equal(GO_NOTE);
    expect(formatVerifierKey(keyOf(GO_KEY))).to.equal(GO_KEY);
  });

  it('keeps the empty lines of its text', () => {
    const note: SignedNote = {
      text: 'a\n\nb\n\n',
      signatures: [{ name: 'k', keyId: Buffer.alloc(4), signature: Buffer.alloc(64, 1) }],
    };
    expect(parseNote(bytes(formatNote(note))).text).to.equal(note.text);
  });

  it('is verified by one known key among signatures of unknown ones', () => {
    const unknown = GO_SIGNATURE.replace('PeterNeumann', 'Somebody');
    expect(verify(`${GO_TEXT}\n${unknown}${GO_SIGNATURE}${unknown}`, GO_KEY)).to.have.length(1);
    expect(codeOf(() => verify(`${GO_TEXT}\n${unknown}`, GO_KEY))).to.equal('bad-signature');
  });

  it('is refused whole when the signature of one known key is wrong', () => {
    const wrong = GO_SIGNATURE.replace('yyBwJnAM=', 'yyBwJnAA=');
    const run = (): unknown => verify(`${GO_TEXT}\n${GO_SIGNATURE}${wrong}`, GO_KEY);
    expect(codeOf(run)).to.equal('bad-signature');
  });

  it('is verified by an ECDSA key too', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = {
      name: 'fips.example',
      algorithm: 'ecdsa' as const,
      publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    };
    const keyId = keyIdOf(sha256, key);
    const signature = sign('sha256', bytes(GO_TEXT), privateKey);
    const note = formatNote({ text: GO_TEXT, signatures: [{ name: key.name, keyId, signature }] });
    const line = formatVerifierKey({ ...key, keyId });
    expect(verify(note, line)).to.deep.equal([key.name]);
    expect(codeOf(() => verify(note.replace('think', 'thunk'), line))).to.equal('bad-signature');
  });

  it('never verifies after any of its bits is turned', () => {
    const original = bytes(GO_NOTE);
    const property = fc.property(fc.nat(original.length - 1), fc.nat(7), (at, bit) => {
      const changed = Buffer.from(original);
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      const run = (): unknown => verifyNote(parseNote(changed), [keyOf(GO_KEY)], checkSignature);
      expect(codeOf(run)).to.be.oneOf(['malformed', 'bad-signature']);
    });
    fc.assert(property, { seed: 20260301, numRuns: 2_000 });
  });

  const malformed: { name: string; note: string | Buffer }[] = [
    { name: 'nothing', note: '' },
    { name: 'text without signatures', note: GO_TEXT },
    { name: 'no newline at the end', note: GO_NOTE.slice(0, -1) },
    { name: 'no line between text and signatures', note: `${GO_TEXT}${GO_SIGNATURE}` },
    { name: 'no signature after the line', note: `${GO_TEXT}\n` },
    { name: 'carriage returns', note: GO_NOTE.replaceAll('\n', '\r\n') },
    { name: 'a control character', note: GO_NOTE.replace('think', 'thi\u0007k') },
    {
      name: 'bytes that are not UTF-8',
      note: Buffer.concat([Buffer.from([0xff]), bytes(GO_NOTE)]),
    },
    { name: 'a hyphen for the dash', note: GO_NOTE.replace('—', '-') },
    { name: 'a name with a plus sign', note: GO_NOTE.replace('— PeterNeumann', '— Peter+Neumann') },
    { name: 'a name with a wide space', note: GO_NOTE.replace('— Peter', '— Peter\u3000') },
    { name: 'a signature in base64url', note: GO_NOTE.replace('x08go/', 'x08go_') },
    { name: 'base64 with bits left over', note: GO_NOTE.replace('nAM=', 'nAN=') },
    { name: 'base64 without its padding', note: GO_NOTE.replace('nAM=', 'nAM') },
    { name: 'a signature of four bytes', note: `${GO_TEXT}\n— k AAAAAA==\n` },
    { name: 'more than 100 signatures', note: `${GO_TEXT}\n${GO_SIGNATURE.repeat(101)}` },
  ];
  for (const { name, note } of malformed) {
    it(`is malformed with ${name}`, () => {
      expect(codeOf(() => parseNote(typeof note === 'string' ? bytes(note) : note))).to.equal(
        'malformed',
      );
    });
  }
});

describe('verifier key', () => {
  it('of another project is read, with the key id that it has there', () => {
    expect(formatVerifierKey(keyOf(REKOR_KEY))).to.equal(REKOR_KEY);
    expect(keyOf(REKOR_KEY).algorithm).to.equal('ecdsa');
  });

  const wrong = [
    { name: 'another id', line: GO_KEY.replace('c74f20a3', 'c74f20a4') },
    { name: 'another name', line: GO_KEY.replace('Peter', 'Petra') },
    { name: 'no name', line: GO_KEY.replace('PeterNeumann', '') },
    { name: 'another key', line: GO_KEY.replace('ARpc', 'ARpd') },
    { name: 'a short key', line: 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4' },
    { name: 'an unknown type', line: GO_KEY.replace('ARpc', 'ZRpc') },
    { name: 'an id in capitals', line: GO_KEY.replace('c74f20a3', 'C74F20A3') },
    { name: 'nothing at all', line: '' },
    { name: 'no plus signs', line: 'PeterNeumann' },
  ];
  for (const { name, line } of wrong) {
    it(`is refused with ${name}`, () => {
      expect(codeOf(() => keyOf(line))).to.equal('malformed');
    });
  }

  it('of another kind under the type of ECDSA verifies nothing', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const spki = publicKey.export({ type: 'spki', format: 'der' });
    const signature = sign('sha256', bytes('text'), privateKey);
    const key = { algorithm: 'ecdsa' as const, publicKey: spki };
    expect(checkSignature(key, bytes('text'), signature)).to.equal(false);
  });

  it('that cannot be a key of its algorithm verifies nothing', () => {
    const key = { algorithm: 'ecdsa' as const, publicKey: Buffer.from('not a key') };
    expect(checkSignature(key, bytes('text'), Buffer.alloc(64))).to.equal(false);
  });
});
