import { randomBytes } from 'node:crypto';
import { caseStory } from './generator/case-story.ts';
import type { CaseStory, StoryPlan } from './generator/case-story.ts';
import { createRandom } from './generator/random.ts';
import { statePair } from './generator/state-pair.ts';
import type { StoryPart } from './journal-lines.ts';
import { createProgressBook } from './progress-book.ts';
import type { CaseEnd } from './progress-book.ts';
import { startState } from './state-client.ts';
import type { StateClient } from './state-client.ts';
import type { StateEvent, StepEvent } from './state-event.ts';
import type { StateConfig } from './state-system.ts';
import { tellEvent } from './tell-event.ts';

/** A state that takes part; what is left out of its configuration is made up by the player. */
export type SimulatedState = Omit<StateConfig, 'seed' | 'hub' | 'pushKey'> & {
  /** Its key at the hub; without it the state waits for `connect`. */
  readonly hubKey?: string;
  /** The hub's key at its endpoint; random when absent. */
  readonly pushKey?: string;
};

export interface SimulationOptions {
  /** Decides every case, person and pair of states. */
  readonly seed: string;
  /**
   * Name of this run: part of every id that a state gives, so that a second run beside the same hub
   * begins new cases. The seed when absent.
   */
  readonly run?: string;
  /** Where the hub is; without it the states wait for `connect`. */
  readonly hubUrl?: string;
  readonly states: readonly SimulatedState[];
  /** Day of the first activity of every case, ISO. */
  readonly startDate: string;
  /** Least and most time that an office thinks over an activity, in milliseconds. */
  readonly thinkMs?: readonly [number, number];
  /** Told of everything that happens in any story, with a sentence for people. */
  readonly heard?: (event: StepEvent, sentence: string) => void;
}

export interface CaseOptions {
  readonly sending?: string;
  readonly receiving?: string;
  readonly variant?: StoryPlan['variant'];
  readonly thinkMs?: readonly [number, number];
}

export interface TrafficOptions {
  readonly casesInProgress: number;
  /** Activities a second, over all states, when the hub keeps up. */
  readonly rate: number;
  /** Number of the first case; 1001 unless given. */
  readonly firstCase?: number;
}

export interface Traffic {
  /** Cases begun and ended so far. */
  counts(): { readonly begun: number; readonly ended: number };
  /** Begins no more cases; resolves when those begun are over. */
  finish(): Promise<void>;
}

export interface PlayingState extends StateClient {
  /** The hub's key at its endpoint. */
  readonly pushKey: string;
}

export interface Simulation {
  /** The states' processes: endpoint, faults, status. */
  readonly states: ReadonlyMap<string, PlayingState>;
  /** Tells a state where the hub is and the state's key there. */
  connect(member: string, hubUrl: string, hubKey: string): Promise<void>;
  /** Kills a state's process and starts it again on its data, at the same endpoint. */
  restart(member: string): Promise<void>;
  /** The story of a case number, with what each activity says. */
  storyOf(caseNumber: number, options?: CaseOptions): CaseStory;
  /** Plays the case to its end and resolves with what became of each activity. */
  playCase(caseNumber: number, options?: CaseOptions): Promise<CaseEnd>;
  /** Keeps so many cases in progress until it is told to finish or the simulation stops. */
  playTraffic(options: TrafficOptions): Traffic;
  stop(): Promise<void>;
}

