import { setTimeout as wait } from 'node:timers/promises';
import type { FaultRule } from '../../simulation/fault-plan.ts';
import { type LabFindings, checkLab, wrongIn } from './check-lab.ts';
import { type Drain, drainLab } from './drain-lab.ts';
import { type FaultLab, type FaultLabOptions, LAB_LEASE_MS, withFaultLab } from './fault-lab.ts';
import { fetchText } from './fetch-text.ts';
import type { HubChild } from './hub-child.ts';
import { type KillCounts, type PlannedKill, faultOf, planKills } from './kill-plan.ts';
import { type ReportingCases, openReportingCases } from './reporting-cases.ts';
import { setFaults } from './set-faults.ts';
import { until, within } from './until.ts';
import { deliveriesUnderWay } from './work-left.ts';

export interface KillRunOptions extends FaultLabOptions, KillCounts {
  /** The family name of every person of the cases that send reports. */
  readonly familyName?: string;
  /** Looks at the lab when all is done, before it is removed. */
  readonly atEnd?: (lab: FaultLab) => Promise<void>;
  /** Tells what goes on. */
  readonly progress?: (text: string) => void;
}

/** What was under way in the moment of one kill, and how the hub came back. */
export interface KillRow {
  readonly fault: string;
  /** Requests that the hub had read and not answered. */
  readonly openRequests: number;
  /** Deliveries between queued and acknowledged. */
  readonly underWay: number;
  /** From the kill until the next hub served. */
  readonly recoveryMs: number;
}

export interface KillReport extends LabFindings {
  readonly rows: readonly KillRow[];
  readonly drain: Drain;
  /** What is wrong, a phrase for each kind; empty when nothing is. */
  readonly wrong: readonly string[];
}

/** Of every kill: so much is under way at least. */
export const LEAST = { openRequests: 20, underWay: 50 } as const;

/** Beyond the least, so that what is handed over meanwhile does not matter. */
const BACKLOG = 80;
/** Until the signal arrives the hub may answer so many. */
const MARGIN = 8;
/** Beyond this the states hurry and fewer cases report, so that the run ends in time. */
const PLENTY = 400;
const FEWER_CASES = 40;
const CASES = 72;
const TRAFFIC = { casesInProgress: 8, rate: 20 } as const;
/** A sequencer that lost its place takes it again after half a second. */
const REIGN_MS = 900;
const LOAD_WITHIN_MS = 30_000;
const NAMED_WITHIN_MS = 30_000;

/** States that err now and then, and so slowly that deliveries pile up while the hub is killed. */
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
 * Kills the hub again and again under traffic, lets everything drain, and holds what the states saw,
 * the rows and the ledger against each other. Leaves nothing running and no file behind.
 */
export function runKills(options: KillRunOptions): Promise<KillReport> {
  return withFaultLab(options, (lab) => killAndCheck(lab, options));
}

async function killAndCheck(lab: FaultLab, options: KillRunOptions): Promise<KillReport> {
  const { progress = () => undefined, seed } = options;
  const { simulation } = lab;
  const kills = planKills(seed, options);
  const hub = await startFor(lab, kills[0]);
  const keys = await fetchText(`${hub.url}/v1/ledger/key`);
  const named = options.familyName === undefined ? {} : { familyName: options.familyName };
  const cases = await openReportingCases(simulation, { seed, count: CASES, ...named });
  progress(`${CASES} cases are open; ${kills.length} kills follow`);
  const traffic = simulation.playTraffic(TRAFFIC);
  const { rows, checkpoints, last } = await killAll({ lab, hub, cases, kills, progress });
  await setFaults(simulation, []);
  const drain = await drainLab(lab, Promise.all([cases.settled(), traffic.finish()]), progress);
  progress(`all delivered and signed ${(drain.ms / 1000).toFixed(1)} s later`);
  await last.stop();
  const found = await checkLab(lab, { keys, checkpoints });
  const thin = rows.filter(
    (row) => row.openRequests < LEAST.openRequests || row.underWay < LEAST.underWay,
  );
  const wrong = [
    ...(drain.left === '' ? [] : [drain.left]),
    ...wrongIn(found),
    ...(thin.length === 0 ? [] : [`${thin.length} kills with too little under way`]),
  ];
  await options.atEnd?.(lab);
  return { rows, ...found, drain, wrong };
}

