import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { ChannelParts } from './channel.ts';
import { isSafeDeliveryId } from './delivery-store.ts';
import type { ReceiveFault } from './fault-plan.ts';
import { readBody } from './http-server.ts';
import type { Handler } from './http-server.ts';
import type { Delivery, ReceiveVerdict } from './receive-delivery.ts';
import {
  HUB,
  SOAP_TYPE,
  STATE,
  type Tree,
  envelope,
  escaped,
  provesPassword,
  readTree,
  textAt,
  treeAt,
} from './soap-wire.ts';

type EndpointParts = Pick<
  ChannelParts,
  'pushKey' | 'faults' | 'take' | 'held' | 'referenceOf' | 'dialect'
>;

/** The user by which the hub is known to a simulated state. */
export const HUB_USER = 'hub';

const NO_FAULT = { kind: 'none', ms: 0 } as const;
const BODY_LIMIT = 8 * 2 ** 20;

/**
 * The state's service, as schemas/state-delivery.v1.wsdl has it: `TakeActivity` stores by delivery id before it answers, the same again is
 * answered alike without effect, another document under a known id is a fault; `AskDelivery` says
 * whether an id is held. Faults of the plan come in between.
 */
export function createSoapEndpoint(parts: EndpointParts): Handler {
  return async (request, response) => {
    const xml = (await readBody(request, BODY_LIMIT)).toString('utf8');
    const tree = readTree(xml);
    if (tree === undefined || !provesPassword(tree, HUB_USER, parts.pushKey)) {
      answerFault(response, 'Sender', FAILED_AUTHENTICATION);
      return;
    }
    const asked = textAt(tree, 'Envelope', 'Body', 'AskDelivery', 'deliveryId');
    if (asked !== '') await answerQuestion(parts, asked, response);
    else await takeActivity(parts, { xml, tree }, response);
  };
}

const FAILED_AUTHENTICATION =
  '<s:Subcode><s:Value xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">w:FailedAuthentication</s:Value></s:Subcode>';

interface Request {
  readonly xml: string;
  readonly tree: Tree;
}

async function takeActivity(
  parts: EndpointParts,
  request: Request,
  response: ServerResponse,
): Promise<void> {
  const delivery = readDelivery(parts, request);
  if (delivery === undefined) {
    answerFault(response, 'Sender');
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

function readDelivery({ dialect }: EndpointParts, { xml, tree }: Request): Delivery | undefined {
  const facts = treeAt(tree, 'Envelope', 'Header', 'Delivery');
  const deliveryId = textAt(facts, 'DeliveryId');
  const document = documentIn(xml, tree, dialect.ending === 'xml');
  if (!isSafeDeliveryId(deliveryId) || document === undefined) return undefined;
  return {
    deliveryId,
    attempt: Number(textAt(facts, 'Attempt')),
    caseId: textAt(facts, 'CaseId'),
    caseSequence: Number(textAt(facts, 'CaseSequence')),
    document,
  };
}

/** An XML document is cut out of the text as it came, so that what is kept is what was sent. */
function documentIn(xml: string, tree: Tree, isXml: boolean): Buffer | undefined {
  if (!isXml) {
    const text = textAt(tree, 'Envelope', 'Body', 'TakeActivity', 'Text');
    return text === '' ? undefined : Buffer.from(text, 'base64');
  }
  const start = /<(?:[\w.-]+:)?TakeActivity(?:\s[^>]*)?>/.exec(xml);
  const end = /<\/(?:[\w.-]+:)?TakeActivity\s*>\s*<\/[\w.-]+:Body/.exec(xml);
  if (start === null || end === null) return undefined;
  return Buffer.from(xml.slice(start.index + start[0].length, end.index));
}

type Misbehave = (response: ServerResponse, deliveryId: string) => void;

/** Faults in the place of all work: nothing is stored. */
const INSTEAD: Partial<Record<ReceiveFault, Misbehave>> = {
  unavailable: (response) => {
    response.setHeader('retry-after', '1');
    answerFault(response, 'Receiver', '', 503);
  },
  'error-before-storing': (response) => {
    answerFault(response, 'Receiver');
  },
  'hang-before-storing': () => undefined,
  'close-before-storing': (response) => response.destroy(),
  refuse: (response) => {
    answerFault(response, 'Sender');
  },
  'refuse-credentials': (response) => {
    answerFault(response, 'Sender', FAILED_AUTHENTICATION);
  },
  forget: (response, deliveryId) => {
    answer(response, takenElement(deliveryId, 'none'));
  },
};

/** Faults in the place of the answer: the document is stored. */
const INSTEAD_OF_ANSWER: Partial<Record<ReceiveFault, Misbehave>> = {
  'error-after-storing': (response) => {
    answerFault(response, 'Receiver');
  },
  'hang-after-storing': () => undefined,
  'close-after-storing': (response) => response.destroy(),
  'close-midway': (response) => {
    response.writeHead(200, { 'content-type': SOAP_TYPE, 'content-length': 2_000 });
    response.write('<s:Envelope xmlns:s=', () => response.destroy());
  },
  'garbage-answer': (response) => {
    response.writeHead(200, { 'content-type': SOAP_TYPE });
    response.end('<html>it works!</html>');
  },
  'wrong-answer': (response) => {
    answer(response, takenElement('another', 'none'));
  },
};

function answerVerdict(
  { referenceOf }: EndpointParts,
  { deliveryId }: Delivery,
  verdict: ReceiveVerdict,
  response: ServerResponse,
): void {
  if (verdict.kind === 'unreadable') answerFault(response, 'Sender');
  else if (verdict.kind === 'conflict') answerFault(response, 'Sender', '', 400, 'ID_CONFLICT');
  else answer(response, takenElement(deliveryId, referenceOf(deliveryId)));
}

async function answerQuestion(
  { held }: EndpointParts,
  deliveryId: string,
  response: ServerResponse,
): Promise<void> {
  const sha256 = isSafeDeliveryId(deliveryId) ? await held(deliveryId) : undefined;
  const status = sha256 === undefined ? 'NOT HELD' : 'HELD';
  answer(
    response,
    `<AskDeliveryResult xmlns="${STATE}"><deliveryId>${escaped(deliveryId)}</deliveryId><status>${status}</status></AskDeliveryResult>`,
  );
}

function takenElement(deliveryId: string, reference: string): string {
  return `<TakeActivityResult xmlns="${STATE}"><deliveryId>${escaped(deliveryId)}</deliveryId><reference>${escaped(reference)}</reference></TakeActivityResult>`;
}

function answer(response: ServerResponse, body: string, status = 200): void {
  const text = envelope(body);
  response.writeHead(status, {
    'content-type': SOAP_TYPE,
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

function answerFault(
  response: ServerResponse,
  code: 'Sender' | 'Receiver',
  subcode = '',
  status = code === 'Sender' ? 400 : 500,
  reason?: string,
): void {
  const detail =
    reason === undefined
      ? ''
      : `<s:Detail><h:Reason xmlns:h="${HUB}">${reason}</h:Reason></s:Detail>`;
  answer(
    response,
    `<s:Fault><s:Code><s:Value>s:${code}</s:Value>${subcode}</s:Code><s:Reason><s:Text xml:lang="en">no</s:Text></s:Reason>${detail}</s:Fault>`,
    status,
  );
}
