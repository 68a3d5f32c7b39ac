import { setMaxListeners } from 'node:events';
import type { Incoming, IncomingFault, StateAdapter } from '../../adapters/adapter.ts';
import { after, type Clocks } from '../clock.ts';
import type { Dialect } from '../mapping/dialect.ts';
import type { Connection, Connections } from './connections.ts';
import type { OnFault } from './delivery-loop.ts';
import type { ExchangeStore } from './exchange-store.ts';
import type { IntakeGate } from './intake-gate.ts';
import { type ReceiveParts, receive, systemAtEndpoint } from './receive.ts';
import { runPaced } from './run-paced.ts';
import { createWaiting } from './waiting.ts';

export interface ReceiveLoopParts extends ReceiveParts {
  readonly connections: Connections;
  readonly store: ExchangeStore;
  readonly dialects: ReadonlyMap<string, Dialect>;
  readonly clocks: Clocks;
  readonly processId: string;
  readonly leaseMs: number;
  readonly onFault: OnFault;
  readonly gate: Pick<IntakeGate, 'closedBy' | 'opened'>;
  /** A state's side cannot be read, or something that lies there cannot: told, and tried again. */
  readonly onUnreadable: (member: string, fault: IncomingFault) => void;
}

/** A state's side that this process reads. */
interface Reading {
  readonly adapter: StateAdapter;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
  /** Process clock, in milliseconds; nothing is taken after it. */
  leasedUntil: number;
  /** A fault ended it, as no adapter should: it is begun anew. */
  isBroken: boolean;
}

/**
 * Fetches from every state whose transport lets the hub fetch, one process a state at a time, until the
 * signal aborts; resolves when what was under way is settled. Another process takes over when this one
 * does not renew its lease: what it had in hand is offered again there and repeats change nothing.
 */
export async function runReceiving(parts: ReceiveLoopParts, signal: AbortSignal): Promise<void> {
  const readings = new Map<string, Reading>();
  const everyMs = Math.min(1_000, parts.leaseMs / 3);
  const round = () => keepReading(parts, readings);
  await runPaced({ part: 'receivers', everyMs, round }, parts.onFault, signal);
  await Promise.all([...readings.values()].map(endReading));
  await parts.store.leaveReceivers(parts.store.query, parts.processId).catch((error: unknown) => {
    parts.onFault('receivers', error);
  });
}

/** Takes or renews the places, begins where one was won, ends where one was lost or changed. */
async function keepReading(parts: ReceiveLoopParts, readings: Map<string, Reading>): Promise<void> {
  const connections = [...(await parts.connections.current()).values()];
  const fetching = connections.filter(({ adapter }) => adapter.receive !== undefined);
  const now = parts.clocks.process.now();
  const until = after(now, parts.leaseMs);
  const members = fetching.map(({ member }) => member);
  const lease = { processId: parts.processId, now, until };
  const mine =
    members.length === 0
      ? new Set<string>()
      : await parts.store.takeReceivers(parts.store.query, members, lease);
  for (const [member, reading] of readings) {
    const still = fetching.some(
      (connection) => connection.member === member && connection.adapter === reading.adapter,
    );
    if (still && mine.has(member) && !reading.isBroken) reading.leasedUntil = until.getTime();
    else {
      await endReading(reading);
      readings.delete(member);
    }
  }
  for (const connection of fetching) {
    if (!mine.has(connection.member) || readings.has(connection.member)) continue;
    readings.set(connection.member, beginReading(parts, connection, until.getTime()));
  }
}

async function endReading({ stop, ended }: Reading): Promise<void> {
  stop.abort();
  await ended;
}

function beginReading(
  parts: ReceiveLoopParts,
  connection: Connection,
  leasedUntil: number,
): Reading {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const reading: Reading = {
    adapter: connection.adapter,
    stop,
    leasedUntil,
    isBroken: false,
    ended: Promise.resolve(),
  };
  const ended = read(parts, connection, reading).catch((error: unknown) => {
    reading.isBroken = true;
    parts.onFault('receive', error);
  });
  return Object.assign(reading, { ended });
}

async function read(
  parts: ReceiveLoopParts,
  { member, profile, adapter }: Connection,
  reading: Reading,
): Promise<void> {
  const dialect = parts.dialects.get(profile.dialect);
  if (dialect === undefined) return;
  const source = { actor: systemAtEndpoint(member), channel: adapter.transport, dialect };
  const { signal } = reading.stop;
  const pace = createWaiting();
  await parts.gate.opened(signal);
  for await (const item of adapter.receive?.(signal) ?? nothing()) {
    if (item.kind === 'fault') {
      parts.onUnreadable(member, item);
      continue;
    }
    const isMine = parts.clocks.process.now().getTime() < reading.leasedUntil;
    if (signal.aborted || !isMine || parts.gate.closedBy() !== undefined) {
      await item.settle({ kind: 'postponed' });
      // The next is fetched when there is room for it.
      await parts.gate.opened(signal);
      continue;
    }
    const verdict = await receive(parts, source, item);
    if (verdict.kind === 'postponed') await pace.wait(POSTPONED_MS, signal);
  }
}

/** What could not be decided is not asked for again at once. */
const POSTPONED_MS = 500;

async function* nothing(): AsyncIterable<Incoming> {
  // A connection that fetches nothing.
}
