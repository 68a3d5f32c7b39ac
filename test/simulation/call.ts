import { request } from 'node:http';

export interface Answer {
  /** 0 when no whole answer came. */
  readonly status: number;
  readonly text: string;
}

/** One request on a connection of its own; gives up after a quarter of a second. */
export function call(
  method: string,
  url: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: Buffer } = {},
): Promise<Answer> {
  return new Promise((resolve) => {
    const none = (): void => {
      resolve({ status: 0, text: '' });
    };
    const out = request(url, { method, headers, agent: false, timeout: 250 });
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
