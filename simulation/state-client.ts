import { request } from 'node:http';
import { createInterface } from 'node:readline';
import type { ChannelAddress } from './channel.ts';
import { startProcess } from './child-process.ts';
import type { FaultRule } from './fault-plan.ts';
import type { StoryPart } from './journal-lines.ts';
import type { Meaning } from './native/meaning.ts';
import type { Settlement } from './outbox.ts';
import type { StateEvent } from './state-event.ts';
import type { StateConfig, StateStatus } from './state-system.ts';
import type { HubAddress } from './submit-document.ts';

/** A state system in a process of its own, as its player holds it. */
export interface StateClient extends ChannelAddress {
  readonly member: string;
  readonly dataDirectory: string;
  readonly pid: number;
  connect(hub: HubAddress): Promise<void>;
  begin(key: string, part: StoryPart): Promise<void>;
  drop(key: string): Promise<void>;
  submit(lane: string, meaning: Meaning): Promise<Settlement>;
  setFaults(rules: readonly FaultRule[]): Promise<void>;
  goDown(): Promise<void>;
  comeUp(): Promise<void>;
  status(): Promise<StateStatus>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** The first line of its output. */
type Ready = ChannelAddress & {
  readonly control: string;
};

/** Starts a state's process and follows its events. */
export async function startState(
  config: StateConfig,
  heard: (event: StateEvent) => void,
): Promise<StateClient> {
  const child = await startProcess('state-process', config);
  const { control, ...channel } = child.ready as Ready;
  await follow(`${control}/events`, heard);
  const ask = <Answer>(method: string, path: string, body?: unknown): Promise<Answer> =>
    callJson<Answer>(method, `${control}${path}`, body);
  const order = async (method: string, path: string, body?: unknown): Promise<void> => {
    await ask(method, path, body);
  };
  return {
    member: config.member,
    ...channel,
    dataDirectory: config.dataDirectory,
    pid: child.pid,
    connect: (hub) => order('PUT', '/hub', hub),
    begin: (key, part) => order('POST', '/stories', { key, part }),
    drop: (key) => order('DELETE', '/stories', { key }),
    submit: (lane, meaning) => ask('POST', '/activities', { lane, meaning }),
    setFaults: (rules) => order('PUT', '/faults', rules),
    goDown: () => order('POST', '/down'),
    comeUp: () => order('POST', '/up'),
    status: () => ask('GET', '/status'),
    stop: () => child.stop(),
    kill: () => child.kill(),
  };
}

/** Resolves when the stream is open; it ends with the process. */
function follow(url: string, heard: (event: StateEvent) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent: false }, (response) => {
      const lines = createInterface({ input: response });
      lines.on('line', (line) => {
        heard(JSON.parse(line) as StateEvent);
      });
      // A killed process ends its stream in the middle.
      lines.on('error', () => undefined);
      response.on('error', () => undefined);
      resolve();
    });
    call.on('error', reject);
    call.end();
  });
}

function callJson<Answer>(method: string, url: string, body: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => {
        const { statusCode = 0 } = response;
        if (statusCode === 200) resolve(JSON.parse(text) as Answer);
        else reject(new Error(`${method} ${url}: ${statusCode} ${text}`));
      });
    });
    call.on('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
