import type { Channel, ConsumeMessage } from 'amqplib';

/** What rests: a message that nobody can decide about now. */
export interface Resting {
  readonly message: ConsumeMessage;
}

export interface RestParts<Taken extends Resting> {
  readonly channel: Pick<Channel, 'nack'>;
  readonly isOpen: () => boolean;
  /** Between two tries to decide. */
  readonly postponeMs: number;
  /** Shorter than what the broker waits for an acknowledgement. */
  readonly longestRestMs: number;
  readonly offer: (taken: Taken) => void;
  /** Takes nothing more from the message's queue, or again. */
  readonly pause: (taken: Taken) => Promise<void>;
  readonly resume: (taken: Taken) => Promise<void>;
}

export interface Rests<Taken extends Resting> {
  /** Offers the message again after a while. */
  readonly later: (taken: Taken) => void;
  /** The message is decided. True where the broker has it again: it hands it out once more. */
  readonly end: (taken: Taken) => Promise<boolean>;
  readonly clear: () => void;
}

/**
 * Keeps messages until they are decided. The broker counts what is given back against the delivery limit,
 * and would drop a good document among the dead letters while the hub's own store is away; what is never
 * acknowledged it takes back too, after half an hour, with the whole channel. So a message that rests long
 * is given back once, its queue is left alone, and a copy goes on being offered here.
 */
export function createRests<Taken extends Resting>(parts: RestParts<Taken>): Rests<Taken> {
  const tries = new Set<NodeJS.Timeout>();
  const limits = new Map<Taken, NodeJS.Timeout>();
  const returned = new Map<Taken, Promise<void>>();

  async function giveBack(taken: Taken): Promise<void> {
    await parts.pause(taken);
    if (parts.isOpen()) parts.channel.nack(taken.message, false, true);
  }

  function limit(taken: Taken): void {
    if (limits.has(taken)) return;
    const timer = setTimeout(() => {
      // A connection that ends meanwhile gives everything back by itself.
      returned.set(
        taken,
        giveBack(taken).catch(() => undefined),
      );
    }, parts.longestRestMs);
    limits.set(taken, timer);
  }

  return {
    later: (taken) => {
      limit(taken);
      const again = setTimeout(() => {
        tries.delete(again);
        parts.offer(taken);
      }, parts.postponeMs);
      tries.add(again);
    },
    end: async (taken) => {
      clearTimeout(limits.get(taken));
      limits.delete(taken);
      const returning = returned.get(taken);
      if (returning === undefined) return false;
      returned.delete(taken);
      await returning;
      if (parts.isOpen()) await parts.resume(taken);
      return true;
    },
    clear: () => {
      for (const timer of [...tries, ...limits.values()]) clearTimeout(timer);
      tries.clear();
      limits.clear();
    },
  };
}
