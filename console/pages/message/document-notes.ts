import type { MessageStory } from '../../generated/answers.ts';
import type { DocumentLine } from './document-lines.ts';
import { latestDelivery } from './headline.ts';

/** What is wrong at which place of the compact message, by JSON Pointer. */
export type DocumentNotes = ReadonlyMap<string, string>;

/** Words of the notes in the documents. */
export const NOTES = {
  where: '▲ marks the places of the compact message that the checks looked at.',
  findings: (count: number): string =>
    count === 1 ? 'What they found' : `What they found (${count})`,
  missing: (count: number): string => `${count} places are missing here that the checks looked for`,
} as const;

export const NO_NOTES: DocumentNotes = new Map();

const RESULTS = {
  'not-met': 'not met',
  'cannot-be-determined': 'cannot be determined',
} as const;

/** What the checks found, and of a message that could not be translated what the other format cannot hold. */
export function notesOf(story: MessageStory): DocumentNotes {
  const notes = new Map<string, string>();
  for (const { rule, result, pointers } of story.findings) {
    const said = `Rule ${rule} ${RESULTS[result]}`;
    for (const pointer of pointers) {
      const before = notes.get(pointer);
      notes.set(pointer, before === undefined || before === said ? said : `${before}; ${said}`);
    }
  }
  const failure = latestDelivery(story)?.failure;
  if (failure?.code !== 'UNTRANSLATABLE') return notes;
  // The detail is a code and the first places, each a pointer into the envelope.
  for (const word of (failure.detail ?? '').split(' ')) {
    if (word.startsWith('/')) notes.set(word, 'the receiving state’s format cannot hold this');
  }
  return notes;
}

/** One stands as it is; more would fill the document, and stand among the findings. */
const oneOf = (said: readonly string[]): string =>
  said.length === 1 ? (said[0] ?? '') : NOTES.missing(said.length);

/**
 * The notes by the line at which they stand: of the value itself, of the object or list that begins there, or
 * of the nearest around it, with what is missing there.
 */
export function placeNotes(
  notes: DocumentNotes,
  lines: readonly DocumentLine[],
): ReadonlyMap<string, string> {
  const keys = new Set(lines.map(({ key }) => key));
  const placed = new Map<string, string[]>();
  for (const [pointer, note] of notes) {
    for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const key = [at, `${at} begin`].find((one) => keys.has(one));
      if (key === undefined) continue;
      const missing = pointer.slice(at.length + 1).replaceAll('/', ' › ');
      const said = missing === '' ? note : `${missing}: ${note}`;
      placed.set(key, [...(placed.get(key) ?? []), said]);
      break;
    }
  }
  return new Map([...placed].map(([key, said]) => [key, oneOf(said)] as const));
}
