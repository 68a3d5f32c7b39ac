import { readJournal } from './journal.ts';
import { JOURNALS } from './journal-lines.ts';
import type { ReceivedLine, SentLine, StoryLine, StoryPart } from './journal-lines.ts';
import type { Meaning } from './native/meaning.ts';
import type { Progress } from './office.ts';
import { readReceipt } from './outbox.ts';
import { readMessageId } from './state-event.ts';

/** What the journals of a data directory say of work that is not over. */
export interface Restored {
  readonly stories: readonly {
    readonly key: string;
    readonly part: StoryPart;
    readonly progress: Progress;
  }[];
  /** Queued without a settlement, in the order of queueing. */
  readonly pending: readonly {
    readonly lane: string;
    readonly meaning: Meaning;
    readonly document: Buffer;
  }[];
  /** Delivery ids that had their effect. */
  readonly effects: ReadonlySet<string>;
}

interface OpenStory {
  readonly part: StoryPart;
  done: number;
  caseId?: string;
  ownNumberKnown: boolean;
}

/** Reads the three journals once, at the start of a state system. */
export async function restoreState(folder: string): Promise<Restored> {
  const stories = await openStories(folder);
  const effects = new Set<string>();
  for await (const line of readJournal<ReceivedLine>(folder, JOURNALS.received)) {
    if (line.event !== 'effect') continue;
    effects.add(line.deliveryId);
    if (line.messageId !== undefined) noteStep(stories, line.messageId, line.caseId);
  }
  const pending = new Map<string, Restored['pending'][number]>();
  for await (const line of readJournal<SentLine>(folder, JOURNALS.sent)) {
    noteSent(stories, pending, line);
  }
  const queued = new Set([...pending.keys()].map((id) => readMessageId(id)?.key));
  return {
    stories: [...stories].map(([key, { part, ...progress }]) => ({
      key,
      part,
      progress: { ...progress, queued: queued.has(key) },
    })),
    pending: [...pending.values()],
    effects,
  };
}

async function openStories(folder: string): Promise<Map<string, OpenStory>> {
  const stories = new Map<string, OpenStory>();
  for await (const line of readJournal<StoryLine>(folder, JOURNALS.stories)) {
    if (line.event === 'ended') stories.delete(line.key);
    else stories.set(line.key, { part: line.part, done: 0, ownNumberKnown: false });
  }
  return stories;
}

function noteSent(
  stories: Map<string, OpenStory>,
  pending: Map<string, Restored['pending'][number]>,
  line: SentLine,
): void {
  if (line.event === 'queued') {
    const document = Buffer.from(line.native);
    pending.set(line.messageId, { lane: line.lane, meaning: line.meaning, document });
  } else if (line.event === 'receipt') {
    const ownNumber = pending.get(line.messageId)?.meaning.data.senderCaseNumber;
    pending.delete(line.messageId);
    const receipt = readReceipt(line.receipt);
    if (receipt?.status === 'transmitted') noteStep(stories, line.messageId, receipt.caseId);
    const story = stories.get(readMessageId(line.messageId)?.key ?? '');
    if (story !== undefined) story.ownNumberKnown ||= ownNumber !== undefined;
  } else if (line.event === 'refused') {
    pending.delete(line.messageId);
    stories.delete(readMessageId(line.messageId)?.key ?? '');
  }
}

function noteStep(stories: Map<string, OpenStory>, messageId: string, caseId: string): void {
  const reference = readMessageId(messageId);
  const story = stories.get(reference?.key ?? '');
  if (story === undefined || reference === undefined) return;
  story.done = Math.max(story.done, reference.step);
  story.caseId = caseId;
}
