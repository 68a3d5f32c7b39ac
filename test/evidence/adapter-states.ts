import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import type { ChannelKind } from '../../simulation/channel.ts';
import { stopTestBroker, testBroker } from '../support/rabbitmq.ts';
import type { LabState } from '../faults/lab-states.ts';

/** Each dialect by the way on which the state that speaks it comes. */
const STATES: readonly (readonly [member: string, dialect: string, kind: ChannelKind])[] = [
  ['OR', 'nested-json', 'rest'],
  ['TX', 'flat-json', 'rest'],
  ['GA', 'element-xml', 'rest'],
  ['FL', 'niem-xml', 'soap'],
  ['NY', 'attribute-xml', 'soap'],
  ['CA', 'csv-groups', 'sftp'],
  ['PA', 'fixed-width', 'sftp'],
  ['OH', 'charge-rows', 'sftp'],
  ['WA', 'resource-json', 'queue'],
  ['IL', 'entry-json', 'queue'],
];

/** How many dialects the claim is about. */
export const DIALECTS_CLAIMED = STATES.length;

/** Those whose dialect is here, with a broker for queues while the work lasts. */
export async function withAdapterStates<T>(
  work: (states: readonly LabState[]) => Promise<T>,
): Promise<T> {
  const present = STATES.filter(([, dialect]) =>
    existsSync(join(PROJECT_ROOT, 'mappings', 'dialects', dialect, 'dialect.json')),
  );
  const { port, vhost, credentials } = await testBroker();
  try {
    return await work(
      present.map(([member, dialect, kind]) => ({
        member,
        dialect,
        channel:
          kind === 'queue'
            ? { kind, broker: `amqp://${credentials.full}@127.0.0.1:${port}/${vhost}` }
            : { kind },
      })),
    );
  } finally {
    await stopTestBroker();
  }
}
