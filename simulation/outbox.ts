import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { StateChannel } from './channel.ts';
import type { FaultPlan } from './fault-plan.ts';
import { createRandom } from './generator/random.ts';
import type { Journal } from './journal.ts';
import type { SentLine } from './journal-lines.ts';
import type { Meaning, NativeDialect } from './native/meaning.ts';
import type { HubAddress, SubmitAnswer } from './submit-document.ts';

/** What the state means to send. */
export interface OutgoingActivity {
  /** Activities of one lane go one after another: its case. */
  readonly lane: string;
  readonly meaning: Meaning;
}

/** What the hub said at last: its receipt, or why it will never take the activity. */
export type Settlement =
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly status: number; readonly problem: string };

export interface Receipt {
  readonly transmissionId: string;
  readonly status: string;
  readonly caseId: string;
}

export interface Outbox {
  /** Resolves with the settlement; the activity is on the disk before the first attempt. */
  send(activity: OutgoingActivity): Promise<Settlement>;
  /** As `send`, for an activity that an earlier process queued. */
  resume(activity: OutgoingActivity, document: Buffer): Promise<Settlement>;
  /** Activities that have no settlement yet. */
  pending(): number;
  /** Ends attempts and connections; what is pending stays in the journal. */
  close(): void;
}

export interface OutboxParts {
  readonly dialect: NativeDialect;
  readonly journal: Journal<SentLine>;
  readonly faults: FaultPlan;
  /** Where the hub is; undefined until it is known. */
  readonly hub: () => HubAddress | undefined;
  readonly now: () => Date;
  /** Most submissions under way at once. */
  readonly concurrency: number;
  readonly channel: Pick<StateChannel, 'submit'>;
  readonly seed: string;
}

/** First and longest wait between attempts, in milliseconds. */
const BACK_OFF = { first: 50, longest: 2000 } as const;

/**
 * Submits with the same id until the hub gives a receipt or refuses for good (4xx but 408, 425, 429);
 * one at a time in each lane, several lanes at once. Every attempt and answer goes to the journal.
 */
export function createOutbox(parts: OutboxParts): Outbox {
  const random = createRandom(`${parts.seed}/back-off`);
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal); // as many wait for their next attempt as the hub is away
  const lanes = new Map<string, Promise<unknown>>();
  const slots = createSlots(parts.concurrency);
  let pending = 0;

  async function inLane<Result>(lane: string, act: () => Promise<Result>): Promise<Result> {
    const mine = (lanes.get(lane) ?? Promise.resolve()).then(act, act);
    const settled = mine.catch(() => undefined);
    lanes.set(lane, settled);
    pending += 1;
    try {
      return await mine;
    } finally {
      pending -= 1;
      if (lanes.get(lane) === settled) lanes.delete(lane);
    }
  }

  async function submitUntilSettled({ meaning }: OutgoingActivity, document: Buffer) {
    for (let attempt = 1; ; attempt += 1) {
      stopping.signal.throwIfAborted();
      const answer = await attemptOnce(meaning.id, document);
      const outcome = answer.kind === 'answered' ? `status ${answer.status}` : answer.code;
      const noted = note({ event: 'attempt', messageId: meaning.id, attempt, outcome });
      const settlement = await settle(meaning.id, answer);
      await noted;
      if (settlement !== undefined) return settlement;
      await wait(delayAfter(attempt, answer), undefined, { signal: stopping.signal });
    }
  }

  async function attemptOnce(messageId: string, document: Buffer): Promise<SubmitAnswer> {
    const hub = await knownHub();
    const request = { hub, messageId, document };
    const { submit } = parts.channel;
    const fault = parts.faults.nextSubmit()?.kind;
    return slots.use(async () => {
      const abandon = fault === 'abandon-answer';
      const twin = fault === 'submit-twice' ? submit(request) : undefined;
      const answer = await submit({ ...request, abandon });
      if (twin !== undefined) await settle(messageId, await twin);
      if (fault === 'submit-again') await settle(messageId, await submit(request));
      return answer;
    });
  }

  async function knownHub(): Promise<HubAddress> {
    for (;;) {
      const hub = parts.hub();
      if (hub !== undefined) return hub;
      await wait(BACK_OFF.first, undefined, { signal: stopping.signal });
    }
  }

  async function settle(messageId: string, answer: SubmitAnswer): Promise<Settlement | undefined> {
    if (answer.kind === 'failed') return undefined;
    const { status, text } = answer;
    if (status === 200 || status === 202) {
      const receipt = readReceipt(text);
      if (receipt === undefined) return undefined;
      await note({ event: 'receipt', messageId, status, receipt: text });
      return { kind: 'receipt', receipt };
    }
    if (status < 400 || status >= 500 || RETRYABLE.has(status)) return undefined;
    await note({ event: 'refused', messageId, status, problem: text });
    return { kind: 'refused', status, problem: text };
  }

  function note(line: DistributedOmit<SentLine, 'at'>): Promise<void> {
    return parts.journal.append({ ...line, at: parts.now().toISOString() });
  }

  function delayAfter(attempt: number, answer: SubmitAnswer): number {
    const most = Math.min(BACK_OFF.longest, BACK_OFF.first * 2 ** Math.min(attempt - 1, 10));
    const asked = answer.kind === 'answered' ? (answer.retryAfter ?? 0) : 0;
    return Math.max(random.integer(BACK_OFF.first / 2, most), Math.min(asked, BACK_OFF.longest));
  }

  return {
    send: (activity) =>
      inLane(activity.lane, async () => {
        const document = parts.dialect.write(activity.meaning);
        const native = document.toString('utf8');
        const { lane, meaning } = activity;
        await note({ event: 'queued', messageId: meaning.id, lane, meaning, native });
        return submitUntilSettled(activity, document);
      }),
    resume: (activity, document) =>
      inLane(activity.lane, () => submitUntilSettled(activity, document)),
    pending: () => pending,
    close: () => {
      stopping.abort();
    },
  };
}

const RETRYABLE: ReadonlySet<number> = new Set([408, 425, 429]);

type DistributedOmit<Union, Key extends PropertyKey> = Union extends unknown
  ? Omit<Union, Key>
  : never;

/** What the state needs of a receipt; undefined when the text is none. */
export function readReceipt(text: string): Receipt | undefined {
  try {
    const { transmissionId, status, caseId } = JSON.parse(text) as Partial<Receipt>;
    const whole = [transmissionId, status, caseId].every((value) => typeof value === 'string');
    return whole ? ({ transmissionId, status, caseId } as Receipt) : undefined;
  } catch {
    return undefined;
  }
}

function createSlots(count: number): { use<Result>(act: () => Promise<Result>): Promise<Result> } {
  let free = count;
  const waiting: (() => void)[] = [];
  return {
    async use(act) {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await act();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
