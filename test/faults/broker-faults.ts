import { mkdir, rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type BrokerOptions,
  type PrivateBroker,
  endBrokerLeftIn,
  newPassword,
  startPrivateBroker,
} from '../../hub/cli/private-broker.ts';
import type { Random } from '../../simulation/generator/random.ts';
import { makeReachableFolder } from '../support/reachable-folder.ts';
import type { Fault } from './fault-run.ts';
import type { LabState } from './lab-states.ts';

/** A broker that can be killed and comes back with what it had on its disk. */
export interface KillableBroker {
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** The broker is killed (SIGKILL), or everything between it and the hub is parted. */
export function brokerFaults(draw: Random, broker: KillableBroker, count: number): Fault[] {
  return Array.from({ length: count }, (_, index) =>
    index % 4 === 3 ? brokerParted(draw.integer(500, 12_000)) : brokerKill(broker),
  );
}

function brokerKill(broker: KillableBroker): Fault {
  return {
    name: 'broker killed',
    misbehaviour: [],
    strike: async ({ hub, cases, whenLoaded }) => {
      const load = await whenLoaded(() => undefined);
      await broker.kill();
      // A broker starts for many seconds: what more is reported meanwhile only takes longer to deliver.
      cases.pause();
      await broker.start();
      return { ...load, hub, healedAt: performance.now() };
    },
  };
}

function brokerParted(forMs: number): Fault {
  return {
    name: 'parted from the broker',
    misbehaviour: [],
    strike: async ({ lab: { wires }, hub, whenLoaded }) => {
      const ways = [...(wires?.states.values() ?? [])];
      const load = await whenLoaded(() => {
        for (const wire of ways) wire.hold();
      });
      await wait(forMs);
      for (const wire of ways) wire.goOn();
      return { ...load, hub, healedAt: performance.now() };
    },
  };
}

const VHOST = 'compact';

/** Two states with queues on a broker of their own, and three of REST. */
export async function withQueueStates<T>(
  work: (states: readonly LabState[], broker: KillableBroker) => Promise<T>,
): Promise<T> {
  const folder = await makeReachableFolder(`compact-hub-faults-broker-${process.pid}-`);
  const user = { name: 'full', password: newPassword() };
  const rights = { vhost: VHOST, configure: '.*', write: '.*', read: '.*' };
  const options: BrokerOptions = {
    folder,
    vhosts: [VHOST],
    users: [{ ...user, permissions: [rights] }],
  };
  await mkdir(folder, { recursive: true });
  let node: PrivateBroker = await startPrivateBroker(options);
  const { ports } = node;
  const channel = {
    kind: 'queue',
    broker: `amqp://${user.name}:${user.password}@127.0.0.1:${node.port}/${VHOST}`,
  } as const;
  try {
    return await work(
      [
        { member: 'OR', dialect: 'resource-json', channel },
        { member: 'TX', dialect: 'flat-json', channel: { kind: 'rest' } },
        { member: 'GA', dialect: 'entry-json', channel },
        { member: 'FL', dialect: 'nested-json', channel: { kind: 'rest' } },
        { member: 'WA', dialect: 'element-xml', channel: { kind: 'rest' } },
      ],
      {
        kill: () => endBrokerLeftIn(folder),
        start: async () => {
          node = await startPrivateBroker({ ...options, ports });
        },
      },
    );
  } finally {
    await node.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
