import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';

const tlsFile = (name: string): string =>
  readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8');

export interface ReceivedCall {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly path: string;
}

/** What the receiver answers: a status, or nothing at all. */
export type HookMood = number | 'close';

export interface HookReceiver {
  readonly url: string;
  /** The certificate by which it is known. */
  readonly trusted: string;
  readonly calls: readonly ReceivedCall[];
  moods(...moods: HookMood[]): void;
  always(mood: HookMood): void;
  close(): Promise<void>;
}

/** A real HTTPS server on loopback. */
export async function startHookReceiver(): Promise<HookReceiver> {
  const calls: ReceivedCall[] = [];
  const queue: HookMood[] = [];
  let otherwise: HookMood = 204;
  const trusted = tlsFile('server.pem');
  const server = createServer(
    { key: tlsFile('server.key.pem'), cert: trusted },
    (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const mood = queue.shift() ?? otherwise;
        const body = Buffer.concat(chunks).toString('utf8');
        calls.push({ headers: request.headers, body, path: request.url ?? '' });
        if (mood === 'close') {
          response.destroy();
          return;
        }
        const location = { location: 'https://127.0.0.1:1/elsewhere' };
        response.writeHead(mood, mood >= 300 && mood < 400 ? location : {}).end();
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `https://127.0.0.1:${port}/hook`,
    trusted,
    calls,
    moods: (...moods) => queue.push(...moods),
    always: (mood) => {
      otherwise = mood;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Checks a call as a receiver does that keeps to Standard Webhooks, with its own words for it. */
export function isSignedBy({ headers, body }: ReceivedCall, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const expected = createHmac('sha256', key).update(signed, 'utf8').digest('base64');
  return String(headers['webhook-signature']).split(' ').includes(`v1,${expected}`);
}
