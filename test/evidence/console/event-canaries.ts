import type { CanaryCaller } from './canary-callers.ts';
import type { CanaryNation } from './canary-nation.ts';
import { inTurns } from '../in-turns.ts';

export interface StreamCounts {
  readonly leaks: readonly string[];
  readonly streams: number;
  readonly events: number;
  /** Streams that did not tell of everything that is the caller’s own. */
  readonly short: readonly string[];
}

/** In which a stream must have told everything from the beginning. */
const PATIENCE_MS = 60_000;
/** For how long a stream that has told everything is listened to. */
const AFTERWARDS_MS = 1_000;
const TRANSMISSION = /"transmissionId":"([^"]+)"/g;

/** Reads the event stream of each caller from its beginning. */
export async function readStreams(
  url: string,
  headers: ReadonlyMap<string, string>,
  nation: CanaryNation,
  callers: readonly CanaryCaller[],
): Promise<StreamCounts> {
  const leaks: string[] = [];
  const short: string[] = [];
  const counts = { streams: 0, events: 0 };
  await inTurns(callers, async ({ name, member }) => {
    const expected = nation.messages.filter(
      ({ from, to, crossed }) =>
        member === from || (crossed && member === to) || member === 'national',
    );
    const text = await readStream(url, headers.get(name) ?? '', expected.length);
    if (text === undefined) return;
    counts.streams += 1;
    counts.events += text.split('\ndata:').length - 1;
    const { foreign } = nation.canaries.foundIn(text, member);
    if (foreign.length > 0) leaks.push(`events to ${name}: ${foreign[0] ?? ''}`);
    if (expected.some(({ transmissionId }) => !text.includes(transmissionId))) short.push(name);
  });
  return { ...counts, leaks, short };
}

/** Undefined where the stream is refused. */
async function readStream(
  url: string,
  authorization: string,
  transmissions: number,
): Promise<string | undefined> {
  const stop = new AbortController();
  const response = await fetch(`${url}/v1/events`, {
    headers: { authorization, 'last-event-id': '0' },
    signal: AbortSignal.any([stop.signal, AbortSignal.timeout(PATIENCE_MS)]),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    return undefined;
  }
  let text = '';
  const seen = new Set<string>();
  try {
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      for (const [, id = ''] of text.matchAll(TRANSMISSION)) seen.add(id);
      // What is another's may also come after all that is its own.
      if (seen.size >= transmissions) {
        setTimeout(() => {
          stop.abort();
        }, AFTERWARDS_MS);
      }
    }
  } catch (error) {
    const isOver = error instanceof Error && ['TimeoutError', 'AbortError'].includes(error.name);
    if (!isOver) throw error;
  }
  return text;
}
