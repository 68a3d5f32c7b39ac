// A process of its own: the systems of all states, which take whatever comes.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveParent } from './serve-parent.ts';

/** What arrived since the last reset. */
export interface SinkFigures {
  readonly deliveries: number;
  /** Deliveries that came again. */
  readonly repeated: number;
  /** Deliveries that came before or beside an earlier one of their case and destination. */
  readonly outOfOrder: number;
}

const held = new Set<string>();
const lastInCase = new Map<string, number>();
let repeated = 0;
let outOfOrder = 0;

function take({ headers, url = '' }: IncomingMessage): string {
  const deliveryId = String(headers['x-delivery-id']);
  if (held.has(deliveryId)) {
    repeated += 1;
    return deliveryId;
  }
  held.add(deliveryId);
  const caseId = headers['x-case-id'];
  if (caseId !== undefined) {
    const place = `${url} ${String(caseId)}`;
    const sequence = Number(headers['x-case-sequence']);
    if (sequence !== (lastInCase.get(place) ?? 0) + 1) outOfOrder += 1;
    lastInCase.set(place, sequence);
  }
  return deliveryId;
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  request.once('end', () => {
    const deliveryId = take(request);
    const body = JSON.stringify({ deliveryId, reference: `S-${held.size}` });
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    });
    response.end(body);
  });
}

const server = createServer({ keepAliveTimeout: 75_000 }, answer).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
serveParent(
  { url: `http://127.0.0.1:${port}` },
  {
    figures: (): SinkFigures => ({ deliveries: held.size, repeated, outOfOrder }),
    reset: () => {
      held.clear();
      repeated = 0;
      outOfOrder = 0;
    },
  },
  () => {
    server.closeAllConnections();
  },
);
