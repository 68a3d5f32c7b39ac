import { createHash } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { FakeState, StateFault, StoredParcel } from '../adapters/adapter-contract.ts';

export const TOKEN = 'right-token';
const SLOW_MS = 60;

export interface FakeRestState extends FakeState {
  readonly endpoint: string;
}

/** A state's system that takes activities over HTTP as docs/adapters.md says, and fails when told. */
export async function startFakeRestState(): Promise<FakeRestState> {
  const stored = new Map<string, StoredParcel>();
  const sockets = new Set<Socket>();
  let fault: { kind: StateFault; onlyFor: ReadonlySet<string> | undefined } = {
    kind: 'none',
    onlyFor: undefined,
  };
  let arrivals = 0;
  let atOnce = 0;
  let most = 0;

  const server = http.createServer((request, response) => {
    if (request.headers.authorization !== `Bearer ${TOKEN}`) {
      request.resume();
      answer(response, 401, { title: 'unknown credential' });
      return;
    }
    if (request.method === 'GET') {
      probe(request, response);
      return;
    }
    atOnce += 1;
    most = Math.max(most, atOnce);
    response.once('close', () => {
      atOnce -= 1;
    });
    take(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });

  function probe({ url = '' }: IncomingMessage, response: ServerResponse): void {
    const deliveryId = decodeURIComponent(url.split('/').at(-1) ?? '');
    answer(response, stored.has(deliveryId) ? 200 : 404, { deliveryId });
  }

  function take(request: IncomingMessage, response: ServerResponse): void {
    const deliveryId = header(request, 'x-delivery-id');
    const hit = fault.onlyFor === undefined || fault.onlyFor.has(deliveryId);
    const kind = hit ? fault.kind : 'none';
    const chunks: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (kind === 'close-midway') request.socket.destroy();
    });
    request.once('end', () => {
      if (kind === 'close-midway') return;
      arrivals += 1;
      const body = Buffer.concat(chunks);
      const reply = (): void => {
        storeAndAnswer(parcelOf(request, body), response);
      };
      react(kind, { request, response, reply, store: () => store(parcelOf(request, body)) });
    });
  }

  function store(parcel: StoredParcel): boolean {
    const before = stored.get(parcel.deliveryId);
    if (before !== undefined) return before.body.equals(parcel.body);
    stored.set(parcel.deliveryId, parcel);
    return true;
  }

  function storeAndAnswer(parcel: StoredParcel, response: ServerResponse): void {
    const { deliveryId } = parcel;
    const before = stored.get(deliveryId);
    const same = store(parcel);
    const reference = `TX-${[...stored.keys()].indexOf(deliveryId) + 1}`;
    if (same) answer(response, before === undefined ? 201 : 200, { deliveryId, reference });
    else answer(response, 409, { deliveryId, contentDigest: digestOf(before?.body) });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/compact`,
    stored: () => [...stored.values()],
    arrivals: () => arrivals,
    mostAtOnce: () => most,
    breakWith: (kind, onlyFor) => {
      fault = { kind, onlyFor };
    },
    openConnections: () => sockets.size,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly reply: () => void;
  readonly store: () => boolean;
}

function react(kind: StateFault, { request, response, reply, store }: Exchange): void {
  switch (kind) {
    case 'none':
      setImmediate(reply);
      break;
    case 'slow':
      setTimeout(reply, SLOW_MS);
      break;
    case 'fail-after-storing':
      store();
      request.socket.destroy();
      break;
    case 'fail-before-storing':
    case 'close-midway':
      request.socket.destroy();
      break;
    case 'busy':
      response.setHeader('Retry-After', '7');
      answer(response, 503, { title: 'busy' });
      break;
    case 'refuse-document':
      answer(response, 422, { title: 'no such county' });
      break;
    case 'lie':
      answer(response, 200, { deliveryId: 'another' });
      break;
    case 'hang':
      break;
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

function parcelOf(request: IncomingMessage, body: Buffer): StoredParcel {
  return {
    deliveryId: header(request, 'x-delivery-id'),
    caseId: header(request, 'x-case-id'),
    caseSequence: Number(header(request, 'x-case-sequence')),
    attempt: Number(header(request, 'x-attempt')),
    body,
  };
}

function header(request: IncomingMessage, name: string): string {
  return String(request.headers[name] ?? '');
}

function digestOf(body: Buffer | undefined): string {
  return `sha-256=:${createHash('sha256')
    .update(body ?? '')
    .digest('base64')}:`;
}
