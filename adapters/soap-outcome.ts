import type { AcknowledgementKind } from './adapter-settings.ts';
import type { DeliveryOutcome, FailureCode, ProbeAnswer } from './adapter.ts';
import type { Exchange } from './rest-exchange.ts';
import { unansweredCode } from './rest-outcome.ts';
import { retryAfterMs } from './retry-after.ts';
import { type SoapAnswer, lineWithin, readSoapAnswer } from './soap-answer.ts';
import { HUB, SOAP, WSA, WSSE, WSU, messageIdOf } from './soap-names.ts';
import type { QualifiedName } from './soap-wsdl.ts';
import { elementsWithin, isNamed, textOf } from './xml-reading.ts';

export interface SentFacts {
  readonly deliveryId: string;
  readonly acknowledgement: AcknowledgementKind;
  readonly output: QualifiedName | undefined;
  /** Local names of the elements of an answer. */
  readonly names: AnswerNames;
  readonly now: () => Date;
}

export interface AnswerNames {
  readonly deliveryId: string;
  readonly reference: string;
}

type Answered = Exchange & { kind: 'answered' };

/** The failure table of docs/adapters-soap.md, row by row. */
export function outcomeOf(result: Exchange, facts: SentFacts): DeliveryOutcome {
  if (result.kind === 'failed') {
    return { kind: 'failed', code: unansweredCode(result), detail: result.code, bytesIn: 0 };
  }
  const { status } = result;
  const wait = retryAfterMs(result.headers['retry-after'], facts.now());
  // What a front end or the transport itself says comes before what stands in the body.
  const first =
    CODE_BEFORE_FAULT.get(status) ?? (status >= 300 && status < 400 ? 'UNROUTABLE' : undefined);
  if (first !== undefined) return failed(first, result, wait);
  const answer = answerOf(result);
  if (answer?.kind === 'fault') {
    const { code, name } = meaningOf(answer, status);
    return failed(code, result, wait, name);
  }
  if (status >= 200 && status < 300) return success(result, answer, facts);
  return failed(codeOfStatus(status), result, wait);
}

export interface StatusFacts {
  readonly deliveryId: string;
  readonly output: QualifiedName | undefined;
  readonly names: {
    readonly deliveryId: string;
    readonly status: string;
    readonly held: readonly string[];
    readonly notHeld: readonly string[];
  };
}

/** Only the state's own service, naming the delivery, can say that it holds it or not. */
export function probeAnswerOf(result: Exchange, facts: StatusFacts): ProbeAnswer {
  if (result.kind === 'failed' || result.status !== 200) return 'unknown';
  const element = contentElement(answerOf(result), facts.output);
  const { deliveryId, status, held, notHeld } = facts.names;
  if (element === undefined || lineWithin(element, deliveryId) !== facts.deliveryId) {
    return 'unknown';
  }
  const said = lineWithin(element, status) ?? '';
  if (held.includes(said)) return 'held';
  return notHeld.includes(said) ? 'not-held' : 'unknown';
}

function success(
  result: Answered,
  answer: SoapAnswer | undefined,
  { deliveryId, acknowledgement, output, names }: SentFacts,
): DeliveryOutcome {
  const { bytesIn } = result;
  const relatesTo = answer?.kind === 'content' ? answer.relatesTo : undefined;
  const isOfAnother = relatesTo !== undefined && relatesTo !== messageIdOf(deliveryId);
  const element = contentElement(answer, output);
  const named = element && lineWithin(element, names.deliveryId);
  const blind = acknowledgement === 'none' && named === undefined;
  if (isOfAnother || (named !== deliveryId && !blind)) return failed('ANSWER_UNREADABLE', result);
  if (acknowledgement !== 'synchronous') return { kind: 'handed-over', bytesIn };
  const reference = element && lineWithin(element, names.reference);
  return {
    kind: 'handed-over',
    acknowledgement: reference === undefined ? {} : { reference },
    bytesIn,
  };
}

function contentElement(answer: SoapAnswer | undefined, output: QualifiedName | undefined) {
  if (answer?.kind !== 'content' || answer.element === undefined) return undefined;
  const { element } = answer;
  const isOther = output !== undefined && !isNamed(element, output.namespace, output.local);
  return isOther ? undefined : element;
}

function answerOf({ complete, headers, body }: Answered): SoapAnswer | undefined {
  const plain = (headers['content-encoding'] ?? 'identity') === 'identity';
  return complete && plain ? readSoapAnswer(headers['content-type'], body) : undefined;
}

const CODE_BEFORE_FAULT: ReadonlyMap<number, FailureCode> = new Map([
  [401, 'CREDENTIALS_REFUSED'],
  [403, 'CREDENTIALS_REFUSED'],
  [407, 'CREDENTIALS_REFUSED'],
  [408, 'REMOTE_BUSY'],
  [425, 'REMOTE_BUSY'],
  [429, 'REMOTE_BUSY'],
  [503, 'REMOTE_BUSY'],
  [413, 'DOCUMENT_TOO_LARGE'],
]);

