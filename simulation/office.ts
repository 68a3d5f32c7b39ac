import { caseStory } from './generator/case-story.ts';
import type { CaseStory, StoryStep } from './generator/case-story.ts';
import { createRandom } from './generator/random.ts';
import type { Journal } from './journal.ts';
import type { StoryLine, StoryPart } from './journal-lines.ts';
import type { Meaning } from './native/meaning.ts';
import type { Outbox, Settlement } from './outbox.ts';
import type { Delivery } from './receive-delivery.ts';
import { messageIdOf, readMessageId } from './state-event.ts';
import type { StateEvent } from './state-event.ts';

export interface OfficeParts {
  readonly member: string;
  readonly outbox: Outbox;
  readonly journal: Journal<StoryLine>;
  readonly now: () => Date;
  readonly tell: (event: StateEvent) => void;
}

/** How far a story had come when an earlier process ended. */
export interface Progress {
  /** Steps that have happened. */
  readonly done: number;
  readonly caseId?: string;
  readonly ownNumberKnown: boolean;
  /** The next step is in the outbox already. */
  readonly queued: boolean;
}

export interface Office {
  /** Takes this state's part in a story; its first activity goes out at once when it is the sender's. */
  begin(key: string, part: StoryPart, progress?: Progress): Promise<void>;
  /** Drops a story that the other state cannot go on with. */
  drop(key: string): void;
  /** An activity was stored. */
  arrived(delivery: Delivery, meaning: Meaning): void;
  /** An activity that an earlier process queued has its settlement now. */
  settled(meaning: Meaning, settlement: Settlement): void;
  /** Stories that are not over. */
  active(): number;
  close(): void;
}

interface ActiveStory {
  readonly key: string;
  readonly part: StoryPart;
  readonly story: CaseStory;
  done: number;
  caseId: string | undefined;
  /** Whether the hub has been told this state's own number of the case. */
  ownNumberKnown: boolean;
  /** The step that is being thought over or sent. */
  underWay: number;
}

/** How often a state that may name a case by its own number does so. */
const BY_OWN_NUMBER = 0.3;

/**
 * Plays a state's part in stories: when the step before is done (sent by itself and transmitted, or
 * received from the other state), it thinks a while and submits the next one that is its own.
 */
export function createOffice(parts: OfficeParts): Office {
  const stories = new Map<string, ActiveStory>();
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;

  async function begin(key: string, part: StoryPart, progress?: Progress): Promise<void> {
    if (stories.has(key)) return;
    const story = caseStory(part.plan);
    const active: ActiveStory = {
      key,
      part,
      story,
      done: progress?.done ?? 0,
      caseId: progress?.caseId,
      ownNumberKnown: progress?.ownNumberKnown ?? false,
      underWay: progress?.queued === true ? progress.done + 1 : 0,
    };
    stories.set(key, active);
    if (progress === undefined) await parts.journal.append({ event: 'begun', key, part });
    advance(active);
  }

  /** Ends the story, or begins to think over the next step when it is this state's. */
  function advance(active: ActiveStory): void {
    const next = active.story.steps[active.done];
    if (next === undefined) {
      end(active);
      return;
    }
    if (next.from !== parts.member || active.underWay >= next.number || closed) return;
    active.underWay = next.number;
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        submit(active, next).catch((error: unknown) => {
          if (!closed) throw error;
        });
      },
      thinkTime(active, next),
    );
    timers.add(timer);
  }

  function end({ key, done, story }: ActiveStory): void {
    if (!stories.delete(key) || closed) return;
    const told = done === story.steps.length;
    const at = parts.now().toISOString();
    if (told) parts.tell({ kind: 'ended', at, member: parts.member, key });
    // The line only spares a later start some work: nothing waits for it.
    parts.journal.append({ event: 'ended', key }).catch(() => undefined);
  }

  async function submit(active: ActiveStory, step: StoryStep): Promise<void> {
    const meaning = meaningOf(active, step, parts.now());
    settle(active, step, await parts.outbox.send({ lane: active.key, meaning }));
  }

  function settle(active: ActiveStory, step: StoryStep, settlement: Settlement): void {
    const { member } = parts;
    const at = parts.now().toISOString();
    const facts = { at, member, key: active.key, step: step.number, type: step.type, to: step.to };
    if (settlement.kind === 'refused') {
      parts.tell({ ...facts, kind: 'refused', status: settlement.status });
      end(active);
      return;
    }
    const { caseId, transmissionId, status } = settlement.receipt;
    active.caseId = caseId;
    active.ownNumberKnown ||= step.data.senderCaseNumber !== undefined;
    parts.tell({ ...facts, kind: 'accepted', caseId, transmissionId, status });
    // What waits for a release comes back as the other state's next step.
    if (status === 'transmitted') happened(active, step.number);
  }

  function happened(active: ActiveStory, step: number): void {
    active.done = Math.max(active.done, step);
    advance(active);
  }

  return {
    begin,
    drop(key) {
      const active = stories.get(key);
      if (active !== undefined) end(active);
    },
    arrived({ caseId, caseSequence, deliveryId }, meaning) {
      const reference = readMessageId(meaning.id);
      const active = reference === undefined ? undefined : stories.get(reference.key);
      if (reference === undefined || active === undefined) return;
      active.caseId = caseId === '' ? meaning.caseReference : caseId;
      const { type, from } = meaning;
      const at = parts.now().toISOString();
      const facts = { at, member: parts.member, ...reference, type, from };
      parts.tell({ ...facts, kind: 'arrived', caseId, caseSequence, deliveryId });
      happened(active, reference.step);
    },
    settled(meaning, settlement) {
      const reference = readMessageId(meaning.id);
      const active = reference === undefined ? undefined : stories.get(reference.key);
      const step = active?.story.steps[(reference?.step ?? 0) - 1];
      if (active !== undefined && step !== undefined) settle(active, step, settlement);
    },
    active: () => stories.size,
    close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

function meaningOf(active: ActiveStory, step: StoryStep, now: Date): Meaning {
  const { sending, caseNumbers } = active.part.plan;
  const ownNumber = step.from === sending ? caseNumbers.sending : caseNumbers.receiving;
  const random = createRandom(`${active.key}.${step.number}/reference`);
  const byOwnNumber = active.ownNumberKnown && random.chance(BY_OWN_NUMBER);
  const caseReference = byOwnNumber ? ownNumber : active.caseId;
  return {
    id: messageIdOf(active.key, step.number),
    type: step.type,
    from: step.from,
    to: step.to,
    time: `${now.toISOString().slice(0, 19)}Z`,
    ...(caseReference === undefined ? {} : { caseReference }),
    supervisionType: active.story.supervisionType,
    data: step.data,
  };
}

/** Between the two bounds, the same for the same step; the first activity needs no thought. */
function thinkTime({ key, part }: ActiveStory, step: StoryStep): number {
  const [least, most] = part.thinkMs;
  if (step.number === 1) return 0;
  return least + (most - least) * createRandom(`${key}.${step.number}/think`).next();
}
