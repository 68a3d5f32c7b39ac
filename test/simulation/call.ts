import { request } from 'node:http';

export interface Answer {
  /** 0 when no whole answer came. */
  readonly status: number;
  readonly text: string;
}

interface CallOptions {
  readonly headers?: Record<string, string>;
  readonly body?: Buffer;
  /** How long it waits for an answer. */
  readonly patienceMs?: number;
}

/** One request on a connection of its own. */
export function call(
  method: string,
  url: string,
  { headers = {}, body, patienceMs = 5000 }: CallOptions = {},
): Promise<Answer> {
  return new Promise((resolve) => {
    const none = (): void => {
      resolve({ status: 0, text: '' });
    };
    const out = request(url, { method, headers, agent: false, timeout: patienceMs });
    out.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text });
      });
      response.on('error', none);
    });
    out.on('timeout', () => out.destroy());
    out.on('error', none);
    out.end(body);
  });
}
