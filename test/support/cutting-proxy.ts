import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';

/** A way to a server that breaks after so many bytes. */
export interface CuttingProxy {
  readonly port: number;
  /** Bytes that the client, or the server, has sent over the last connection. */
  bytes(side: Side): number;
  /** From the next connection on: breaks after this many bytes of one side; never without one. */
  cutAfter(cut: { readonly side: Side; readonly bytes: number } | undefined): void;
  stop(): Promise<void>;
}

export type Side = 'client' | 'server';

export async function startCuttingProxy(target: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const passed = { client: 0, server: 0 };
  let cut: { readonly side: Side; readonly bytes: number } | undefined;

  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port: target, host: '127.0.0.1', noDelay: true });
    passed.client = passed.server = 0;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    const breakOff = (): void => {
      client.destroy();
      upstream.destroy();
    };
    const pass = (side: Side, from: Socket, to: Socket): void => {
      from.on('data', (chunk: Buffer) => {
        const left = cut?.side === side ? cut.bytes - passed[side] : Number.POSITIVE_INFINITY;
        const part = chunk.subarray(0, Math.max(0, left));
        passed[side] += part.length;
        if (chunk.length >= left) to.write(part, breakOff);
        else to.write(part);
      });
    };
    pass('client', client, upstream);
    pass('server', upstream, client);
    if (cut?.bytes === 0) breakOff();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    bytes: (side) => passed[side],
    cutAfter: (wanted) => {
      cut = wanted;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
