import net, { type AddressInfo, type Socket } from 'node:net';

export interface RawServer {
  readonly port: number;
  readonly endpoint: string;
  /** Bytes that came over all connections. */
  received(): Buffer;
  /** How many there ever were. */
  connections(): number;
  open(): number;
  stop(): Promise<void>;
}

/** A server of bare sockets, for answers that no HTTP server would give. */
export async function startRawServer(
  onConnection: (socket: Socket, number: number) => void,
): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const chunks: Buffer[] = [];
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => chunks.push(chunk));
    onConnection(socket, connections);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    endpoint: `http://127.0.0.1:${port}`,
    received: () => Buffer.concat(chunks),
    connections: () => connections,
    open: () => sockets.size,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}
