import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { exportLedger } from '../../hub/ledger/export-ledger.ts';
import { treeHash } from '../../hub/ledger/tree-hash.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { verifyCheckpoint } from '../../ledger-verifier/checkpoint.ts';
import { runVerifier } from '../../ledger-verifier/cli.ts';
import { checkSignature, sha256 } from '../../ledger-verifier/node-crypto.ts';
import { parseVerifierKey } from '../../ledger-verifier/note.ts';
import { parseStatementDocument, verifyStatement } from '../../ledger-verifier/statement.ts';
import { rootOfHashes, verifyConsistency, verifyInclusion } from '../../ledger-verifier/tree.ts';
import { createMemoryLedger } from '../hub/ledger/memory-ledger.ts';
import {
  OTHER_VERIFIER,
  PYTHON,
  type Question,
  askAboutExport,
  askOtherVerifier,
} from '../other-verifier/ask-verifier.ts';
import { ownWords } from '../other-verifier/own-words.ts';
import { type EvidenceLine, linesOf } from './evidence.ts';

const FIXTURES = join(PROJECT_ROOT, 'fixtures', 'ledger');

/** What a verifier says of one file, for each case that it holds. */
interface Said {
  readonly file: string;
  readonly own: readonly string[];
  /** Absent for what the verifier in Python does not read. */
  readonly other?: readonly string[];
}

const golden = (name: string): Promise<Buffer> => readFile(join(FIXTURES, 'golden', name));
const merkle = (name: string): Promise<Buffer> => readFile(join(FIXTURES, 'merkle', name));

/** The files that pin the format, by both verifiers. */
export async function showGolden(): Promise<EvidenceLine[]> {
  const claim = { line: 'golden files of the format', bar: 'all hold' };
  return linesOf(claim, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'compact-hub-golden-'));
    try {
      return [lineOf(await readAll(folder), await fixtureFiles())];
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}

async function readAll(folder: string): Promise<Said[]> {
  return [
    ...(await notes(folder)),
    ...(await entries(folder)),
    ...(await trees()),
    ...(await oursAlone()),
  ];
}

/** Every file that is there: one that nobody reads falls short. */
async function fixtureFiles(): Promise<string[]> {
  const folders = await Promise.all(
    ['golden', 'merkle'].map((folder) => readdir(join(FIXTURES, folder))),
  );
  return folders.flat();
}

/** Beside the two keys, which every question here is answered under. */
async function notes(folder: string): Promise<Said[]> {
  const keys = `${String(await golden('keys'))}\n${String(await golden('new-keys'))}`;
  const keyFile = join(folder, 'keys');
  await writeFile(keyFile, keys);
  const [head, older, request, answer, statement] = await Promise.all(
    [
      'checkpoint',
      'older-checkpoint',
      'add-checkpoint',
      'add-checkpoint.answer',
      'statement.json',
    ].map(golden),
  );
  const [asked = '', ...submitted] = String(request).split('\n\n');
  const [, ...proof] = asked.split('\n');
  const stated = parseStatementDocument(statement ?? Buffer.alloc(0)).checkpoint;
  const one = (kind: Question['kind'], ...parts: (Buffer | string | undefined)[]): Question => ({
    kind,
    parts: parts.map((part) => Buffer.from(part ?? '')),
  });
  const questions: [string, Question][] = [
    ['checkpoint', one('checkpoint', head)],
    ['older-checkpoint', one('checkpoint', older)],
    ['empty-checkpoint', one('checkpoint', await golden('empty-checkpoint'))],
    ['cosigned-checkpoint', one('checkpoint', await golden('cosigned-checkpoint'))],
    ['dual-signed-checkpoint', one('checkpoint', await golden('dual-signed-checkpoint'))],
    ['acknowledged.tlog-proof', one('inclusion', await golden('acknowledged.tlog-proof'))],
    ['add-checkpoint', one('consistency', older, submitted.join('\n\n'), proof.join('\n'))],
    ['add-checkpoint.answer', one('checkpoint', `${String(head)}${String(answer)}`)],
    ['statement.json', one('checkpoint', stated)],
  ];
  const asQuestions = questions.map(([, question]) => question);
  const own = ownWords(asQuestions, keys);
  const other = await askOtherVerifier(asQuestions, keyFile);
  const said = questions.map(([file], at): Said => ({
    file,
    own: [own[at] ?? ''],
    other: [other[at] ?? ''],
  }));
  const bySaid = said.find(({ file }) => file === 'dual-signed-checkpoint');
  return [...said, { ...said[0]!, file: 'keys' }, { ...bySaid!, file: 'new-keys' }];
}

/** The six entries as an export under their checkpoint. */
async function entries(folder: string): Promise<Said[]> {
  const target = join(folder, 'export');
  const ledger = createMemoryLedger();
  const listed = JSON.parse(String(await golden('entries.json'))) as { entry: string }[];
  ledger.append(listed.map(({ entry }) => Buffer.from(entry, 'base64')));
  const keys = [String(await golden('keys')).trim()];
  const signed = { size: listed.length, checkpoint: String(await golden('checkpoint')), keys };
  const { bundle, bundleDigest } = JSON.parse(String(await golden('summary.json'))) as {
    readonly bundle: string;
    readonly bundleDigest: string;
  };
  let digest = '';
  for await (const { path, bytes } of exportLedger(ledger, signed)) {
    if (path === bundle) digest = Buffer.from(sha256(bytes)).toString('hex');
    await mkdir(dirname(join(target, path)), { recursive: true });
    await writeFile(join(target, path), bytes);
  }
  const keyFile = join(target, 'keys');
  const code = await runVerifier(['full', target, '--key', keyFile], () => undefined);
  const own = [code === 0 && digest === bundleDigest ? 'holds' : `exit code ${code}`];
  const other = [await askAboutExport(target, { keyFile })];
  return ['entries.json', 'summary.json'].map((file) => ({ file, own, other }));
}

