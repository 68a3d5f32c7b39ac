import { setTimeout as wait } from 'node:timers/promises';
import type { FaultRule } from '../../simulation/fault-plan.ts';
import type { FaultLab } from './fault-lab.ts';
import type { HubChild } from './hub-child.ts';
import { setFaults } from './set-faults.ts';
import { deliveriesUnderWay } from './work-left.ts';

/** What is under way in one moment. */
export interface Load {
  /** Requests that the hub had read and not answered. */
  readonly openRequests: number;
  /** Deliveries between queued and acknowledged. */
  readonly underWay: number;
}

/** Of every fault: so much is under way at least. */
export const LEAST: Load = { openRequests: 20, underWay: 50 };

export interface Loading {
  readonly lab: FaultLab;
  readonly hub: HubChild;
  /** Of requests none, where the states send none. */
  readonly least: Load;
  /** What the states do wrong meanwhile. */
  readonly misbehaviour: readonly FaultRule[];
}

/** Beyond the least, so that what is handed over meanwhile does not matter. */
const MORE_UNDER_WAY = 30;
/** Until a signal arrives the hub may answer so many. */
const MARGIN = 8;
const WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 20;
/** So long the traffic may bring it about by itself. */
const PATIENCE_MS = 3_000;
/** How late the states answer then, one after the other; still within their deadlines and the hub's leases. */
const LATER_MS = [250, 500, 1_000, 1_400] as const;
const LATER_EVERY_MS = 1_500;
/** So long acceptance waits for more requests at a time; less than the hub's own limit of a lock. */
const HELD_UP_MS = 1_500;
const HELD_UP_LOOK_MS = 2;

/**
 * Acts in the moment in which enough is under way, and resolves with what was; rejects when a minute does
 * not bring it about. How much is under way by itself is a matter of the machine: where the states and
 * the test take the time that requests would, deliveries are handed over and requests answered before others
 * come. After some seconds, therefore, the states answer later, and acceptance waits at a table until so many requests
 * are open.
 */
export async function whenLoaded(loading: Loading, act: () => void): Promise<Load> {
  const { least } = loading;
  const wanted: Load =
    least.openRequests === 0
      ? least
      : {
          openRequests: least.openRequests + MARGIN,
          underWay: least.underWay + MORE_UNDER_WAY,
        };
  const began = performance.now();
  let [load, later] = [NOTHING, 0];
  while (performance.now() - began < WITHIN_MS) {
    load = await loadOf(loading);
    if (isEnough(load, wanted)) {
      // Nothing is awaited between the look at the open requests and the act.
      act();
      return load;
    }
    const waited = performance.now() - began - PATIENCE_MS;
    if (load.underWay < wanted.underWay) {
      later = await answerLater(loading, later, waited / LATER_EVERY_MS);
    } else if (waited > 0) {
      const held = await actHeldUp(loading, wanted, act);
      if (held !== undefined) return held;
    }
    await wait(LOOK_EVERY_MS);
  }
  const { openRequests, underWay } = load;
  const what = `${openRequests} requests open, ${underWay} under way`;
  throw new Error(`in ${WITHIN_MS / 1000} s not: enough is under way: ${what}`);
}

const NOTHING: Load = { openRequests: 0, underWay: 0 };

async function loadOf({ lab, hub }: Loading): Promise<Load> {
  const underWay = await deliveriesUnderWay(lab);
  return { openRequests: hub.openRequests(), underWay };
}

const isEnough = (load: Load, wanted: Load): boolean =>
  load.openRequests >= wanted.openRequests && load.underWay >= wanted.underWay;

/** Once so many steps are due, the states answer later by as many; resolves with the steps that were taken. */
async function answerLater(
  { lab, misbehaviour }: Loading,
  taken: number,
  due: number,
): Promise<number> {
  const ms = LATER_MS[taken];
  if (due < taken || ms === undefined) return taken;
  const others = misbehaviour.filter(
    ({ kind, probability }) => kind !== 'slow' || probability !== 1,
  );
  await setFaults(lab.simulation, [...others, { kind: 'slow', probability: 1, ms }]);
  return taken + 1;
}

/** Holds acceptance up until so many requests are open, and acts then; `undefined` when they did not come. */
async function actHeldUp(
  loading: Loading,
  wanted: Load,
  act: () => void,
): Promise<Load | undefined> {
  return await loading.lab.holdingUpAcceptance(async () => {
    const end = performance.now() + HELD_UP_MS;
    while (loading.hub.openRequests() < wanted.openRequests) {
      if (performance.now() > end) return undefined;
      await wait(HELD_UP_LOOK_MS);
    }
    const load = await loadOf(loading);
    // What was handed over meanwhile is what MORE_UNDER_WAY is for.
    if (!isEnough(load, { ...wanted, underWay: loading.least.underWay })) return undefined;
    act();
    return load;
  });
}
