import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openChannel } from './channel.ts';
import type { ChannelAddress, ChannelConfig } from './channel.ts';
import { createIntake } from './intake.ts';
import { createDeliveryStore } from './delivery-store.ts';
import { createFaultPlan } from './fault-plan.ts';
import type { FaultRule } from './fault-plan.ts';
import { openJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { JOURNALS } from './journal-lines.ts';
import type { ReceivedLine, SentLine, StoryLine, StoryPart } from './journal-lines.ts';
import { findDialect } from './native/find-dialect.ts';
import type { Meaning } from './native/meaning.ts';
import { createOffice } from './office.ts';
import { createOutbox } from './outbox.ts';
import type { Settlement } from './outbox.ts';
import { restoreState } from './restore-state.ts';
import type { StateEvent } from './state-event.ts';
import type { HubAddress } from './submit-document.ts';

export interface StateConfig {
  readonly member: string;
  /** Name of its native format. */
  readonly dialect: string;
  /** Its own, outside that of the hub. */
  readonly dataDirectory: string;
  /** The way between it and the hub; REST unless given. */
  readonly channel?: ChannelConfig;
  /** The secret by which the hub proves who it is, where the channel has one word for it. */
  readonly pushKey: string;
  /** Where the hub is; may be given later. */
  readonly hub?: HubAddress;
  /** Port of the endpoint for the hub; a free one when absent. */
  readonly port?: number;
  readonly seed: string;
  /** Most submissions under way at once; 8 unless given. */
  readonly concurrency?: number;
  /** Milliseconds to wait for the hub's answer; 30,000 unless given. */
  readonly timeoutMs?: number;
  /** False where a run may lose its last lines with the machine, as in a bench. */
  readonly fsync?: boolean;
  /** False for a system that keeps what comes and does not read it, as in a bench. */
  readonly reads?: boolean;
}

export interface StateStatus {
  readonly member: string;
  readonly endpoint: string;
  readonly pendingSubmissions: number;
  readonly activeStories: number;
  readonly counts: Readonly<Record<CountedEvent, number>>;
  readonly rssBytes: number;
}

export type CountedEvent = SentLine['event'] | ReceivedLine['event'];

export interface StateSystem {
  /** Its side of the way to the hub: address, credential and what its profile says. */
  readonly channel: ChannelAddress;
  connect(hub: HubAddress): void;
  begin(key: string, part: StoryPart): Promise<void>;
  drop(key: string): void;
  /** Submits one activity that belongs to no story. */
  submit(lane: string, meaning: Meaning): Promise<Settlement>;
  setFaults(rules: readonly FaultRule[]): void;
  /** Refuses connections until `comeUp`. */
  goDown(): Promise<void>;
  comeUp(): Promise<void>;
  status(): StateStatus;
  close(): Promise<void>;
}

/** Opens a state's system on its data directory and goes on with what an earlier one left undone. */
export async function startStateSystem(
  config: StateConfig,
  tell: (event: StateEvent) => void,
): Promise<StateSystem> {
  const { member, dataDirectory: folder, fsync = true } = config;
  const now = (): Date => new Date();
  const dialect = findDialect(config.dialect);
  const faults = createFaultPlan(`${config.seed}/${member}`);
  let hub = config.hub;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const restored = await restoreState(folder);
  const store = createDeliveryStore({ folder, ending: dialect.ending, fsync });
  await store.keepOnly(restored.effects);
  const counts = newCounts();
  const open = async <Line extends SentLine | ReceivedLine | StoryLine>(
    name: string,
  ): Promise<Journal<Line>> => counted(await openJournal<Line>(folder, name, { fsync }), counts);
  const journals = {
    sent: await open<SentLine>(JOURNALS.sent),
    received: await open<ReceivedLine>(JOURNALS.received),
    stories: await open<StoryLine>(JOURNALS.stories),
  };
  const concurrency = config.concurrency ?? 8;
  const outbox = createOutbox({
    dialect,
    journal: journals.sent,
    faults,
    hub: () => hub,
    now,
    concurrency,
    channel: { submit: (submission) => channel.submit(submission) },
    seed: `${config.seed}/${member}`,
  });
  const office = createOffice({ member, outbox, journal: journals.stories, now, tell });
  const intake = createIntake({
    member,
    store,
    journal: journals.received,
    dialect,
    now,
    reads: config.reads ?? true,
    received: (delivery, meaning) => {
      if (meaning !== undefined) office.arrived(delivery, meaning);
    },
  });
  const channel = await openChannel({
    ...intake,
    member,
    config: config.channel ?? { kind: 'rest' },
    dialect,
    folder: join(folder, 'channel'),
    pushKey: config.pushKey,
    port: config.port ?? 0,
    faults,
    timeoutMs: config.timeoutMs ?? 30_000,
    concurrency,
  });
  for (const { key, part, progress } of restored.stories) await office.begin(key, part, progress);
  for (const { document, ...activity } of restored.pending) {
    outbox.resume(activity, document).then(
      (settlement) => {
        office.settled(activity.meaning, settlement);
      },
      () => undefined, // Closed before it was settled: the next start goes on.
    );
  }

  return {
    channel,
    connect: (address) => {
      hub = address;
    },
    begin: (key, part) => office.begin(key, part),
    drop: (key) => {
      office.drop(key);
    },
    submit: (lane, meaning) => outbox.send({ lane, meaning }),
    setFaults: (rules) => {
      faults.set(rules);
    },
    goDown: () => channel.goDown(),
    comeUp: () => channel.comeUp(),
    status: () => ({
      member,
      endpoint: channel.endpoint,
      pendingSubmissions: outbox.pending(),
      activeStories: office.active(),
      counts,
      rssBytes: process.memoryUsage.rss(),
    }),
    async close() {
      office.close();
      outbox.close();
      await channel.close();
      await Promise.all(Object.values(journals).map((journal) => journal.close()));
    },
  };
}

function newCounts(): Record<CountedEvent, number> {
  return {
    queued: 0,
    attempt: 0,
    receipt: 0,
    refused: 0,
    effect: 0,
    repeat: 0,
    conflict: 0,
    unreadable: 0,
  };
}

function counted<Line extends SentLine | ReceivedLine | StoryLine>(
  journal: Journal<Line>,
  counts: Record<CountedEvent, number>,
): Journal<Line> {
  return {
    append(line) {
      if (line.event in counts) counts[line.event as CountedEvent] += 1;
      return journal.append(line);
    },
    close: () => journal.close(),
  };
}