/** Starts a process for each state and plays cases between them; equal seeds play equal cases. */
export async function startSimulation(options: SimulationOptions): Promise<Simulation> {
  const { run = options.seed, thinkMs = [20, 60] } = options;
  const book = createProgressBook();
  const heard = (event: StateEvent): void => {
    const step = book.note(event);
    if (event.kind === 'ended' || step === undefined) return;
    options.heard?.(event, tellEvent(event, step));
    if (event.kind !== 'refused') return;
    states
      .get(event.to)
      ?.drop(event.key)
      .catch(() => undefined); // A state that is down drops nothing, and waits for nothing.
  };
  const configs = new Map(options.states.map((state) => [state.member, configOf(options, state)]));
  const states = new Map<string, PlayingState>();
  const start = async (config: StateConfig): Promise<void> => {
    const client = await startState(config, heard);
    states.set(config.member, { ...client, pushKey: config.pushKey });
  };
  await Promise.all([...configs.values()].map(start));
  let stopped = false;

  const keyOf = (caseNumber: number): string => `${run}-${caseNumber}`;

  function planOf(caseNumber: number, choice: CaseOptions = {}): StoryPlan {
    const seed = `${options.seed}/case ${caseNumber}`;
    const random = createRandom(`${seed}/pair`);
    const { sending, receiving } = statePair(random, [...states.keys()], choice);
    const caseNumbers = {
      sending: `${sending}-${run}-${caseNumber}`,
      receiving: `${receiving} ${run}/${caseNumber}`,
    };
    const { startDate } = options;
    const key = keyOf(caseNumber);
    const variant = choice.variant ?? 'any';
    return { seed, key, startDate, sending, receiving, caseNumbers, variant };
  }

  async function playCase(caseNumber: number, choice: CaseOptions = {}): Promise<CaseEnd> {
    const plan = planOf(caseNumber, choice);
    const key = keyOf(caseNumber);
    const part: StoryPart = { plan, thinkMs: choice.thinkMs ?? thinkMs };
    const end = book.open(key, caseNumber, caseStory(plan));
    // The receiver first: it must know the story when the sender's first activity comes.
    await states.get(plan.receiving)?.begin(key, part);
    await states.get(plan.sending)?.begin(key, part);
    return end;
  }

  function playTraffic({ casesInProgress, rate, firstCase = 1001 }: TrafficOptions): Traffic {
    // By Little's law an activity of each case every `between` milliseconds gives the rate.
    const between = (casesInProgress / rate) * 1000;
    const think: [number, number] = [between * 0.5, between * 1.5];
    let begun = 0;
    let ended = 0;
    let finishing = false;
    const lane = async (index: number): Promise<void> => {
      await pause((between * index) / casesInProgress);
      while (!finishing && !stopped) {
        begun += 1;
        await playCase(firstCase + begun - 1, { thinkMs: think });
        ended += 1;
      }
    };
    const lanes = Promise.all(Array.from({ length: casesInProgress }, (_, index) => lane(index)));
    lanes.catch(() => undefined); // Seen by `finish`; after `stop` nobody asks.
    return {
      counts: () => ({ begun, ended }),
      finish: async () => {
        finishing = true;
        await lanes;
      },
    };
  }

  return {
    states,
    async connect(member, url, key) {
      const config = configs.get(member);
      if (config !== undefined) configs.set(member, { ...config, hub: { url, key } });
      await states.get(member)?.connect({ url, key });
    },
    async restart(member) {
      const config = configs.get(member);
      const state = states.get(member);
      if (config === undefined || state === undefined) return;
      await state.kill();
      await start({ ...config, port: Number(new URL(state.endpoint).port) });
    },
    storyOf: (caseNumber, choice) => caseStory(planOf(caseNumber, choice)),
    playCase,
    playTraffic,
    async stop() {
      stopped = true;
      book.close();
      await Promise.all([...states.values()].map((state) => state.stop()));
    },
  };
}

function configOf(
  { seed, hubUrl }: SimulationOptions,
  { hubKey, ...state }: SimulatedState,
): StateConfig {
  const pushKey = state.pushKey ?? randomBytes(24).toString('base64url');
  const unknown = hubUrl === undefined || hubKey === undefined;
  return { ...state, pushKey, seed, ...(unknown ? {} : { hub: { url: hubUrl, key: hubKey } }) };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    // Unreferenced: a lane that has not begun keeps no process alive.
    setTimeout(resolve, ms).unref();
  });
}
