import { checkSignature, sha256 } from '../../ledger-verifier/node-crypto.ts';
import { verifyCheckpoint } from '../../ledger-verifier/checkpoint.ts';
import { LedgerError } from '../../ledger-verifier/ledger-error.ts';
import { parseVerifierKey } from '../../ledger-verifier/note.ts';
import { parseProof } from '../../ledger-verifier/proof.ts';
import { createTreeHash, verifyConsistency, verifyInclusion } from '../../ledger-verifier/tree.ts';
import {
  naiveConsistency,
  naiveLeaf,
  naivePath,
  naiveRoot,
} from '../ledger-verifier/naive-tree.ts';
import { signCheckpoint } from '../../hub/ledger/checkpoint.ts';
import { ORIGIN, testSigner } from '../hub/ledger/memory-ledger.ts';
import { createSeededRandom } from '../support/seeded-random.ts';
import type { HostileCase, HostileCategory, Verdict } from './hostile-case.ts';

/** Proofs and checkpoints as nobody should believe them, made from right ones by the plain definitions. */
export const PROOFS: HostileCategory = {
  name: 'ledger and proof inputs',
  least: 256,
  cases: (seed) => [...inclusions(seed), ...consistencies(seed), ...checkpoints(), ...paths()],
};

const tree = createTreeHash(sha256);
const LEAVES = Array.from({ length: 130 }, (_, at) => naiveLeaf(Buffer.from([at])));
const SIZES = [1, 2, 3, 4, 7, 8, 9, 64, 100, 130];
const GARBAGE = Buffer.alloc(32, 7);
const HUGE = 1n << 63n;

const said = (holds: boolean): Verdict => (holds ? 'accept' : 'refuse:bad-proof');
const check = (name: string, expected: Verdict, holds: () => boolean): HostileCase => ({
  name,
  expected,
  play: () => ({ verdict: said(holds()) }),
});

const flip = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.map((byte, at) => (at === 5 ? byte ^ 1 : byte)));

function inclusions(seed: number): HostileCase[] {
  const random = createSeededRandom(seed);
  return SIZES.flatMap((size) => {
    const leaves = LEAVES.slice(0, size);
    const index = random.below(size);
    const proof = naivePath(index, leaves);
    const root = naiveRoot(leaves);
    const claim = { index: BigInt(index), size: BigInt(size), leafHash: leaves[index]!, root };
    const verify =
      (change: object, path: readonly Buffer[] = proof) =>
      () =>
        verifyInclusion(tree, { ...claim, ...change }, path);
    const wrong: readonly (readonly [string, () => boolean])[] = [
      ['an index more', verify({ index: claim.index + 1n })],
      ['an index below', verify({ index: claim.index - 1n })],
      ['a negative index', verify({ index: -1n })],
      ['an index of 2^63', verify({ index: HUGE })],
      ['size 0', verify({ size: 0n })],
      ['double the size', verify({ size: claim.size * 2n })],
      ['half the size', verify({ size: claim.size / 2n })],
      ['another leaf', verify({ leafHash: flip(claim.leafHash) })],
      ['a short leaf', verify({ leafHash: claim.leafHash.subarray(1) })],
      ['another root', verify({ root: flip(root) })],
      ['no root', verify({ root: Buffer.alloc(0) })],
      ['a hash more', verify({}, [...proof, GARBAGE])],
      ['a hash before', verify({}, [GARBAGE, ...proof])],
      ['the root behind', verify({}, [...proof, root])],
      ['100,000 hashes', verify({}, Array<Buffer>(100_000).fill(GARBAGE))],
      ...(proof.length === 0
        ? []
        : ([
            ['a hash less', verify({}, proof.slice(1))],
            ['a short hash', verify({}, proof.with(0, proof[0]!.subarray(1)))],
            ['another hash', verify({}, proof.with(-1, flip(proof.at(-1)!)))],
          ] as const)),
    ];
    return [
      check(`inclusion ${index} of ${size}`, 'accept', verify({})),
      ...wrong.map(([name, holds]) =>
        check(`inclusion ${index} of ${size}: ${name}`, 'refuse:bad-proof', holds),
      ),
    ];
  });
}

function consistencies(seed: number): HostileCase[] {
  const random = createSeededRandom(seed + 1);
  return SIZES.filter((size) => size > 1).flatMap((size2) => {
    const size1 = 1 + random.below(size2 - 1);
    const proof = naiveConsistency(size1, LEAVES.slice(0, size2));
    const [root1, root2] = [naiveRoot(LEAVES.slice(0, size1)), naiveRoot(LEAVES.slice(0, size2))];
    const claim = { size1: BigInt(size1), size2: BigInt(size2), root1, root2 };
    const verify =
      (change: object, path: readonly Buffer[] = proof) =>
      () =>
        verifyConsistency(tree, { ...claim, ...change }, path);
    const wrong: readonly (readonly [string, () => boolean])[] = [
      ['from nothing', verify({ size1: 0n })],
      ['a negative size', verify({ size1: -1n })],
      ['sizes exchanged', verify({ size1: claim.size2, size2: claim.size1 })],
      ['a size of 2^63', verify({ size2: HUGE })],
      ['double the size', verify({ size2: claim.size2 * 2n })],
      ['roots exchanged', verify({ root1: root2, root2: root1 })],
      ['another old root', verify({ root1: flip(root1) })],
      ['another new root', verify({ root2: flip(root2) })],
      ['nothing', verify({}, [])],
      ['a hash more', verify({}, [...proof, GARBAGE])],
      ['a hash before', verify({}, [GARBAGE, ...proof])],
      ['a hash less', verify({}, proof.slice(0, -1))],
      ['another hash', verify({}, proof.with(-1, flip(proof.at(-1)!)))],
      ['a short hash', verify({}, proof.with(0, proof[0]!.subarray(1)))],
    ];
    return [
      check(`growth ${size1} to ${size2}`, 'accept', verify({})),
      ...wrong.map(([name, holds]) =>
        check(`growth ${size1} to ${size2}: ${name}`, 'refuse:bad-proof', holds),
      ),
    ];
  });
}

