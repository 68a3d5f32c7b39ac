import { expect } from 'chai';
import { verifyCheckpoint } from '../../ledger-verifier/checkpoint.ts';
import { checkSignature, sha256 } from '../../ledger-verifier/node-crypto.ts';
import {
  formatVerifierKey,
  keyIdOf,
  parseNote,
  parseVerifierKey,
} from '../../ledger-verifier/note.ts';
import {
  formatStatement,
  parseStatementDocument,
  verifyStatement,
} from '../../ledger-verifier/statement.ts';
import { createTreeHash } from '../../ledger-verifier/tree.ts';
import { addCheckpoint } from '../../ledger-verifier/witness/add-checkpoint.ts';
import { parseTreeHead, type TreeHead } from '../../ledger-verifier/checkpoint.ts';
import { createPublicKey, sign } from 'node:crypto';
import { ed25519Key } from '../hub/ledger/memory-ledger.ts';
import { readGolden } from '../hub/ledger/golden-files.ts';

const keysOf = (file: string) =>
  readGolden(file)
    .toString()
    .trim()
    .split('\n')
    .map((line) => parseVerifierKey(sha256, line));

/** Seed of the first witness: RFC 8032 section 7.1, test 2. */
const WITNESS_SEED = '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb';

describe('golden notes of another implementation', () => {
  const log = keysOf('keys');
  const witnesses = keysOf('witness-keys');
  const tree = createTreeHash(sha256);

  it('are cosigned by two witnesses', () => {
    const quorum = { witnesses, least: 2 };
    const head = verifyCheckpoint(readGolden('cosigned-checkpoint'), log, checkSignature, quorum);
    expect(head.signers).to.have.length(3);
    const changed = readGolden('cosigned-checkpoint').toString().replace('\n6\n', '\n7\n');
    expect(() => verifyCheckpoint(Buffer.from(changed), log, checkSignature, quorum)).to.throw();
  });

  it('are signed by the old key and the new one', () => {
    const both = [...log, ...keysOf('new-keys')];
    const bytes = readGolden('dual-signed-checkpoint');
    expect(verifyCheckpoint(bytes, both, checkSignature).signers).to.have.length(2);
    for (const key of both) {
      expect(verifyCheckpoint(bytes, [key], checkSignature).signers).to.deep.equal([key]);
    }
  });

  it('are answered by a witness to the byte', async () => {
    const privateKey = ed25519Key(Buffer.from(WITNESS_SEED, 'hex'));
    const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
    const name = 'witness.example/w1';
    const publicKey = new Uint8Array(spki.subarray(-32));
    const algorithm = 'cosignature';
    const key = {
      name,
      algorithm,
      publicKey,
      keyId: keyIdOf(sha256, { name, algorithm, publicKey }),
    } as const;
    expect(formatVerifierKey(key)).to.equal(readGolden('witness-keys').toString().split('\n')[0]);
    const older = parseTreeHead(parseNote(readGolden('older-checkpoint')).text);
    const kept: TreeHead[] = [];
    const answer = await addCheckpoint(
      {
        tree,
        check: checkSignature,
        logs: log,
        key,
        sign: (message) => sign(null, message, privateKey),
        now: () => 1_767_225_600n,
        store: {
          exclusively: (_origin, work) =>
            work({ head: older, keep: (head) => Promise.resolve(void kept.push(head)) }),
        },
      },
      readGolden('add-checkpoint'),
    );
    expect(answer.status).to.equal(200);
    expect(answer.body).to.equal(readGolden('add-checkpoint.answer').toString());
    expect(kept.map(({ size }) => size)).to.deep.equal([6n]);
  });

  it('state what crossed between two states', () => {
    const document = parseStatementDocument(readGolden('statement.json'));
    const { statement } = verifyStatement({ tree, keys: log, check: checkSignature }, document);
    expect(statement).to.deep.include({ from: 'OR', to: 'TX', count: 3, fromSize: 0n, toSize: 6n });
    expect(formatStatement(statement)).to.equal(parseNote(Buffer.from(document.statement)).text);
  });

  it('cannot pose as each other: a statement is no checkpoint, a checkpoint no statement', () => {
    const document = parseStatementDocument(readGolden('statement.json'));
    const asHead = Buffer.from(document.statement);
    expect(() => verifyCheckpoint(asHead, log, checkSignature)).to.throw('not');
    const swapped = { ...document, statement: document.checkpoint };
    expect(() => verifyStatement({ tree, keys: log, check: checkSignature }, swapped)).to.throw(
      'not',
    );
  });
});
