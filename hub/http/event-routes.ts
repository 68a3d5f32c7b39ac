import type { ServerResponse } from 'node:http';
import type { EventFeed } from '../flows/follow-events.ts';
import type { LedgerEventView } from '../flows/reads.ts';
import { HttpError } from './http-error.ts';
import type { HttpParts } from './parts.ts';
import { presentedBy } from './presented-by.ts';
import type { Call, RouteHandlers } from './route-handler.ts';

type EventParts = Pick<HttpParts, 'authenticator' | 'reads'>;
type EventRoutes = Pick<RouteHandlers, 'GET /v1/events'>;

/** Shorter than the idle time of usual proxies; and at each, the credential is looked at again. */
const HEARTBEAT_MS = 15_000;
/** A reader that falls so far behind is cut off; it goes on from its last id when it comes again. */
const MOST_BUFFERED_BYTES = 1024 * 1024;
const MOST_STREAMS = 1000;

export function eventRoutes(
  parts: EventParts,
  feed: EventFeed,
  heartbeatMs = HEARTBEAT_MS,
): EventRoutes {
  return {
    'GET /v1/events': async (call) => {
      if (feed.subscribers() >= MOST_STREAMS) throw new HttpError('UNAVAILABLE');
      // Settled before the answer begins: what a client lists after that, the stream goes on from.
      const after = lastEventId(call) ?? (await parts.reads.lastEventIndex());
      return {
        stream: (response) => {
          streamEvents(parts, feed, { call, after, response, heartbeatMs });
        },
      };
    },
  };
}

/** `Last-Event-ID`, by which a browser that lost the stream goes on where it was. */
function lastEventId({ request }: Call): number | undefined {
  const id = request.headers['last-event-id'];
  if (id === undefined) return undefined;
  if (typeof id !== 'string' || !/^[0-9]{1,15}$/.test(id)) throw new HttpError('CURSOR_INVALID');
  return Number(id);
}

interface Stream {
  readonly call: Call;
  readonly after: number;
  readonly response: ServerResponse;
  readonly heartbeatMs: number;
}

function streamEvents(parts: EventParts, feed: EventFeed, stream: Stream): void {
  const { call, after, response, heartbeatMs } = stream;
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  if (call.request.method === 'HEAD') {
    response.end();
    return;
  }
  response.write('retry: 2000\n\n');
  const write = (text: string): void => {
    // Between its end and its close a stream takes nothing more.
    if (!response.writableEnded) response.write(text);
  };
  const unsubscribe = feed.subscribe(call.actor, after, {
    push: (events) => {
      write(events.map(formatEvent).join(''));
      if (response.writableLength > MOST_BUFFERED_BYTES) response.destroy();
    },
    end: () => response.end(),
  });
  const heartbeat = setInterval(() => {
    void stillMay(parts, call).then((may) => {
      if (may) write(': still here\n\n');
      else response.end();
    });
  }, heartbeatMs);
  response.once('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
  });
}

/** A store that cannot be asked ends no stream; a credential that is gone does. */
async function stillMay({ authenticator }: EventParts, { request }: Call): Promise<boolean> {
  try {
    return (await authenticator.authenticate(presentedBy(request))) !== undefined;
  } catch {
    return true;
  }
}

function formatEvent(view: LedgerEventView): string {
  return `id: ${view.index}\ndata: ${JSON.stringify(view)}\n\n`;
}
