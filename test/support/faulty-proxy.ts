import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Who opens the connections, or who takes them. */
export type ProxySide = 'client' | 'server';

/**
 * In the middle of what is sent: the connections end; or stay open and pass nothing more; or pass nothing
 * until they may go on.
 */
export type ProxyFault = 'cut' | 'hang' | 'wait';

/** A way to a server on which something happens, at once or in the middle of what one side sends. */
export interface FaultyProxy {
  readonly port: number;
  /** The connections there are stay open and pass nothing more: a server that went without a word. */
  readonly hang: () => void;
  /** Nothing passes, of new connections neither, until it may go on: a network that comes back. */
  readonly hold: () => void;
  /** What is sent arrives so many milliseconds later; 0 ends it. */
  delay(ms: number): void;
  /** New connections are ended at once, or not. */
  refuse(refuses: boolean): void;
  /** After so many more bytes of one side. */
  breakAfter(side: ProxySide, bytes: number, how: ProxyFault): void;
  /** Resolves when what `breakAfter` asked for has happened. */
  broken(): Promise<void>;
  /** Ends the waiting. */
  goOn(): void;
  /** Ends all connections without a word. */
  readonly cut: () => void;
  stop(): Promise<void>;
}

interface Fault {
  readonly side: ProxySide;
  left: number;
  readonly how: ProxyFault;
}

interface Pair {
  hangs: boolean;
  readonly end: () => void;
}

export async function startFaultyProxy(target: number): Promise<FaultyProxy> {
  const pairs = new Set<Pair>();
  let fault: Fault | undefined;
  let happened = Promise.resolve();
  let tell: () => void = () => undefined;
  let allowed = Promise.resolve();
  let allow: () => void = () => undefined;
  let delayMs = 0;
  let refuses = false;

  const cut = (): void => {
    for (const { end } of pairs) end();
  };
  const hang = (): void => {
    for (const pair of pairs) pair.hangs = true;
  };
  const hold = (): void => {
    allowed = new Promise((resolve) => {
      allow = resolve;
    });
  };

  function comeAbout({ how }: Fault): void {
    fault = undefined;
    if (how === 'cut') cut();
    if (how === 'hang') hang();
    if (how === 'wait') hold();
    tell();
  }

  function passRest({ hangs }: Pair, to: Socket, rest: Buffer): void {
    if (!hangs) to.write(rest);
  }

  async function pass(pair: Pair, side: ProxySide, from: Socket, to: Socket): Promise<void> {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      await allowed;
      if (delayMs > 0) await wait(delayMs);
      if (pair.hangs) continue;
      if (fault?.side !== side || chunk.length < fault.left) {
        if (fault?.side === side) fault.left -= chunk.length;
        to.write(chunk);
        continue;
      }
      const { left } = fault;
      to.write(chunk.subarray(0, left));
      comeAbout(fault);
      await allowed;
      passRest(pair, to, chunk.subarray(left));
    }
  }

  const server = createServer({ noDelay: true }, (client) => {
    if (refuses) {
      client.destroy();
      return;
    }
    const upstream = connect({ port: target, host: '127.0.0.1', noDelay: true });
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    const pair: Pair = { hangs: false, end };
    pairs.add(pair);
    for (const socket of [client, upstream]) {
      socket.on('error', () => undefined);
      socket.once('close', () => {
        pairs.delete(pair);
        end();
      });
    }
    for (const passing of [
      pass(pair, 'client', client, upstream),
      pass(pair, 'server', upstream, client),
    ]) {
      passing.then(end, end);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    breakAfter: (side, bytes, how) => {
      happened = new Promise((resolve) => {
        tell = resolve;
      });
      fault = { side, left: bytes, how };
    },
    broken: () => happened,
    goOn: () => {
      allow();
    },
    hang,
    hold,
    delay: (ms) => {
      delayMs = ms;
    },
    refuse: (wanted) => {
      refuses = wanted;
    },
    cut,
    stop: async () => {
      allow();
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
