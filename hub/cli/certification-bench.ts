import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Parcel, StateAdapter } from '../../adapters/adapter.ts';
import type { AdapterSettings } from '../../adapters/adapter-settings.ts';
import {
  type Answer,
  type GoldenDocument,
  type TrialBench,
  answerOf,
} from '../certification/trial.ts';
import type { Profile } from '../compact/profile.ts';
import { UsageError } from './command.ts';
import { mintHubId, mintUuid, type RandomBytes } from '../message/identifiers.ts';

export interface CertificationBenchParts {
  readonly profile: Profile;
  readonly golden: readonly GoldenDocument[];
  readonly repeats: number;
  /** Makes the state's adapter with this clock. */
  readonly createAdapter: (now: AdapterSettings['now']) => StateAdapter;
  readonly now: () => Date;
  readonly random: RandomBytes;
  /** How long a state that answers later may take, in milliseconds. */
  readonly patienceMs: number;
  /** A command of the shell that restarts the state's system; the trial waits until it answers again. */
  readonly restartCommand: string | undefined;
  readonly signal: AbortSignal;
  /** Told of each parcel that the state's system refuses. */
  readonly refused: (parcel: Parcel) => void;
}

export interface CertificationBench extends TrialBench {
  close(): Promise<void>;
}

const LEAST_PATIENCE_MS = 1_000;

/** The state's real endpoint on a bench: one adapter, and whoever listens for answers that come later. */
export function openCertificationBench(parts: CertificationBenchParts): CertificationBench {
  const adapter = parts.createAdapter(parts.now);
  const answers = listenForAnswers(adapter, parts.signal);
  const { capabilities, member } = parts.profile;

  let slowestMs = 0;

  /** A repeat may get no answer at all, or none of its own: for that the trials do not wait as long. */
  function patienceFor({ attempt }: Parcel): number {
    if (attempt === 1) return parts.patienceMs;
    return Math.min(parts.patienceMs, Math.max(LEAST_PATIENCE_MS, 3 * slowestMs));
  }

  async function answerTo(parcel: Parcel): Promise<Answer | undefined> {
    const sentAt = parts.now().getTime();
    const answer = await answers.of(parcel.deliveryId, patienceFor(parcel));
    if (answer !== undefined) slowestMs = Math.max(slowestMs, parts.now().getTime() - sentAt);
    return answer;
  }

  async function sendBy(way: StateAdapter, parcel: Parcel): Promise<Answer> {
    const [outcome] = await way.deliver([parcel], parts.signal);
    if (outcome === undefined) throw new Error('an adapter gave no outcome');
    const answer = answerOf(outcome);
    const later = capabilities.acknowledgement === 'asynchronous' && adapter.receive !== undefined;
    if (answer.kind !== 'taken' || answer.acknowledged || !later) return told(parcel, answer);
    return told(parcel, (await answerTo(parcel)) ?? answer);
  }

  function told(parcel: Parcel, answer: Answer): Answer {
    if (answer.kind === 'refused') parts.refused(parcel);
    return answer;
  }

  return {
    capabilities,
    golden: parts.golden,
    repeats: parts.repeats,
    parcelOf: (document, facts) => {
      const delivery = {
        deliveryId: mintUuid(parts.now(), parts.random),
        caseId: mintHubId('C', parts.random),
        caseSequence: 1,
        ...facts,
      };
      return {
        transmissionId: mintUuid(parts.now(), parts.random),
        destination: member,
        attempt: 1,
        possibleDuplicate: false,
        activityType: document.activityType,
        contentType: document.contentType,
        body: document.writtenFor?.(delivery) ?? document.body,
        ...delivery,
      };
    },
    send: (parcel) => sendBy(adapter, parcel),
    probe: async (deliveryId) =>
      capabilities.probe ? adapter.probe?.(deliveryId, parts.signal) : undefined,
    sendSkewed: async (parcel, skewMs) => {
      const skewed = parts.createAdapter(() => new Date(parts.now().getTime() + skewMs));
      try {
        return await sendBy(skewed, parcel);
      } finally {
        await skewed.close();
      }
    },
    restart: parts.restartCommand === undefined ? undefined : restartBy(parts.restartCommand),
    now: parts.now,
    pause: async (milliseconds) => {
      await pause(milliseconds, undefined, { signal: parts.signal }).catch(() => {
        throw new UsageError('interrupted');
      });
    },
    close: async () => {
      answers.close();
      await adapter.close();
      await answers.ended;
    },
  };
}

interface Answers {
  /** What the state said of a delivery; undefined when nothing came in time. */
  of(deliveryId: string, patienceMs: number): Promise<Answer | undefined>;
  close(): void;
  readonly ended: Promise<void>;
}

function listenForAnswers(adapter: StateAdapter, outer: AbortSignal): Answers {
  const stop = new AbortController();
  const heard = new Map<string, Answer>();
  const waiting = new Map<string, () => void>();
  const listen = async (): Promise<void> => {
    const signal = AbortSignal.any([outer, stop.signal]);
    for await (const item of adapter.receive?.(signal) ?? []) {
      if (item.kind === 'fault') continue;
      if (item.kind === 'answer') {
        const { deliveryId, said } = item;
        heard.set(
          deliveryId,
          said.kind === 'refused'
            ? { kind: 'refused', code: 'REFUSED_BY_STATE' }
            : { kind: 'taken', acknowledged: true, ...referenceOf(said) },
        );
        waiting.get(deliveryId)?.();
        await item.settle({ kind: 'decided', records: [{ kind: 'accepted' }] });
      } else await item.settle({ kind: 'postponed' });
    }
  };
  return {
    of: async (deliveryId, patienceMs) => {
      if (!heard.has(deliveryId)) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, patienceMs);
          waiting.set(deliveryId, () => {
            clearTimeout(timer);
            resolve();
          });
        });
      }
      const answer = heard.get(deliveryId);
      // The next answer under this id is for the next try.
      heard.delete(deliveryId);
      waiting.delete(deliveryId);
      return answer;
    },
    close: () => {
      stop.abort();
    },
    ended: listen(),
  };
}

function referenceOf({ reference }: { readonly reference?: string }): { reference?: string } {
  return reference === undefined ? {} : { reference };
}

function restartBy(command: string): () => Promise<string | undefined> {
  return async () => {
    const child = spawn(command, { shell: true, stdio: 'ignore' });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code === 0 ? undefined : `the restart command ended with ${code ?? 'a signal'}`;
  };
}
