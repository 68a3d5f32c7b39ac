import type { RecordVerdict } from './adapter.ts';

/** What a reason file is about. */
export interface ReasonFacts {
  readonly name: string;
  readonly at: Date;
  /** What one of its records is called: a record, a line. */
  readonly unit: 'record' | 'line';
  /** In the file's order; a line's place in the file where it is not its place in the list. */
  readonly records: readonly { readonly number: number; readonly verdict: RecordVerdict }[];
}

/** A problem of the hub or of this adapter, read from its JSON (RFC 9457); it repeats no value. */
interface Problem {
  readonly title?: unknown;
  readonly detail?: unknown;
  readonly code?: unknown;
  readonly problems?: unknown;
}

const LONGEST_TEXT = 500;
const MOST_PLACES = 100;

const WHAT_TO_DO: ReadonlyMap<string, string> = new Map([
  ['ID_REUSE', 'Give the changed activity an id of its own, and send it again.'],
  ['FILE_TOO_LARGE', 'Send it in several files.'],
  [
    'MANIFEST_DISAGREES',
    'Write the manifest last, with the size and SHA-256 of the file as it is, and put both into out again.',
  ],
  ['LIST_UNREADABLE', 'Begin with the line deliveryId,verdict,reference,reason.'],
  ['LINE_UNREADABLE', 'Write deliveryId,verdict,reference,reason with the verdict ack or nak.'],
  ['CASE_UNKNOWN', 'Check the case id; the case must have been opened by an activity before.'],
  ['OUT_OF_ORDER', 'Check which activity the case expects next.'],
]);
const CORRECT =
  'Correct it in your system and send it again in a new file. What was accepted is not needed again.';

/** The text of `rejected/<name>.reason.txt`, for a person. */
export function reasonText({ name, at, unit, records }: ReasonFacts): string {
  const refused = records.flatMap(({ number, verdict }) =>
    verdict.kind === 'refused' ? [{ number, problem: readProblem(verdict.problem) }] : [],
  );
  const all = refused.length === records.length;
  const summary = all
    ? 'The hub refused this file.'
    : `The hub accepted ${records.length - refused.length} and refused ${refused.length} of the ${records.length} ${unit}s of this file.`;
  const parts = refused.map(({ number, problem }) =>
    records.length === 1
      ? aboutProblem('File', problem)
      : aboutProblem(`${titled(unit)} ${number}`, problem),
  );
  return [`${summary}\n\nFile: ${name}\nTime: ${at.toISOString()}\n`, ...parts].join('\n');
}

function aboutProblem(heading: string, { title, detail, code, problems }: Problem): string {
  const codeText = line(code) ?? 'UNKNOWN';
  const what = [line(title), line(detail)].filter((text) => text !== undefined).join('. ');
  const places = Array.isArray(problems) ? (problems as unknown[]) : [];
  return [
    heading,
    `  Code:       ${codeText}`,
    ...(what === '' ? [] : [`  Reason:     ${what}`]),
    ...places.slice(0, MOST_PLACES).map((place) => `  Where:      ${placeText(place)}`),
    ...(places.length > MOST_PLACES ? [`  and ${places.length - MOST_PLACES} more`] : []),
    `  What to do: ${WHAT_TO_DO.get(codeText) ?? CORRECT}`,
    '',
  ].join('\n');
}

function placeText(place: unknown): string {
  if (typeof place !== 'object' || place === null) return 'unknown';
  const { pointer, code, detail } = place as Record<string, unknown>;
  const at = line(pointer) ?? '';
  return [at === '' ? 'the whole record' : at, line(code), line(detail)]
    .filter((text) => text !== undefined)
    .join('  ');
}

function readProblem(json: string): Problem {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** One line of text, without what would move a terminal's cursor. */
function line(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value.replace(/\p{C}+/gu, ' ').slice(0, LONGEST_TEXT);
}

function titled(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
