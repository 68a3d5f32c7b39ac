import type { SupervisedIndividual } from '../../../hub/generated/messages.ts';
import { type Envelope, canonicalEnvelope } from '../../../hub/message/envelope.ts';
import { sha256 } from '../../../hub/message/sealed-content.ts';
import { messageIdOf } from '../../../simulation/state-event.ts';
import { renamed } from './another-person.ts';
import type { CaseCopy } from './case-copy.ts';
import type { StoryMoment } from './story-book.ts';
import { type Template, cut, written } from './template.ts';

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

/** A document of a told case, to be said again in cases that are alike. */
export interface DocumentForm {
  readonly said: readonly Said[];
  readonly received: Template;
  readonly canonical: Template;
  /** Who is described, where anybody is. */
  readonly person: Template | undefined;
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
  places.set(timeMember(time), (_, at) => timeMember(at.toISOString()));
  if (subject !== undefined) places.set(`"${subject}"`, ({ caseId }) => `"${caseId}"`);
  const earlierIds = Array.from({ length: step.number }, (_, at) => messageIdOf(story.key, at + 1));
  for (const text of [id, senderCaseNumber, ...earlierIds]) {
    if (text !== undefined)
      places.set(`"${text}"`, ({ key }) => `"${text.replace(story.key, key)}"`);
  }
  if (supervisedIndividual !== undefined) {
    for (const [text, say] of renamed(supervisedIndividual))
      places.set(text, remembered(text, say));
  }
  const { text } = canonicalEnvelope(envelope);
  const texts = [...places.keys()];
  return {
    said: [...places.values()],
    received: cut(body.toString(), texts),
    canonical: cut(text, texts),
    person: supervisedIndividual && cut(JSON.stringify(supervisedIndividual), texts),
  };
}

const timeMember = (time: string): string => `"time":"${time}",`;

/** What is said of a person is drawn once. */
function remembered(text: string, say: (key: string) => string): Said {
  return ({ key, person }) => {
    const known = person.get(text);
    if (known !== undefined) return known;
    const said = say(key);
    person.set(text, said);
    return said;
  };
}

export function writeDocument(form: DocumentForm, copy: CaseCopy, at: Date): WrittenDocument {
  const said = form.said.map((say) => say(copy, at));
  const canonical = Buffer.from(written(form.canonical, said));
  return {
    body: Buffer.from(written(form.received, said)),
    canonical,
    contentDigest: timelessDigest(canonical, timeMember(at.toISOString())),
  };
}

/** The content digest is of all but the time, which stands behind the data. */
function timelessDigest(canonical: Buffer, time: string): Buffer {
  const at = canonical.lastIndexOf(time);
  return sha256(canonical.subarray(0, at), canonical.subarray(at + time.length));
}

/** The person whom the activity describes in the copy. */
export function personIn(form: DocumentForm, copy: CaseCopy): SupervisedIndividual | undefined {
  if (form.person === undefined) return undefined;
  const said = form.said.map((say) => say(copy, new Date(0)));
  return JSON.parse(written(form.person, said)) as SupervisedIndividual;
}
