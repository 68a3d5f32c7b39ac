import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import type { StateFault } from '../adapters/adapter-contract.ts';
import {
  type Frame,
  METHOD,
  confirmOf,
  createFrameCutter,
  messageOf,
  methodOf,
  withRoutingKey,
} from './amqp-frames.ts';

/** Stands between a client and a broker, and plays what a network or a broker can do wrong. */
export interface AmqpProxy {
  readonly port: number;
  breakWith(fault: StateFault, onlyFor?: ReadonlySet<string>): void;
  /** Messages that were published whole. */
  arrivals(): number;
  /** The most messages that waited for their confirm at once. */
  mostAtOnce(): number;
  openConnections(): number;
  /** Passes nothing on any more. */
  mute(): void;
  /** Ends all connections without a word. */
  cut(): void;
  stop(): Promise<void>;
}

const SLOW_MS = 60;

/**
 * @param fullQueue where a message goes instead for which the state is busy: the broker itself turns it
 *   away there.
 */
export async function startAmqpProxy(brokerPort: number, fullQueue: string): Promise<AmqpProxy> {
  const pairs = new Set<Pair>();
  const counts = { arrivals: 0, most: 0 };
  let isMute = false;
  let rule: Rule = { fault: 'none', onlyFor: undefined };
  const server = createServer((client) => {
    const pair = joinPair(client, brokerPort, {
      fullQueue,
      rule: () => rule,
      isMute: () => isMute,
      arrived: () => {
        counts.arrivals += 1;
        const atOnce = [...pairs].reduce((sum, { waiting }) => sum + waiting.size, 0);
        counts.most = Math.max(counts.most, atOnce);
      },
    });
    pairs.add(pair);
    client.once('close', () => pairs.delete(pair));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const { destroy } of pairs) destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    breakWith: (fault, onlyFor) => {
      rule = { fault, onlyFor };
    },
    arrivals: () => counts.arrivals,
    mostAtOnce: () => counts.most,
    openConnections: () => pairs.size,
    mute: () => {
      isMute = true;
    },
    cut,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        cut();
      }),
  };
}

interface Rule {
  readonly fault: StateFault;
  readonly onlyFor: ReadonlySet<string> | undefined;
}

interface PairParts {
  readonly fullQueue: string;
  readonly rule: () => Rule;
  readonly isMute: () => boolean;
  readonly arrived: () => void;
}

interface Pair {
  /** Numbers of messages without a confirm. */
  readonly waiting: Set<number>;
  readonly destroy: () => void;
}

/** A message on its way to the broker, held until it is whole. */
interface Publication {
  readonly method: Frame;
  readonly rest: Buffer[];
  missing: number;
  messageId: string;
}

function joinPair(client: Socket, brokerPort: number, parts: PairParts): Pair {
  const broker = connect(brokerPort, '127.0.0.1');
  const waiting = new Set<number>();
  const dropped = new Set<number>();
  let published = 0;
  let stalled = false;
  let current: Publication | undefined;

  function destroy(): void {
    client.destroy();
    broker.destroy();
  }

  function faultFor(messageId: string): StateFault {
    const { fault, onlyFor } = parts.rule();
    return onlyFor === undefined || onlyFor.has(messageId) ? fault : 'none';
  }

  function fromClient(frame: Frame): void {
    if (methodOf(frame) === METHOD.publish) {
      current = { method: frame, rest: [], missing: 0, messageId: '' };
    } else if (current !== undefined && frame.type === 'header') {
      const { size, messageId } = messageOf(frame);
      Object.assign(current, { missing: size, messageId });
      hold(current, frame);
    } else if (current !== undefined && frame.type === 'body') {
      current.missing -= frame.payload.length;
      if (faultFor(current.messageId) === 'close-midway') destroy();
      else hold(current, frame);
    } else if (!stalled) {
      broker.write(frame.bytes);
    }
  }

  function hold(publication: Publication, frame: Frame): void {
    publication.rest.push(frame.bytes);
    if (publication.missing > 0) return;
    current = undefined;
    published += 1;
    waiting.add(published);
    parts.arrived();
    pass(publication, faultFor(publication.messageId));
  }

  function pass({ method, rest }: Publication, fault: StateFault): void {
    if (fault === 'fail-before-storing') destroy();
    if (fault === 'hang') stalled = true;
    if (fault === 'fail-after-storing') dropped.add(published);
    if (stalled || broker.destroyed) return;
    broker.write(fault === 'busy' ? withRoutingKey(method, parts.fullQueue) : method.bytes);
    for (const bytes of rest) broker.write(bytes);
  }

  function fromBroker(frame: Frame): void {
    const method = methodOf(frame);
    if (method !== METHOD.ack && method !== METHOD.nack) {
      client.write(frame.bytes);
      return;
    }
    const { tag, multiple } = confirmOf(frame);
    const tags = multiple ? [...waiting].filter((known) => known <= tag) : [tag];
    for (const one of tags) waiting.delete(one);
    if (tags.some((one) => dropped.has(one))) destroy();
    else if (parts.rule().fault === 'slow') setTimeout(() => client.write(frame.bytes), SLOW_MS);
    else client.write(frame.bytes);
  }

  const [cutClient, cutBroker] = [createFrameCutter(), createFrameCutter()];
  client.on('data', (chunk) => {
    for (const frame of cutClient(chunk))
      if (!client.destroyed && !parts.isMute()) fromClient(frame);
  });
  broker.on('data', (chunk) => {
    for (const frame of cutBroker(chunk)) if (!client.destroyed) fromBroker(frame);
  });
  for (const socket of [client, broker]) {
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.once('close', destroy);
  }
  return { waiting, destroy };
}