/** Statuses of an answer without a fault: nothing of SOAP lives there. */
const NO_SERVICE: ReadonlySet<number> = new Set([404, 405, 406, 410, 415, 421, 426]);

function codeOfStatus(status: number): FailureCode {
  if (NO_SERVICE.has(status)) return 'UNROUTABLE';
  if (status >= 500) return 'REMOTE_ERROR';
  return status >= 400 ? 'DOCUMENT_REFUSED' : 'ANSWER_UNREADABLE';
}

const SOAP_CODES: ReadonlyMap<string, FailureCode> = new Map([
  ['Client', 'DOCUMENT_REFUSED'],
  ['Sender', 'DOCUMENT_REFUSED'],
  ['Server', 'REMOTE_ERROR'],
  ['Receiver', 'REMOTE_ERROR'],
  ['MustUnderstand', 'UNROUTABLE'],
  ['VersionMismatch', 'UNROUTABLE'],
  ['DataEncodingUnknown', 'UNROUTABLE'],
]);

/** WS-Addressing 1.0 SOAP Binding, 6.4. */
const ADDRESSING_CODES: ReadonlyMap<string, FailureCode> = new Map([
  ['InvalidAddressingHeader', 'UNROUTABLE'],
  ['MessageAddressingHeaderRequired', 'UNROUTABLE'],
  ['DestinationUnreachable', 'UNROUTABLE'],
  ['ActionNotSupported', 'UNROUTABLE'],
  ['EndpointUnavailable', 'REMOTE_BUSY'],
]);

/** What a state may say in `hub:Reason` of a fault's detail. */
const REASONS: ReadonlyMap<string, FailureCode> = new Map([
  ['ID_CONFLICT', 'ID_CONFLICT'],
  ['DOCUMENT_TOO_LARGE', 'DOCUMENT_TOO_LARGE'],
  ['REMOTE_BUSY', 'REMOTE_BUSY'],
]);

interface Meaning {
  readonly code: FailureCode;
  /** A name of these tables, never one of the peer's own. */
  readonly name: string;
}

/** The hub's own reason, then the finest code that is known; a code of the state's own by its status. */
function meaningOf(fault: SoapAnswer & { kind: 'fault' }, status: number): Meaning {
  const reason = reasonIn(fault);
  const known = [...fault.codes].reverse().map(knownCode);
  const found = reason ?? known.find((one) => one !== undefined);
  if (found !== undefined) return found;
  return { code: status < 300 ? 'ANSWER_UNREADABLE' : codeOfFaultStatus(status), name: 'other' };
}

const codeOfFaultStatus = (status: number): FailureCode =>
  status >= 500 ? 'REMOTE_ERROR' : 'DOCUMENT_REFUSED';

function reasonIn({ detail }: SoapAnswer & { kind: 'fault' }): Meaning | undefined {
  if (detail === undefined) return undefined;
  for (const element of elementsWithin(detail)) {
    const text = isNamed(element, HUB, 'Reason') ? (textOf(element)?.trim() ?? '') : '';
    const code = REASONS.get(text);
    if (code !== undefined) return { code, name: text };
  }
  return undefined;
}

/** Also without a namespace, as services often write the codes of SOAP 1.1. */
const SOAP_NAMESPACES: ReadonlySet<string> = new Set([
  '',
  SOAP['1.1'].envelope,
  SOAP['1.2'].envelope,
]);

function knownCode({ namespace, local }: QualifiedName): Meaning | undefined {
  if (namespace === WSSE || namespace === WSU) return { code: 'CREDENTIALS_REFUSED', name: 'wsse' };
  if (SOAP_NAMESPACES.has(namespace) && local === 'Authentication') {
    return { code: 'CREDENTIALS_REFUSED', name: local };
  }
  const table = namespace === WSA ? ADDRESSING_CODES : SOAP_CODES;
  const code = namespace === WSA || SOAP_NAMESPACES.has(namespace) ? table.get(local) : undefined;
  return code === undefined ? undefined : { code, name: local };
}

const RETRYABLE: ReadonlySet<FailureCode> = new Set(['REMOTE_BUSY', 'REMOTE_ERROR']);

function failed(
  code: FailureCode,
  { status, bytesIn }: Answered,
  wait?: number,
  fault?: string,
): DeliveryOutcome {
  const detail = fault === undefined ? `status ${status}` : `status ${status}, fault ${fault}`;
  const outcome = { kind: 'failed', code, detail, bytesIn } as const;
  return wait === undefined || !RETRYABLE.has(code) ? outcome : { ...outcome, retryAfterMs: wait };
}
