import { type SeededRandom, createSeededRandom } from '../support/seeded-random.ts';
import type { Question } from './ask-verifier.ts';

/** What a verifier must not believe: right questions with one thing changed. */
export function damagedQuestions(
  right: readonly Question[],
  { count, seed }: { readonly count: number; readonly seed: number },
): Question[] {
  const random = createSeededRandom(seed);
  const kinds = [...new Set(right.map(({ kind }) => kind))];
  const byKind = kinds.map((kind) => right.filter((question) => question.kind === kind));
  return Array.from({ length: count }, (_, number) => {
    const alike = random.pick(byKind)!;
    const [question, other] = [random.pick(alike)!, random.pick(alike)!];
    const damage = DAMAGES[number % DAMAGES.length]!;
    return damage({ question, other, random });
  });
}

interface Damage {
  readonly question: Question;
  /** Another right one of its kind. */
  readonly other: Question;
  readonly random: SeededRandom;
}

const DAMAGES: readonly ((damage: Damage) => Question)[] = [
  ({ question, random }) => onText(question, random, (bytes) => flipped(bytes, random)),
  ({ question, random }) =>
    onText(question, random, (bytes) => bytes.subarray(0, random.below(bytes.length))),
  ({ question, random }) =>
    onLines(question, random, (lines) => lines.toSpliced(random.below(lines.length), 1)),
  ({ question, random }) =>
    onLines(question, random, (lines) => {
      const at = random.below(lines.length);
      return lines.toSpliced(at, 0, lines[at] ?? '');
    }),
  ({ question, random }) =>
    onLines(question, random, (lines) => {
      const at = random.below(lines.length - 1);
      return lines.toSpliced(at, 2, lines[at + 1] ?? '', lines[at] ?? '');
    }),
  ({ question, random }) => onNumbers(question, random),
  ({ question, other, random }) => {
    const at = random.below(question.parts.length);
    return { ...question, parts: question.parts.with(at, other.parts[at] ?? Buffer.alloc(0)) };
  },
  ({ question, other, random }) => onEntries(question, other, random),
];

function onText(
  question: Question,
  random: SeededRandom,
  change: (bytes: Buffer) => Buffer,
): Question {
  const at = random.below(question.parts.length);
  const part = question.parts[at] ?? Buffer.alloc(0);
  return { ...question, parts: question.parts.with(at, change(part)) };
}

function onLines(
  question: Question,
  random: SeededRandom,
  change: (lines: string[]) => string[],
): Question {
  return onText(question, random, (bytes) =>
    Buffer.from(change(String(bytes).split('\n')).join('\n')),
  );
}

/** The index of a proof, the size of a checkpoint, or the index that evidence states. */
function onNumbers(question: Question, random: SeededRandom): Question {
  const change = (_: string, before: string, number: string): string =>
    `${before}${random.pick([String(Number(number) + 1), `0${number}`, '9223372036854775808', '0'])}`;
  return onText(question, random, (bytes) =>
    Buffer.from(String(bytes).replace(/(^index |"index":|ledger\/[0-9a-f]+\n)(\d+)/m, change)),
  );
}

/** Of evidence: an entry left out, put elsewhere or of another transmission; of others, a bit. */
function onEntries(question: Question, other: Question, random: SeededRandom): Question {
  if (question.kind !== 'evidence') return onText(question, random, (b) => flipped(b, random));
  const read = ({ parts }: Question) =>
    JSON.parse(String(parts[0])) as { entries: { index: number }[]; transmissionId: string };
  const evidence = read(question);
  const at = random.below(evidence.entries.length);
  const changes = [
    { entries: evidence.entries.toSpliced(at, 1) },
    { entries: evidence.entries.with(at, { ...evidence.entries[at]!, index: at + 10_000_000 }) },
    { entries: evidence.entries.toSpliced(at, 0, evidence.entries[at]!) },
    { entries: [...evidence.entries, ...read(other).entries] },
    { transmissionId: read(other).transmissionId },
    { entries: [] },
  ];
  const changed = { ...evidence, ...random.pick(changes) };
  return { ...question, parts: [Buffer.from(JSON.stringify(changed))] };
}

function flipped(bytes: Buffer, random: SeededRandom): Buffer {
  const changed = Buffer.from(bytes);
  const at = random.below(bytes.length);
  changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
  return changed;
}
