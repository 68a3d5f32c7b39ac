import { createServer } from 'node:net';
import type { StartOptions, TestHub, TestSite } from './test-hub.ts';

/**
 * A hub whose public address is `http://localhost:PORT`: browsers and security keys take that for a safe
 * place with a name, which an IP address is not. Options may be made of the address.
 */
export async function startAtLocalhost(
  site: TestSite,
  given: StartOptions | ((url: string) => Promise<StartOptions>) = {},
): Promise<TestHub> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const options = typeof given === 'function' ? await given(url) : given;
  const hub = await site.start({ ...options, config: { ...options.config, port, publicUrl: url } });
  return { ...hub, url };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
