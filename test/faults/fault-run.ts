import type { FaultRule } from '../../simulation/fault-plan.ts';
import { type LabFindings, checkLab, wrongIn } from './check-lab.ts';
import { type Drain, drainLab } from './drain-lab.ts';
import {
  type FaultLab,
  type FaultLabOptions,
  LAB_LEASE_MS,
  type StartHubOptions,
  withFaultLab,
} from './fault-lab.ts';
import { fetchText } from './fetch-text.ts';
import type { HubChild } from './hub-child.ts';
import { LEAST, type Load, whenLoaded } from './load.ts';
import { endLongHolds } from './long-holds.ts';
import { type ReportingCases, openReportingCases } from './reporting-cases.ts';
import { setFaults } from './set-faults.ts';
import { until } from './until.ts';
import { deliveriesUnderWay } from './work-left.ts';

/** Something that happens once to a hub under load. */
export interface Fault {
  /** What stands in the table. */
  readonly name: string;
  /** How the hub must be started to which it happens. */
  readonly hub?: StartHubOptions;
  /** What the states do wrong meanwhile; by default they err now and then. */
  readonly misbehaviour?: readonly FaultRule[];
  /** Makes it happen, and heals whatever the hub cannot heal itself. */
  strike(scene: Scene): Promise<Struck>;
}

/** Where a fault happens. */
export interface Scene {
  readonly lab: FaultLab;
  readonly hub: HubChild;
  readonly cases: ReportingCases;
  /** Starts the hub that goes on. */
  readonly startNext: () => Promise<HubChild>;
  /** Acts in the moment in which enough is under way; resolves with what was. */
  readonly whenLoaded: (act: () => void) => Promise<Load>;
}

export interface Struck extends Load {
  /** The hub that goes on. */
  readonly hub: HubChild;
  /** When it could begin to recover (`performance.now()`). */
  readonly healedAt: number;
}

export interface FaultRunOptions extends FaultLabOptions {
  readonly faults: readonly Fault[];
  /** So much is under way at every fault; `LEAST` unless given. */
  readonly least?: Load;
  /** Cases that send reports; 72 unless given. */
  readonly cases?: number;
  /** Of them, how many go on while too much is under way; 40 unless given. */
  readonly fewerCases?: number;
  /** The operator ends holds that last longer; 45 s unless given. */
  readonly longHoldMs?: number;
  /** Traffic of another kind, which ends when everything drains; it says what is wrong with it. */
  readonly beside?: (lab: FaultLab) => Promise<{ finish(): Promise<readonly string[]> }>;
  /** The family name of every person of the cases that send reports. */
  readonly familyName?: string;
  /** Looks at the lab when all is done, before it is removed. */
  readonly atEnd?: (lab: FaultLab) => Promise<void>;
  /** Tells what goes on. */
  readonly progress?: (text: string) => void;
}

/** What was under way in the moment of one fault, and how the hub came back. */
export interface FaultRow extends Load {
  readonly fault: string;
  /** Until the hub was ready. */
  readonly recoveryMs: number;
}

export interface FaultReport extends LabFindings {
  readonly rows: readonly FaultRow[];
  readonly drain: Drain;
  /** What is wrong, a phrase for each kind; empty when nothing is. */
  readonly wrong: readonly string[];
}

/** Beyond this the states hurry and fewer cases report, so that the run ends in time. */
const PLENTY = 400;
/** Beyond this nothing happens to the hub until it has caught up. */
const TOO_MUCH = 1_200;
const CATCH_UP_WITHIN_MS = 180_000;
const FEWER_CASES = 40;
const CASES = 72;
const TRAFFIC = { casesInProgress: 8, rate: 20 } as const;
const READY_WITHIN_MS = 60_000;

/** States that err now and then, and so slowly that deliveries pile up. */
const misbehaviour = (hurries: boolean): FaultRule[] => [
  { kind: 'error-after-storing', probability: 0.01 },
  { kind: 'close-midway', probability: 0.01 },
  { kind: 'submit-twice', probability: 0.02 },
  { kind: 'submit-again', probability: 0.02 },
  { kind: 'abandon-answer', probability: 0.02 },
  // So long that their leases are renewed meanwhile.
  { kind: 'slow', probability: 0.02, ms: LAB_LEASE_MS * 0.75 },
  { kind: 'slow', probability: 1, ms: hurries ? 5 : 60 },
];

/**
 * Lets fault after fault happen to a hub under traffic, lets everything drain, and holds what the states
 * saw, the rows and the ledger against each other. Leaves nothing running and no file behind.
 */
export function runFaults(options: FaultRunOptions): Promise<FaultReport> {
  return withFaultLab(options, (lab) => strikeAndCheck(lab, options));
}