const KEYS = [parseVerifierKey(sha256, testSigner().verifierKey)];

function checkpoints(): HostileCase[] {
  const sign = (): Promise<string> =>
    signCheckpoint({ origin: ORIGIN, size: 5, root: GARBAGE }, [testSigner()]);
  const changes: readonly (readonly [string, (note: string) => string])[] = [
    ['nothing', () => ''],
    ['one line', () => 'x\n'],
    ['no signature', (note) => note.slice(0, note.indexOf('\u2014'))],
    ['another origin', (note) => note.replace(ORIGIN, 'other.example/ledger')],
    ['a size more', (note) => note.replace('\n5\n', '\n6\n')],
    ['a leading zero', (note) => note.replace('\n5\n', '\n05\n')],
    ['a sign', (note) => note.replace('\n5\n', '\n+5\n')],
    ['a fraction', (note) => note.replace('\n5\n', '\n5.0\n')],
    ['2^63', (note) => note.replace('\n5\n', '\n9223372036854775808\n')],
    ['10,000 digits', (note) => note.replace('\n5\n', `\n${'9'.repeat(10_000)}\n`)],
    ['line ends of Windows', (note) => note.replaceAll('\n', '\r\n')],
    ['a NUL', (note) => note.replace('\n5\n', '\n5\u0000\n')],
    ['a tab', (note) => note.replace('\n5\n', '\n5\t\n')],
    ['a blank at an end', (note) => note.replace('\n5\n', '\n5 \n')],
    ['no line end', (note) => note.trimEnd()],
    ['two line ends', (note) => `${note}\n`],
    ['a hyphen for the dash', (note) => note.replace('\u2014', '-')],
    ['base64 without padding', (note) => note.replace(/=\n/, '\n')],
    ['base64 of URLs', (note) => note.replaceAll('/', '_')],
    ['half a signature', (note) => `${note.slice(0, -40)}\n`],
    ['200 signatures', (note) => note + note.slice(note.indexOf('\u2014')).repeat(200)],
    [
      'a wrong second one',
      (note) => note + note.slice(note.indexOf('\u2014')).replace(/.{8}\n$/, 'AAAAAAA=\n'),
    ],
    ['a mark of byte order', (note) => `\ufeff${note}`],
    ['a line before', (note) => `x\n${note}`],
    ['a megabyte behind', (note) => note + 'x'.repeat(1_000_000)],
  ];
  return [
    {
      name: 'a checkpoint',
      expected: 'accept',
      play: async () => ({ verdict: wordOn(await sign()) }),
    },
    ...changes.map(([name, change]): HostileCase => ({
      name: `a checkpoint with ${name}`,
      expected: ['refuse:malformed', 'refuse:bad-signature'],
      play: async () => ({ verdict: wordOn(change(await sign())) }),
    })),
    ...[
      '',
      'x',
      'c2sp.org/tlog-proof@v1\n\n',
      'c2sp.org/tlog-proof@v1\nindex -1\n\nx',
      'c2sp.org/tlog-proof@v2\nindex 1\n\nx',
      `c2sp.org/tlog-proof@v1\nindex 1\n${'AAAA\n'.repeat(64)}\nx`,
      `c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n\nx`,
      `c2sp.org/tlog-proof@v1\nextra !\nindex 1\n\nx`,
    ].map((text, number): HostileCase => ({
      name: `a proof that is none, ${number}`,
      expected: 'refuse:malformed',
      play: () => ({ verdict: wordOf(() => parseProof(Buffer.from(text))) }),
    })),
  ];
}

const wordOn = (note: string): Verdict =>
  wordOf(() => verifyCheckpoint(Buffer.from(note), KEYS, checkSignature));

function wordOf(read: () => unknown): Verdict {
  try {
    read();
    return 'accept';
  } catch (error) {
    if (error instanceof LedgerError) return `refuse:${error.code}`;
    throw error;
  }
}

/** Tiles that no log has, of the running hub. */
function paths(): HostileCase[] {
  const wrong = [
    '0/000.p/0',
    '0/000.p/256',
    '0/000.p/257',
    '0/0',
    '0/x000/000',
    '0/999',
    '-1/000',
    '64/000',
    '00/000',
    '0/000.p/01',
    '0/000.p/-1',
    '0/x999/x999/x999/x999/x999/x999/999',
    '0/000/000',
    'entries/999999',
    '1e3/000',
    '0/%30%30%30x',
    '0/..%2f..',
    '0/000.p/1e2',
    '9223372036854775808/000',
    '0/000.p/',
  ];
  return wrong.map((path): HostileCase => ({
    name: `tile ${path}`,
    expected: ['refuse:NOT_FOUND', 'refuse:404', 'refuse:ROLE_FORBIDS', 'refuse:NOT_PERMITTED'],
    play: (lab) =>
      lab.request(`/v1/ledger/tile/${path}`, { headers: { authorization: `Bearer ${lab.key}` } }),
  }));
}
