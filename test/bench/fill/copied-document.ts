import type { SupervisedIndividual } from '../../../hub/generated/messages.ts';
import { type Envelope, canonicalEnvelope } from '../../../hub/message/envelope.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { sha256 } from '../../../hub/message/sealed-content.ts';
import { messageIdOf } from '../../../simulation/state-event.ts';
import { renamed } from './another-person.ts';
import type { CaseCopy } from './case-copy.ts';
import type { StoryMoment } from './story-book.ts';

/** A document as it was submitted, and as it was read. */
export interface SaidDocument {
  readonly envelope: Envelope;
  readonly body: Buffer;
}

export interface WrittenDocument {
  readonly body: Buffer;
  readonly canonical: Buffer;
  readonly contentDigest: Buffer;
}

type Said = (copy: CaseCopy, at: Date) => string;

/** Text, and places in it by their number. */
type Template = readonly (string | number)[];

/** A document of a told case, to be said again in cases that are alike. */
export interface DocumentForm {
  readonly said: readonly Said[];
  readonly received: Template;
  readonly canonical: Template;
  /** What the content digest is of. */
  readonly timeless: Template;
}

export function formOf(
  { story, step }: Pick<StoryMoment, 'story' | 'step'>,
  { envelope, body }: SaidDocument,
): DocumentForm {
  const { id, subject, time, data } = envelope;
  const { senderCaseNumber, supervisedIndividual } = data as {
    readonly senderCaseNumber?: string;
    readonly supervisedIndividual?: SupervisedIndividual;
  };
  const places = new Map<string, Said>();
  const timeText = `"time":${JSON.stringify(time)}`;
  places.set(timeText, (_, at) => `"time":"${at.toISOString()}"`);
  if (subject !== undefined) places.set(`"${subject}"`, ({ caseId }) => `"${caseId}"`);
  const earlierIds = Array.from({ length: step.number }, (_, at) => messageIdOf(story.key, at + 1));
  for (const text of [id, senderCaseNumber, ...earlierIds]) {
    if (text !== undefined)
      places.set(`"${text}"`, ({ key }) => `"${text.replace(story.key, key)}"`);
  }
  if (supervisedIndividual !== undefined) {
    for (const [text, say] of renamed(supervisedIndividual))
      places.set(text, ({ key }) => say(key));
  }
  const { text } = canonicalEnvelope(envelope);
  const cut = cutter([...places.keys()]);
  return {
    said: [...places.values()],
    received: cut(body.toString()),
    canonical: cut(text),
    timeless: cut(text.replace(`${timeText},`, '')),
  };
}

export function writeDocument(form: DocumentForm, copy: CaseCopy, at: Date): WrittenDocument {
  const said = form.said.map((say) => say(copy, at));
  return {
    body: Buffer.from(written(form.received, said)),
    canonical: Buffer.from(written(form.canonical, said)),
    contentDigest: sha256(Buffer.from(written(form.timeless, said))),
  };
}

/** What the activity says in the copy. */
export function dataIn(form: DocumentForm, copy: CaseCopy): JsonObject {
  const said = form.said.map((say) => say(copy, new Date(0)));
  return (JSON.parse(written(form.canonical, said)) as { data: JsonObject }).data;
}

/** Cuts a text where it holds one of these. */
function cutter(texts: readonly string[]): (text: string) => Template {
  const numbers = new Map(texts.map((text, number) => [text, number]));
  const literals = texts.map((text) => text.replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`));
  const pattern = new RegExp(`(${literals.join('|')})`);
  return (text) => text.split(pattern).map((piece) => numbers.get(piece) ?? piece);
}

function written(template: Template, said: readonly string[]): string {
  let text = '';
  for (const piece of template) text += typeof piece === 'string' ? piece : (said[piece] ?? '');
  return text;
}
