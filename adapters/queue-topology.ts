import type { Channel } from 'amqplib';

/** What a queue is for; by which it is named in options, failures and docs/adapters-queue.md. */
export const QUEUE_ROLES = [
  'deliveries',
  'submissions',
  'answers',
  'receipts',
  'errors',
  'dead',
] as const;

export type QueueRole = (typeof QUEUE_ROLES)[number];

export type QueueNames = Readonly<Record<QueueRole, string>>;

/** `compact.<MEMBER>.<role>`, or the name that the profile gives. */
export function queueNames(
  member: string,
  given: Partial<Readonly<Record<QueueRole, string>>> = {},
): QueueNames {
  const name = (role: QueueRole): string => given[role] ?? `compact.${member}.${role}`;
  return {
    deliveries: name('deliveries'),
    submissions: name('submissions'),
    answers: name('answers'),
    receipts: name('receipts'),
    errors: name('errors'),
    dead: name('dead'),
  };
}

export interface Topology {
  readonly names: QueueNames;
  /** False where the state's own people make the queues; then they only have to be there. */
  readonly declares: boolean;
  /** Most messages that stand in `deliveries`; the broker refuses more. */
  readonly maxLength: number | undefined;
}

/** How often a message is handed out before it goes to the dead letters. */
export const DELIVERY_LIMIT = 20;

/** The arguments of a queue, all of them: another value is another queue to the broker (406). */
export function queueArguments(
  role: QueueRole,
  { names, maxLength }: Pick<Topology, 'names' | 'maxLength'>,
): Readonly<Record<string, string | number>> {
  const quorum = { 'x-queue-type': 'quorum' };
  // Dead letters have nowhere further to go.
  if (role === 'dead') return quorum;
  return {
    ...quorum,
    'x-delivery-limit': DELIVERY_LIMIT,
    'x-dead-letter-exchange': names.dead,
    'x-dead-letter-strategy': 'at-least-once',
    // Without it the broker takes the strategy for at-most-once.
    'x-overflow': 'reject-publish',
    ...(role === 'deliveries' && maxLength !== undefined ? { 'x-max-length': maxLength } : {}),
  };
}

/** A queue that is not there, may not be used, or is another than it should be. */
export class TopologyError extends Error {
  override readonly name = 'TopologyError';
  readonly role: QueueRole;

  constructor(role: QueueRole, cause: unknown) {
    super('a queue cannot be used', { cause });
    this.role = role;
  }
}

/**
 * Declares the queues and the exchange of dead letters, or only looks whether they are there. Nothing is
 * ever deleted or changed. Throws a TopologyError with the channel's own error as its cause; the broker
 * has closed the channel then.
 */
export async function prepareTopology(channel: Channel, topology: Topology): Promise<void> {
  const { names, declares } = topology;
  if (declares) {
    await named('dead', channel.assertExchange(names.dead, 'fanout', { durable: true }));
  }
  for (const role of QUEUE_ROLES) {
    const queue = declares
      ? channel.assertQueue(names[role], {
          durable: true,
          arguments: queueArguments(role, topology),
        })
      : channel.checkQueue(names[role]);
    await named(role, queue);
  }
  if (declares) await named('dead', channel.bindQueue(names.dead, names.dead, ''));
}

async function named(role: QueueRole, step: Promise<unknown>): Promise<void> {
  try {
    await step;
  } catch (error) {
    throw new TopologyError(role, error);
  }
}
