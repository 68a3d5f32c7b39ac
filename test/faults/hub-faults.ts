import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../simulation/generator/random.ts';
import { FAKETIME } from '../support/faketime.ts';
import type { FaultLab } from './fault-lab.ts';
import type { Fault } from './fault-run.ts';
import type { HubChild } from './hub-child.ts';
import { until } from './until.ts';

const WITHIN_MS = 60_000;

/** Stops in order (SIGTERM) under load: the process ends by itself, with nothing left undone. */
export function hubStops(count: number): Fault[] {
  return Array.from({ length: count }, () => ({
    name: 'stopped under load',
    strike: async ({ hub, startNext, whenLoaded }) => {
      const load = await whenLoaded(() => undefined);
      const end = await hub.stop();
      if (end !== 0) throw new Error(`a hub that was asked to stop ended with ${end}`);
      const healedAt = performance.now();
      return { ...load, hub: await startNext(), healedAt };
    },
  }));
}

const IN_HAND = `
  SELECT delivery_id, epoch FROM deliveries WHERE state IN ('claimed', 'dispatching')`;
const STILL_IN_HAND = `
  SELECT 1 FROM deliveries JOIN unnest($1::uuid[], $2::integer[]) AS held (delivery_id, epoch)
    USING (delivery_id, epoch) WHERE state IN ('claimed', 'dispatching')`;

/** Pauses (SIGSTOP) until another hub has taken over all that the paused one had in its hands. */
export function hubPauses(count: number): Fault[] {
  let other: Promise<HubChild> | undefined;
  return Array.from({ length: count }, () => ({
    name: 'paused beyond its leases',
    strike: async ({ lab, hub, whenLoaded }) => {
      other ??= lab.startHub({ beside: true });
      await other;
      const load = await whenLoaded(() => {
        hub.signal('SIGSTOP');
      });
      const held = await lab.query<{ delivery_id: string; epoch: number }>(IN_HAND);
      const values = [held.map(({ delivery_id }) => delivery_id), held.map(({ epoch }) => epoch)];
      await until(WITHIN_MS, 'another hub takes over what a paused one had', async () => {
        return (await lab.query(STILL_IN_HAND, values)).length === 0;
      });
      hub.signal('SIGCONT');
      return { ...load, hub, healedAt: performance.now() };
    },
  }));
}

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** Where the clock is moved to, in seconds from the right time: ahead and back, by little and by much. */
const OFFSETS_S = [HOUR_S, 0, -HOUR_S, -10 * MINUTE_S, DAY_S, -DAY_S, 10, 0, -10, 0] as const;

const ALARMS = `
  SELECT (SELECT count(*) FROM ledger_entries WHERE position('CLOCK_MOVED'::bytea IN entry) > 0)::integer
       + (SELECT count(*) FROM pending_leaves WHERE position('CLOCK_MOVED'::bytea IN entry) > 0)::integer
      AS count`;

/** Moves the machine's time under a hub, and waits until the hub has noticed. */
export function clockMoves(draw: Random, count: number): Fault[] {
  return Array.from({ length: count }, (_, index) => {
    const offset = OFFSETS_S[index % OFFSETS_S.length] ?? 0;
    const jitter = draw.integer(2, 9);
    return clockMove(offset + jitter);
  });
}

function clockMove(offsetS: number): Fault {
  return {
    name: 'clock moved',
    hub: { environmentIn: movableClock },
    strike: async ({ lab, hub, whenLoaded }) => {
      const before = await alarms(lab);
      const load = await whenLoaded(() => {
        setClock(lab.folder, offsetS);
      });
      const healedAt = performance.now();
      await until(WITHIN_MS, 'the hub notices that its clock moved', async () => {
        return (await alarms(lab)) > before;
      });
      return { ...load, hub, healedAt };
    },
  };
}

const clockFile = (folder: string): string => join(folder, 'clock');

function setClock(folder: string, offsetS: number): void {
  writeFileSync(clockFile(folder), `${offsetS < 0 ? '-' : '+'}${Math.abs(offsetS)}s\n`);
}

/** The environment of a hub whose clock can be moved; it is right at first. */
export function movableClock(folder: string): Record<string, string> {
  setClock(folder, 0);
  return {
    LD_PRELOAD: FAKETIME,
    FAKETIME_TIMESTAMP_FILE: clockFile(folder),
    FAKETIME_CACHE_DURATION: '1',
    DONT_FAKE_MONOTONIC: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

async function alarms({ query }: FaultLab): Promise<number> {
  const [row] = await query<{ count: number }>(ALARMS);
  return row?.count ?? 0;
}
