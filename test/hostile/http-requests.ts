import { gzipSync } from 'node:zlib';
import { HOSTILE_PATHS, hostileWire } from '../hub/http/hostile-wire.ts';
import type { HostileCase, HostileCategory } from './hostile-case.ts';
import { type HostileLab, goodActivity } from './hostile-lab.ts';

/** Requests that servers read differently, and what is not there. */
export const HTTP_REQUESTS: HostileCategory = {
  name: 'HTTP',
  least: 60,
  draw: 50,
  cases: () => [
    ...hostileWire(headWith('x')).map(([what], place) => onWire(what, place)),
    ...HOSTILE_PATHS.map(([route, status]): HostileCase => ({
      name: route.slice(0, 60),
      expected: `refuse:${status}`,
      play: (lab) => rawly(lab, headWith(lab.key)(`${route} HTTP/1.1`)),
    })),
    ...['gzip', 'deflate', 'br', 'identity, gzip', 'compress'].map(encoded),
  ],
};

const headWith =
  (key: string) =>
  (request: string, ...headers: string[]): string => {
    const lines = [request, 'Host: hub.example', `Authorization: Bearer ${key}`];
    return `${[...lines, 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`;
  };

async function rawly(lab: HostileLab, bytes: string) {
  const { status, text } = await lab.raw(bytes);
  return { verdict: `refuse:${status}`, shown: text } as const;
}

function onWire(what: string, place: number): HostileCase {
  const [, , status] = hostileWire(headWith('x'))[place]!;
  return {
    name: what,
    expected: `refuse:${status}`,
    play: (lab) => rawly(lab, hostileWire(headWith(lab.key))[place]![1]),
  };
}

function encoded(encoding: string): HostileCase {
  return {
    name: `a body in ${encoding}`,
    expected: 'refuse:CONTENT_ENCODING_UNSUPPORTED',
    play: (lab) =>
      lab.request('/v1/messages', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${lab.key}`,
          'content-type': 'application/cloudevents+json',
          'content-encoding': encoding,
        },
        body: new Uint8Array(gzipSync(JSON.stringify(goodActivity()))),
      }),
  };
}
