import diagnostics from 'node:diagnostics_channel';
import { openSync, readFileSync, writeSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What Node publishes of its HTTP servers (`http.server.request.start`). */
interface RequestStart {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Keeps the number of requests that this process has read and not answered in a file. It is written
 * at every change, so that it is exact when the process is killed: what was written stays. Returns
 * what tells the number.
 */
export function countOpenRequests(file: string): () => number {
  const descriptor = openSync(file, 'w');
  const bytes = Buffer.alloc(4);
  let open = 0;
  const change = (by: number): void => {
    open += by;
    bytes.writeInt32LE(open);
    writeSync(descriptor, bytes, 0, bytes.length, 0);
  };
  change(0);
  diagnostics.subscribe('http.server.request.start', (message) => {
    change(1);
    (message as RequestStart).response.once('close', () => {
      change(-1);
    });
  });
  return () => open;
}

/** The number as of now, or as of the end of the process that kept it. */
export function readOpenRequests(file: string): number {
  const bytes = readFileSync(file);
  return bytes.length < 4 ? 0 : bytes.readInt32LE();
}
