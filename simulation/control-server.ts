import type { ServerResponse } from 'node:http';
import { readFaultRules } from './fault-plan.ts';
import { answerJson, readBody, startLoopbackServer } from './http-server.ts';
import type { LoopbackServer } from './http-server.ts';
import type { StoryPart } from './journal-lines.ts';
import type { Meaning } from './native/meaning.ts';
import type { StateEvent } from './state-event.ts';
import type { StateSystem } from './state-system.ts';
import type { HubAddress } from './submit-document.ts';

/** What whoever plays the nation may ask of a state system, on a port of its own. */
export interface ControlServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Passes events on to whoever listens; what happens before anyone does is kept for the first. */
export interface EventStream {
  tell(event: StateEvent): void;
  follow(response: ServerResponse): void;
}

const BODY_LIMIT = 16 * 2 ** 20;
/** A follower that falls so far behind is let go, so that memory stays bounded. */
const FOLLOWER_BACKLOG = 32 * 2 ** 20;

const MOST_UNHEARD = 10_000;

export function createEventStream(): EventStream {
  const followers = new Set<ServerResponse>();
  let unheard: string[] | undefined = [];
  return {
    tell(event) {
      const line = `${JSON.stringify(event)}\n`;
      if (unheard !== undefined && unheard.length < MOST_UNHEARD) unheard.push(line);
      for (const follower of followers) {
        follower.write(line);
        if (follower.writableLength > FOLLOWER_BACKLOG) follower.destroy();
      }
    },
    follow(response) {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.flushHeaders();
      response.write((unheard ?? []).join(''));
      unheard = undefined;
      followers.add(response);
      response.on('close', () => followers.delete(response));
    },
  };
}

type Route = (system: StateSystem, body: unknown) => Promise<object> | object;

const ROUTES: Readonly<Record<string, Route>> = {
  'GET /status': (system) => system.status(),
  'PUT /hub': (system, body) => {
    system.connect(body as HubAddress);
    return {};
  },
  'PUT /faults': (system, body) => {
    system.setFaults(readFaultRules(body));
    return {};
  },
  'POST /stories': async (system, body) => {
    const { key, part } = body as { key: string; part: StoryPart };
    await system.begin(key, part);
    return {};
  },
  'DELETE /stories': (system, body) => {
    system.drop((body as { key: string }).key);
    return {};
  },
  'POST /activities': (system, body) => {
    const { lane, meaning } = body as { lane: string; meaning: Meaning };
    return system.submit(lane, meaning);
  },
  'POST /down': async (system) => {
    await system.goDown();
    return {};
  },
  'POST /up': async (system) => {
    await system.comeUp();
    return {};
  },
};

/** Serves the routes above and `GET /events`, JSON lines as they happen. */
export async function startControlServer(
  system: StateSystem,
  events: EventStream,
): Promise<ControlServer> {
  const server: LoopbackServer = await startLoopbackServer(async (request, response) => {
    const name = `${request.method ?? ''} ${request.url ?? ''}`;
    if (name === 'GET /events') {
      events.follow(response);
      return;
    }
    const route = ROUTES[name];
    if (route === undefined) {
      answerJson(response, 404, { problem: 'nothing is here' });
      return;
    }
    const text = (await readBody(request, BODY_LIMIT)).toString('utf8');
    answerJson(response, 200, await route(system, text === '' ? undefined : JSON.parse(text)));
  }, 0);
  return { url: server.url, close: () => server.close() };
}
