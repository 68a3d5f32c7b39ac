// A process of its own: the systems of all states as they submit, over connections that are kept.
import { Agent, request } from 'node:http';
import { serveParent } from './serve-parent.ts';
import { ID_PLACE, OPENING_TYPES, openingActivity, progressReport } from './progress-report.ts';

/** Whom to load. Without keys nobody asks for one. */
export interface Target {
  readonly url: string;
  readonly keys?: Readonly<Record<string, string>>;
}

export interface PrepareOrder {
  readonly target: Target;
  readonly members: readonly string[];
  readonly cases: number;
}

export interface LoadOrder {
  readonly target: Target;
  readonly connections: number;
  /** Ends after so many activities, or when told to. */
  readonly activities?: number;
  /** Ends after so much time. */
  readonly forMs?: number;
  /** Before the figures begin. */
  readonly warmUpMs?: number;
}

/** Receipts within the time measured; an answer that is none ends the bench. */
export interface LoadFigures {
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** With those of the warm-up. */
  readonly activities: number;
}

interface Case {
  readonly sender: string;
  readonly beforeId: string;
  readonly afterId: string;
}

const PREPARING = 64;
const cases: Case[] = [];
let sent = 0;
let stopped = false;
/** In the run that is under way. */
let accepted = 0;

async function prepare({ target, members, cases: count }: PrepareOrder): Promise<void> {
  const pairs = members.flatMap((from) =>
    members.filter((to) => to !== from).map((to) => ({ from, to })),
  );
  const agent = new Agent({ keepAlive: true, maxSockets: PREPARING });
  let next = 0;
  const openCases = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) {
      const pair = pairs[n % pairs.length];
      if (pair !== undefined) cases.push(await openCase({ target, agent }, pair, n));
    }
  };
  await Promise.all(Array.from({ length: PREPARING }, openCases));
  agent.destroy();
}

interface Way {
  readonly target: Target;
  readonly agent: Agent;
}

async function openCase(
  way: Way,
  { from, to }: { readonly from: string; readonly to: string },
  n: number,
): Promise<Case> {
  let caseId: string | undefined;
  for (const { type, by } of OPENING_TYPES) {
    const route = by === 'sending' ? { from, to, caseId } : { from: to, to: from, caseId };
    const body = openingActivity(type, `open-${n}-${type}`, route);
    const answer = await post(way, route.from, body);
    if (answer.status !== 202) throw new Error(`${type} got ${answer.status}: ${answer.text}`);
    ({ caseId } = JSON.parse(answer.text) as { caseId: string });
  }
  const report = progressReport({ from: to, to: from, caseId }, `${to} 2026/${n}`);
  const [beforeId = '', afterId = ''] = report.split(ID_PLACE);
  return { sender: to, beforeId, afterId };
}

async function load(order: LoadOrder): Promise<LoadFigures> {
  const { target, connections, activities = Infinity, forMs = Infinity, warmUpMs = 0 } = order;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  const from = performance.now() + warmUpMs;
  const until = from + forMs;
  let begun = 0;
  stopped = false;
  accepted = 0;
  const submitUntilEnd = async (): Promise<void> => {
    while (!stopped && begun < activities && performance.now() < until) {
      begun += 1;
      const at = performance.now();
      await submit({ target, agent });
      const now = performance.now();
      accepted += 1;
      if (now >= from && now <= until) latencies.push(now - at);
    }
  };
  await Promise.all(Array.from({ length: connections }, submitUntilEnd));
  const seconds = (Math.min(performance.now(), until) - from) / 1000;
  agent.destroy();
  return figuresOf(latencies, seconds);
}

function figuresOf(latencies: readonly number[], seconds: number): LoadFigures {
  const sorted = Float64Array.from(latencies).sort();
  const quantile = (part: number): number => sorted[Math.floor(part * sorted.length)] ?? 0;
  return {
    seconds,
    perSecond: latencies.length / seconds,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    activities: accepted,
  };
}

/** One progress report under a new id, the cases in turn. */
async function submit(way: Way): Promise<void> {
  const one = cases[sent % cases.length];
  if (one === undefined) throw new Error('no case was prepared');
  sent += 1;
  const id = `report-${String(sent).padStart(10, '0')}`;
  const { status, text } = await post(way, one.sender, one.beforeId + id + one.afterId);
  if (status !== 202) throw new Error(`a progress report got ${status}: ${text}`);
}

function post(
  { target, agent }: Way,
  sender: string,
  body: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const key = target.keys?.[sender];
    const outgoing = request(`${target.url}/v1/messages`, {
      agent,
      method: 'POST',
      headers: {
        'Content-Type': 'application/cloudevents+json',
        'Content-Length': Buffer.byteLength(body),
        ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
      },
    });
    outgoing.once('error', reject);
    outgoing.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, text });
      });
      response.once('error', reject);
    });
    outgoing.end(body);
  });
}

serveParent(
  {},
  {
    prepare,
    load,
    accepted: () => accepted,
    stop: () => {
      stopped = true;
    },
  },
  () => undefined,
);