interface Killing {
  readonly lab: FaultLab;
  /** The one that runs now. */
  readonly hub: HubChild;
  readonly cases: ReportingCases;
  readonly kills: readonly PlannedKill[];
  readonly progress: (text: string) => void;
}

/** Kill by kill; the last hub goes on. Keeps each head that a hub publishes when it is back. */
async function killAll({ lab, hub, cases, kills, progress }: Killing): Promise<{
  readonly rows: readonly KillRow[];
  readonly checkpoints: readonly string[];
  readonly last: HubChild;
}> {
  const rows: KillRow[] = [];
  const checkpoints: string[] = [];
  let current = hub;
  for (const [index, kill] of kills.entries()) {
    const hasPlenty = (await deliveriesUnderWay(lab)) > PLENTY;
    await setFaults(lab.simulation, misbehaviour(hasPlenty));
    cases.begin(hasPlenty ? FEWER_CASES : CASES);
    const fallen = await killUnderLoad(lab, current, kill);
    cases.pause();
    const underWay = await deliveriesUnderWay(lab);
    const openRequests = fallen.openRequests();
    const killedAt = performance.now();
    current = await startFor(lab, kills[index + 1]);
    const recoveryMs = performance.now() - killedAt;
    const row = { fault: faultOf(kill), openRequests, underWay, recoveryMs };
    rows.push(row);
    checkpoints.push(await fetchText(`${current.url}/v1/ledger/checkpoint`));
    progress(`kill ${index + 1} of ${kills.length}: ${describeRow(row)}`);
  }
  return { rows, checkpoints, last: current };
}

/** The hub of the next kill: at a random moment it is as it is served. */
function startFor(lab: FaultLab, kill: PlannedKill | undefined): Promise<HubChild> {
  return lab.startHub({ tellsPoints: kill?.kind === 'named' });
}

/** Resolves with the dead hub once enough was under way and the kill has happened. */
async function killUnderLoad(lab: FaultLab, hub: HubChild, kill: PlannedKill): Promise<HubChild> {
  await until(LOAD_WITHIN_MS, 'enough is under way', async () => {
    return (await deliveriesUnderWay(lab)) >= BACKLOG;
  });
  if (kill.kind === 'random') await killAtMoment(lab, hub, kill.afterMs);
  else hub.order({ killAt: kill.point, visits: kill.visits, leastOpen: LEAST.openRequests });
  const ends = kill.kind === 'named' && kill.point === 'sequence.leased';
  const ending = ends ? setInterval(() => void endReign(lab), REIGN_MS) : undefined;
  const end = await within(NAMED_WITHIN_MS, `the hub comes to ${faultOf(kill)}`, hub.ended);
  clearInterval(ending);
  if (end !== 'SIGKILL') throw new Error(`the hub ended with ${end} before ${faultOf(kill)}`);
  return hub;
}

async function killAtMoment(lab: FaultLab, hub: HubChild, afterMs: number): Promise<void> {
  await wait(afterMs);
  await until(LOAD_WITHIN_MS, 'enough requests are open', async () => {
    const backlog = await deliveriesUnderWay(lab);
    // Nothing is awaited between the look at the open requests and the kill.
    if (backlog < BACKLOG || hub.openRequests() < LEAST.openRequests + MARGIN) return false;
    hub.signal('SIGKILL');
    return true;
  });
}

/** As if another process had become the sequencer and ended: the hub's must take the lease again. */
async function endReign({ query }: FaultLab): Promise<void> {
  await query(`UPDATE ledger_head SET epoch = epoch + 1, holder = NULL, lease_until = NULL`);
}

function describeRow({ fault, openRequests, underWay, recoveryMs }: KillRow): string {
  const seconds = (recoveryMs / 1000).toFixed(1);
  return `${fault}, ${openRequests} requests open, ${underWay} deliveries under way, served again after ${seconds} s`;
}