const word = (holds: boolean): string => (holds ? 'holds' : 'bad-proof');
const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64');

/** Roots and proofs of trees whose entries are no events. */
async function trees(): Promise<Said[]> {
  const json = async <T>(bytes: Promise<Buffer>): Promise<T> =>
    JSON.parse(String(await bytes)) as T;
  const rootOf = (leaves: readonly Buffer[]): string => {
    if (leaves.length === 0) return Buffer.from(treeHash.empty).toString('hex');
    const hashes = Buffer.concat(leaves.map((leaf) => treeHash.leaf(leaf)));
    return Buffer.from(rootOfHashes(treeHash, hashes)).toString('hex');
  };
  const sizes = await json<{ size: number; root: string }[]>(golden('trees.json'));
  const eight = await json<{ leaves: string[]; roots: Record<string, string> }>(
    merkle('tree-of-eight.json'),
  );
  const leaves = eight.leaves.map((leaf) => Buffer.from(leaf, 'hex'));
  const included = await json<IncludedCase[]>(merkle('inclusion.json'));
  const consistent = await json<ConsistentCase[]>(merkle('consistency.json'));
  const own: [string, boolean[]][] = [
    [
      'golden/trees.json',
      sizes.map(({ size, root }) => {
        const numbers = Array.from({ length: size }, (_none, at) => Buffer.from(String(at)));
        return rootOf(numbers) === root;
      }),
    ],
    [
      'merkle/tree-of-eight.json',
      Object.entries(eight.roots).map(
        ([size, root]) => rootOf(leaves.slice(0, Number(size))) === root,
      ),
    ],
    ['merkle/inclusion.json', included.map(isIncluded)],
    ['merkle/consistency.json', consistent.map(isConsistent)],
  ];
  const paths = own.map(([path]) => join(FIXTURES, path));
  const script = join(dirname(OTHER_VERIFIER), 'read_fixtures.py');
  const { stdout } = await promisify(execFile)(PYTHON, ['-B', script, ...paths]);
  const counted = stdout.trim().split('\n');
  return own.map(([path, cases], at): Said => {
    const [name = '', right = 0, all = 0] = (counted[at] ?? '').split(' ');
    const isAll = right === all && Number(all) === cases.length;
    return {
      file: name,
      own: cases.map(word),
      other: cases.map(() => word(isAll && path.endsWith(name))),
    };
  });
}

interface IncludedCase {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly proof: readonly string[] | null;
}

function isIncluded({ leafIdx, treeSize, root, leafHash, proof }: IncludedCase): boolean {
  const claim = {
    index: BigInt(leafIdx),
    size: BigInt(treeSize),
    leafHash: bytesOf(leafHash),
    root: bytesOf(root),
  };
  return verifyInclusion(treeHash, claim, (proof ?? []).map(bytesOf));
}

interface ConsistentCase {
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
  readonly proof: readonly string[] | null;
}

function isConsistent({ size1, size2, root1, root2, proof }: ConsistentCase): boolean {
  const claim = {
    size1: BigInt(size1),
    size2: BigInt(size2),
    root1: bytesOf(root1),
    root2: bytesOf(root2),
  };
  return verifyConsistency(treeHash, claim, (proof ?? []).map(bytesOf));
}

/** Witnesses' lines, and the statement itself: the verifier in Python reads neither. */
async function oursAlone(): Promise<Said[]> {
  const keysOf = async (file: string) =>
    String(await golden(file))
      .trim()
      .split('\n')
      .map((line) => parseVerifierKey(sha256, line));
  const keys = await keysOf('keys');
  const quorum = { witnesses: await keysOf('witness-keys'), least: 2 };
  const { signers } = verifyCheckpoint(
    await golden('cosigned-checkpoint'),
    keys,
    checkSignature,
    quorum,
  );
  const document = parseStatementDocument(await golden('statement.json'));
  const { statement } = verifyStatement({ tree: treeHash, keys, check: checkSignature }, document);
  return [
    { file: 'witness-keys', own: [word(signers.length === 3)] },
    { file: 'statement.json', own: [word(statement.count === document.transmissions.length)] },
  ];
}

function lineOf(said: readonly Said[], files: readonly string[]): EvidenceLine {
  const cases = said.flatMap(({ own }) => own);
  const both = said.filter(({ other }) => other !== undefined);
  const wrong = said.filter(({ own, other = own }) =>
    [...own, ...other].some((each) => each !== 'holds'),
  );
  const unread = files.filter((file) => !said.some((one) => one.file === file));
  const read = (of: readonly Said[]): number => new Set(of.map(({ file }) => file)).size;
  return {
    line: 'golden files of the format: what they hold, by our verifier and by the one in Python',
    bar: 'all hold, no file unread',
    figure: `${read(said)} of ${files.length} files, ${read(both)} of them by both; ${cases.length} cases, ${wrong.length} otherwise`,
    cases: cases.length,
    holds: unread.length === 0 && wrong.length === 0 && files.length > 0,
  };
}
