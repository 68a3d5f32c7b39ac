import { setTimeout as wait } from 'node:timers/promises';
import type { FaultLab } from './fault-lab.ts';
import { endLongHolds } from './long-holds.ts';
import { until } from './until.ts';
import { deliveriesUnderWay, describeLeft, leavesLeft } from './work-left.ts';

const WITHIN_MS = 180_000;
const TELL_EVERY_MS = 10_000;
const LOOK_EVERY_MS = 500;
/** All works again: an operator who sees it ends what would be held for longer. */
const LONG_MS = 5_000;

export interface Drain {
  /** What was not submitted, delivered or signed in time; empty when all was. */
  readonly left: string;
  readonly ms: number;
}

/** Waits until the senders are done, every delivery is acknowledged and every leaf is signed for. */
export async function drainLab(
  lab: FaultLab,
  senders: Promise<unknown>,
  progress: (text: string) => void,
): Promise<Drain> {
  const startedAt = performance.now();
  const telling = setInterval(() => {
    void describeAllLeft(lab).then(progress, () => undefined); // only told, not needed
  }, TELL_EVERY_MS);
  try {
    await allSubmitted(lab, senders);
    await until(WITHIN_MS, 'all is delivered and signed', async () => {
      if (lab.wires !== undefined) await endLongHolds(lab, LONG_MS);
      return (await deliveriesUnderWay(lab)) === 0 && (await leavesLeft(lab)) === 0;
    });
    return { left: '', ms: performance.now() - startedAt };
  } catch (error) {
    return { left: `${String(error)}; ${await describeAllLeft(lab)}`, ms: WITHIN_MS };
  } finally {
    clearInterval(telling);
  }
}

/** Stories go on when their answers arrive, so a hold of a state keeps its senders, too. */
async function allSubmitted(lab: FaultLab, senders: Promise<unknown>): Promise<void> {
  const done = senders.then(() => true);
  done.catch(() => undefined); // told by the race below
  await until(WITHIN_MS, 'all is submitted', async () => {
    if (lab.wires !== undefined) await endLongHolds(lab, LONG_MS);
    return Promise.race([done, wait(LOOK_EVERY_MS, false)]);
  });
}

async function describeAllLeft(lab: FaultLab): Promise<string> {
  const states = [...lab.simulation.states.values()];
  const pending = await Promise.all(
    states.map(async (state) => {
      const { member, pendingSubmissions, activeStories } = await state.status();
      return `${member} ${pendingSubmissions} submissions and ${activeStories} stories`;
    }),
  );
  const deliveries = await describeLeft(lab);
  return `left: ${deliveries === '' ? 'no delivery' : deliveries}; ${pending.join(', ')}`;
}