async function strikeAndCheck(lab: FaultLab, options: FaultRunOptions): Promise<FaultReport> {
  const { progress = () => undefined, seed, faults, least = LEAST } = options;
  const count = options.cases ?? CASES;
  const { simulation } = lab;
  const hub = await lab.startHub(faults[0]?.hub);
  const keys = await fetchText(`${hub.url}/v1/ledger/key`);
  const named = options.familyName === undefined ? {} : { familyName: options.familyName };
  const cases = await openReportingCases(simulation, { seed, count, ...named });
  progress(`${count} cases are open; ${faults.length} faults follow`);
  const traffic = simulation.playTraffic(TRAFFIC);
  const beside = await options.beside?.(lab);
  const { rows, checkpoints, last } = await strikeAll({
    ...options,
    lab,
    hub,
    cases,
    least,
    progress,
  });
  await setFaults(simulation, []);
  const besides = beside?.finish() ?? Promise.resolve([]);
  const senders = Promise.all([cases.settled(), traffic.finish(), besides]);
  const drain = await drainLab(lab, senders, progress);
  progress(`all delivered and signed ${(drain.ms / 1000).toFixed(1)} s later`);
  await last.stop();
  const found = await checkLab(lab, { keys, checkpoints });
  const thin = rows.filter(
    (row) => row.openRequests < least.openRequests || row.underWay < least.underWay,
  );
  const wrong = [
    ...(drain.left === '' ? [] : [drain.left]),
    ...wrongIn(found),
    ...(await besides),
    ...(thin.length === 0 ? [] : [`${thin.length} faults with too little under way`]),
  ];
  await options.atEnd?.(lab);
  return { rows, ...found, drain, wrong };
}

interface Striking extends Pick<FaultRunOptions, 'faults' | 'fewerCases' | 'longHoldMs'> {
  readonly lab: FaultLab;
  /** The one that runs now. */
  readonly hub: HubChild;
  readonly cases: ReportingCases;
  readonly least: Load;
  readonly progress: (text: string) => void;
}

/** Fault by fault; the last hub goes on. Keeps the head that a hub publishes after each. */
async function strikeAll({
  lab,
  hub,
  cases,
  faults,
  fewerCases = FEWER_CASES,
  least,
  longHoldMs,
  progress,
}: Striking): Promise<{
  readonly rows: readonly FaultRow[];
  readonly checkpoints: readonly string[];
  readonly last: HubChild;
}> {
  const rows: FaultRow[] = [];
  const checkpoints: string[] = [];
  let current = hub;
  for (const [index, fault] of faults.entries()) {
    if (lab.wires !== undefined) await endLongHolds(lab, longHoldMs);
    const before = await deliveriesUnderWay(lab);
    if (before > TOO_MUCH) await catchUp(lab, longHoldMs);
    const hasPlenty = before > PLENTY;
    const wrongs = fault.misbehaviour ?? misbehaviour(hasPlenty);
    await setFaults(lab.simulation, wrongs);
    cases.begin(hasPlenty ? fewerCases : undefined);
    const {
      hub: next,
      healedAt,
      ...load
    } = await fault.strike({
      lab,
      hub: current,
      cases,
      startNext: () => lab.startHub(faults[index + 1]?.hub),
      whenLoaded: (act) => whenLoaded({ lab, hub: current, least, misbehaviour: wrongs }, act),
    });
    current = next;
    cases.pause();
    const checkpoint = await untilReady(next, fault.name);
    const row = { fault: fault.name, ...load, recoveryMs: performance.now() - healedAt };
    rows.push(row);
    checkpoints.push(checkpoint);
    progress(`${index + 1} of ${faults.length}: ${describeRow(row)}`);
  }
  return { rows, checkpoints, last: current };
}

async function catchUp(lab: FaultLab, longHoldMs: number | undefined): Promise<void> {
  await setFaults(lab.simulation, []);
  await until(CATCH_UP_WITHIN_MS, 'the hub catches up', async () => {
    // One that was tried meanwhile, in vain, is held for twice as long.
    if (lab.wires !== undefined) await endLongHolds(lab, longHoldMs);
    return (await deliveriesUnderWay(lab)) < PLENTY;
  });
}

/** Resolves with the head that the hub publishes then. */
async function untilReady(hub: HubChild, fault: string): Promise<string> {
  let checkpoint = '';
  await until(READY_WITHIN_MS, `the hub is ready after ${fault}`, async () => {
    if (!(await isReady(hub))) return false;
    // A connection that the fault left half open may still be found out by this.
    checkpoint = await fetchText(`${hub.url}/v1/ledger/checkpoint`).catch(() => '');
    return checkpoint !== '';
  });
  return checkpoint;
}

/** It answers, takes activities, and its ledger goes on. */
async function isReady({ url }: HubChild): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
    const { sequencer, intake } = (await answer.json()) as Record<string, unknown>;
    return answer.ok && sequencer === true && intake === 'open';
  } catch {
    return false;
  }
}

function describeRow({ fault, openRequests, underWay, recoveryMs }: FaultRow): string {
  const seconds = (recoveryMs / 1000).toFixed(1);
  return `${fault}, ${openRequests} requests open, ${underWay} deliveries under way, ready after ${seconds} s`;
}
