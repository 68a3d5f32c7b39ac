import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { isSafeDeliveryId } from './delivery-store.ts';
import type { ChannelParts } from './channel.ts';
import type { ReceiveFault } from './fault-plan.ts';
import { answerJson, readBody } from './http-server.ts';
import type { Handler } from './http-server.ts';
import type { Delivery, ReceiveVerdict } from './receive-delivery.ts';

export type EndpointParts = Pick<
  ChannelParts,
  'pushKey' | 'faults' | 'take' | 'held' | 'referenceOf'
>;

const NO_FAULT = { kind: 'none', ms: 0 } as const;
const BODY_LIMIT = 8 * 2 ** 20;

/**
 * Where the hub pushes: `POST /activities` stores by delivery id before it answers, the same again is
 * answered alike without effect, another document under a known id is 409; `GET /activities/{id}`
 * says whether the id is held. Faults of the plan come in between.
 */
export function createActivitiesEndpoint(parts: EndpointParts): Handler {
  return async (request, response) => {
    const path = request.url ?? '/';
    if (!isAuthorised(request, parts.pushKey)) {
      answerJson(response, 401, { problem: 'bearer key missing or wrong' });
    } else if (request.method === 'POST' && path === '/activities') {
      await takePost(parts, request, response);
    } else if (request.method === 'GET' && path.startsWith('/activities/')) {
      await answerProbe(parts, decodeURIComponent(path.slice('/activities/'.length)), response);
    } else {
      answerJson(response, 404, { problem: 'nothing is here' });
    }
  };
}

async function takePost(
  parts: EndpointParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const document = await readBody(request, BODY_LIMIT);
  const delivery = readDelivery(request, document);
  if (delivery === undefined) {
    answerJson(response, 400, { problem: 'headers of the delivery missing or wrong' });
    return;
  }
  const { kind, ms = 1000 } = parts.faults.nextReceive() ?? NO_FAULT;
  if (kind === 'slow') await wait(ms);
  const instead = kind === 'none' ? undefined : INSTEAD[kind];
  if (instead !== undefined) {
    instead(response, delivery.deliveryId);
    return;
  }
  const verdict = await parts.take(delivery, kind !== 'store-twice');
  const insteadOfAnswer = kind === 'none' ? undefined : INSTEAD_OF_ANSWER[kind];
  if (insteadOfAnswer !== undefined) insteadOfAnswer(response, delivery.deliveryId);
  else answerVerdict(parts, delivery, verdict, response);
}

type Misbehave = (response: ServerResponse, deliveryId: string) => void;

/** Faults in the place of all work: nothing is stored. */
const INSTEAD: Partial<Record<ReceiveFault, Misbehave>> = {
  unavailable: (response) => {
    answerJson(response, 503, { problem: 'unavailable' }, { 'retry-after': '1' });
  },
  'error-before-storing': (response) => {
    answerJson(response, 500, { problem: 'failed' });
  },
  'hang-before-storing': () => undefined,
  'close-before-storing': (response) => response.destroy(),
  refuse: (response, deliveryId) => {
    answerJson(response, 422, { deliveryId, problem: 'refused' });
  },
  'refuse-credentials': (response) => {
    answerJson(response, 401, { problem: 'credentials refused' });
  },
  forget: (response, deliveryId) => {
    answerJson(response, 200, { deliveryId, reference: 'none' });
  },
};

/** Faults in the place of the answer: the document is stored. */
const INSTEAD_OF_ANSWER: Partial<Record<ReceiveFault, Misbehave>> = {
  'error-after-storing': (response) => {
    answerJson(response, 500, { problem: 'failed' });
  },
  'hang-after-storing': () => undefined,
  'close-after-storing': (response) => response.destroy(),
  'close-midway': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 200 });
    response.write('{"deliveryId":', () => response.destroy());
  },
  'garbage-answer': (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('<html>it works!</html>');
  },
  'wrong-answer': (response) => {
    answerJson(response, 200, { deliveryId: 'another', reference: 'none' });
  },
};

function answerVerdict(
  parts: EndpointParts,
  { deliveryId }: Delivery,
  verdict: ReceiveVerdict,
  response: ServerResponse,
): void {
  if (verdict.kind === 'unreadable') {
    answerJson(response, 422, { deliveryId, problem: 'the document cannot be read' });
    return;
  }
  const status = verdict.kind === 'conflict' ? 409 : 200;
  answerJson(response, status, holding(parts, deliveryId, verdict.sha256));
}

async function answerProbe(
  parts: EndpointParts,
  deliveryId: string,
  response: ServerResponse,
): Promise<void> {
  const sha256 = isSafeDeliveryId(deliveryId) ? await parts.held(deliveryId) : undefined;
  if (sha256 === undefined) answerJson(response, 404, { deliveryId, problem: 'not held' });
  else answerJson(response, 200, holding(parts, deliveryId, sha256));
}

/** What the state says of what it holds; equal for equal deliveries, also after a restart. */
function holding({ referenceOf }: EndpointParts, deliveryId: string, sha256: string): object {
  return {
    deliveryId,
    reference: referenceOf(deliveryId),
    contentDigest: `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
  };
}

function isAuthorised(request: IncomingMessage, key: string): boolean {
  return request.headers.authorization === `Bearer ${key}`;
}

function readDelivery(request: IncomingMessage, document: Buffer): Delivery | undefined {
  const text = (name: string): string => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : '';
  };
  const deliveryId = text('x-delivery-id');
  const named = isSafeDeliveryId(deliveryId) && text('idempotency-key') === deliveryId;
  if (!named) return undefined;
  return {
    deliveryId,
    attempt: Number(text('x-attempt')),
    caseId: text('x-case-id'),
    caseSequence: Number(text('x-case-sequence')),
    document,
  };
}
