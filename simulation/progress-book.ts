import type { CaseStory, StoryStep } from './generator/case-story.ts';
import type { StateEvent, StepEvent } from './state-event.ts';

/** What became of one activity of a played case; what a killed state could not tell is missing. */
export interface PlayedStep {
  readonly number: number;
  readonly type: StoryStep['type'];
  readonly from: string;
  readonly to: string;
  acceptedAt?: string;
  transmissionId?: string;
  arrivedAt?: string;
  deliveryId?: string;
}

export interface CaseEnd {
  readonly caseNumber: number;
  /** The hub's id, once a receipt has named it. */
  readonly caseId: string | undefined;
  /** `told`: every activity of the story was accepted and has arrived. */
  readonly ended: 'told' | 'refused' | 'stopped';
  readonly steps: readonly PlayedStep[];
}

export interface ProgressBook {
  /** Resolves when the case is over. */
  open(key: string, caseNumber: number, story: CaseStory): Promise<CaseEnd>;
  /** Notes the event; the step of the story that it is about, when the story is open. */
  note(event: StateEvent): StoryStep | undefined;
  /** Ends what is open as `stopped`. */
  close(): void;
}

interface OpenCase {
  readonly caseNumber: number;
  readonly story: CaseStory;
  readonly steps: readonly PlayedStep[];
  readonly resolve: (end: CaseEnd) => void;
  caseId: string | undefined;
  /** States whose part is not over. */
  readonly playing: Set<string>;
}

/** Follows open cases by the events of their two states; holds nothing of cases that are over. */
export function createProgressBook(): ProgressBook {
  const open = new Map<string, OpenCase>();

  function end(key: string, ended: CaseEnd['ended']): void {
    const played = open.get(key);
    if (played === undefined) return;
    open.delete(key);
    const { caseNumber, caseId, steps } = played;
    played.resolve({ caseNumber, caseId, ended, steps });
  }

  return {
    open: (key, caseNumber, story) =>
      new Promise((resolve) => {
        const steps = story.steps.map(({ number, type, from, to }) => ({ number, type, from, to }));
        const playing = new Set([story.sending, story.receiving]);
        open.set(key, { caseNumber, story, steps, resolve, caseId: undefined, playing });
      }),
    note(event) {
      const played = open.get(event.key);
      if (played === undefined) return undefined;
      if (event.kind === 'ended') {
        played.playing.delete(event.member);
        if (played.playing.size === 0) end(event.key, 'told');
        return undefined;
      }
      noteStep(played, event);
      if (event.kind === 'refused') end(event.key, 'refused');
      return played.story.steps[event.step - 1];
    },
    close() {
      for (const key of [...open.keys()]) end(key, 'stopped');
    },
  };
}

function noteStep(played: OpenCase, event: StepEvent): void {
  const step = played.steps[event.step - 1];
  if (step === undefined || event.kind === 'refused') return;
  played.caseId ??= event.caseId;
  if (event.kind === 'accepted') {
    step.acceptedAt ??= event.at;
    step.transmissionId ??= event.transmissionId;
  } else {
    step.arrivedAt ??= event.at;
    step.deliveryId ??= event.deliveryId;
  }
}
