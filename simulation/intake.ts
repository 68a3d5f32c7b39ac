import { createHash } from 'node:crypto';
import type { ChannelParts } from './channel.ts';
import type { Meaning } from './native/meaning.ts';
import { receiveDelivery } from './receive-delivery.ts';
import type { Delivery, ReceiveParts } from './receive-delivery.ts';

export interface IntakeParts extends ReceiveParts {
  readonly member: string;
  /** Told of each first effect, after it is on the disk. */
  readonly received: (delivery: Delivery, meaning: Meaning | undefined) => void;
}

/** What every channel hands its deliveries to, whatever way they came. */
export function createIntake(
  parts: IntakeParts,
): Pick<ChannelParts, 'take' | 'held' | 'referenceOf'> {
  const underWay = new Map<string, Promise<unknown>>();

  /** One delivery id at a time: two requests under the same id must not both store. */
  async function inTurn<Result>(deliveryId: string, act: () => Promise<Result>): Promise<Result> {
    const before = underWay.get(deliveryId) ?? Promise.resolve();
    const mine = before.then(act, act);
    const settled = mine.catch(() => undefined);
    underWay.set(deliveryId, settled);
    try {
      return await mine;
    } finally {
      if (underWay.get(deliveryId) === settled) underWay.delete(deliveryId);
    }
  }

  return {
    take: async (delivery, knowsRepeats = true) => {
      const verdict = await inTurn(delivery.deliveryId, () =>
        receiveDelivery(parts, delivery, knowsRepeats),
      );
      if (verdict.kind === 'stored') parts.received(delivery, verdict.meaning);
      return verdict;
    },
    held: async (deliveryId) => {
      const held = await parts.store.find(deliveryId);
      return held === undefined ? undefined : createHash('sha256').update(held).digest('hex');
    },
    referenceOf: (deliveryId) => {
      const number = createHash('sha256').update(deliveryId).digest().readUInt32BE(0);
      return `${parts.member}-${number}`;
    },
  };
}
