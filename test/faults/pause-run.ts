import { type LabFindings, checkLab, wrongIn } from './check-lab.ts';
import { type Drain, drainLab } from './drain-lab.ts';
import { type FaultLab, type FaultLabOptions, withFaultLab } from './fault-lab.ts';
import { fetchText } from './fetch-text.ts';
import { openReportingCases } from './reporting-cases.ts';
import { setFaults } from './set-faults.ts';
import { until } from './until.ts';

export interface PauseRunOptions extends FaultLabOptions {
  readonly progress?: (text: string) => void;
}

export interface PauseReport extends LabFindings {
  /** Deliveries that the paused hub had sent and not settled. */
  readonly inHand: number;
  /** Of these, how many another hub had settled when the paused one went on. */
  readonly settledByOther: number;
  readonly drain: Drain;
  /** What is wrong, a phrase for each kind; empty when nothing is. */
  readonly wrong: readonly string[];
}

const CASES = 24;
/** All of what the three states take at once. */
const IN_HAND = 8;
/** So long that the hub is paused before the first answer comes. */
const ANSWER_MS = 4_000;
const WITHIN_MS = 60_000;

const DISPATCHING = `SELECT delivery_id FROM deliveries WHERE state = 'dispatching'`;
const ACKNOWLEDGED = `
  SELECT delivery_id FROM deliveries WHERE state = 'acknowledged' AND delivery_id = ANY ($1)`;

/**
 * Stops a hub in the middle of its sends (SIGSTOP) until its leases are over and another hub has
 * sent and settled them, then lets it hear the answers and settle too: nothing that it writes may
 * apply. Leaves nothing running and no file behind.
 */
export function runPause(options: PauseRunOptions): Promise<PauseReport> {
  return withFaultLab(options, (lab) => pauseAndCheck(lab, options));
}

async function pauseAndCheck(lab: FaultLab, options: PauseRunOptions): Promise<PauseReport> {
  const { progress = () => undefined, seed } = options;
  const { simulation, keys, query } = lab;
  const paused = await lab.startHub();
  const ledgerKey = await fetchText(`${paused.url}/v1/ledger/key`);
  const cases = await openReportingCases(simulation, { seed, count: CASES });
  await setFaults(simulation, [{ kind: 'slow', probability: 1, ms: ANSWER_MS }]);
  cases.begin();
  const dispatching = async (): Promise<string[]> =>
    (await query<{ delivery_id: string }>(DISPATCHING)).map(({ delivery_id }) => delivery_id);
  await until(WITHIN_MS, 'enough is sent', async () => (await dispatching()).length >= IN_HAND);
  cases.pause();
  paused.signal('SIGSTOP');
  const inHand = await dispatching();
  progress(`a hub is paused with ${inHand.length} deliveries in its hands`);
  await setFaults(simulation, []);
  const other = await lab.startHub({ beside: true });
  for (const [member, key] of keys) await simulation.connect(member, other.url, key);
  const settled = async (): Promise<number> => (await query(ACKNOWLEDGED, [inHand])).length;
  await until(WITHIN_MS, 'another hub settles them', async () => {
    return (await settled()) === inHand.length;
  });
  const settledByOther = await settled();
  progress(`another hub has settled ${settledByOther} of them; the paused one goes on`);
  paused.signal('SIGCONT');
  // A hub that stops in order first settles all that it had sent.
  await paused.stop();
  const drain = await drainLab(lab, cases.settled(), progress);
  await other.stop();
  const found = await checkLab(lab, { keys: ledgerKey, checkpoints: [] });
  const wrong = [...(drain.left === '' ? [] : [drain.left]), ...wrongIn(found)];
  return { inHand: inHand.length, settledByOther, ...found, drain, wrong };
}
