import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addCheckpoint } from './add-checkpoint.ts';
import type { WitnessAnswer, WitnessParts } from './add-checkpoint.ts';

/** More than 63 hashes and a checkpoint of 100 signatures. */
const MOST_BYTES = 64 * 1024;
const REQUEST_MS = 10_000;

export interface RunningWitness {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves `POST /add-checkpoint` (C2SP tlog-witness) and nothing else. */
export async function serveWitness(
  parts: WitnessParts,
  { port, host }: { readonly port: number; readonly host: string },
  onAnswer: (answer: WitnessAnswer) => void = () => undefined,
): Promise<RunningWitness> {
  const server = createServer({ requestTimeout: REQUEST_MS }, (request, response) => {
    answerTo(parts, request)
      .then((answer) => {
        if ('contentType' in answer) onAnswer(answer);
        send(response, answer);
      })
      .catch(() => {
        send(response, { status: 500, body: 'the witness cannot answer now\n' });
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

interface PlainAnswer {
  readonly status: number;
  readonly body: string;
}

async function answerTo(
  parts: WitnessParts,
  request: IncomingMessage,
): Promise<WitnessAnswer | PlainAnswer> {
  if (request.url !== '/add-checkpoint') return { status: 404, body: 'no such path\n' };
  if (request.method !== 'POST') return { status: 405, body: 'POST it\n' };
  const body = await readBody(request);
  if (body === undefined) return { status: 413, body: 'too large\n' };
  return addCheckpoint(parts, body);
}

async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, answer: WitnessAnswer | PlainAnswer): void {
  const { status, body } = answer;
  const type = 'contentType' in answer ? answer.contentType : 'text/plain; charset=utf-8';
  if (status === 413) response.setHeader('Connection', 'close');
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
