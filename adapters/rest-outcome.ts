import type { AcknowledgementKind } from './adapter-settings.ts';
import {
  type Acknowledgement,
  type DeliveryOutcome,
  FAILURE_CLASS,
  type FailureCode,
  type ProbeAnswer,
  type ProbeFailure,
} from './adapter.ts';
import { ENDPOINT_REFUSED } from './endpoint-guard.ts';
import { type RestAnswer, readAnswer } from './rest-answer.ts';
import { type Exchange, REQUEST_INVALID } from './rest-exchange.ts';
import { retryAfterMs } from './retry-after.ts';

export interface SentFacts {
  readonly deliveryId: string;
  readonly contentDigest: string;
  readonly acknowledgement: AcknowledgementKind;
  readonly now: () => Date;
}

type Answered = Exchange & { kind: 'answered' };
type Unanswered = Exchange & { kind: 'failed' };

/** The failure table of docs/adapters.md, row by row. */
export function outcomeOf(result: Exchange, facts: SentFacts): DeliveryOutcome {
  if (result.kind === 'failed') return failed(unansweredCode(result), result.code);
  const { status } = result;
  if (status >= 200 && status < 300) return success(result, facts);
  if (status === 409) return conflict(result, facts);
  const code = refusalCode(result);
  const wait = RETRYABLE.has(code)
    ? retryAfterMs(result.headers['retry-after'], facts.now())
    : undefined;
  return failedByStatus(code, result, wait);
}

/** What an answer to a probe says: only the state's own system can deny that it holds a delivery. */
export function probeAnswerOf(result: Exchange, deliveryId: string): ProbeAnswer {
  if (result.kind === 'failed') return 'unknown';
  const answer = answerOf(result);
  if (answer === undefined) return 'unknown';
  if (result.status === 200 && answer.deliveryId === deliveryId) return 'held';
  const denies = answer.deliveryId === undefined || answer.deliveryId === deliveryId;
  return result.status === 404 && denies ? 'not-held' : 'unknown';
}

/** Why an answer to a probe says nothing. */
export function probeFailureOf(result: Exchange): ProbeFailure {
  if (result.kind === 'failed') return { code: unansweredCode(result), detail: result.code };
  const { status } = result;
  const code = refusalCode(result);
  // The question is no document: an answer without meaning is one that cannot be read.
  const isOfDocument = FAILURE_CLASS[code] === 'message' || status < 300;
  return { code: isOfDocument ? 'ANSWER_UNREADABLE' : code, detail: `status ${status}` };
}

function success(result: Answered, facts: SentFacts): DeliveryOutcome {
  const answer = answerOf(result);
  const named = answer?.deliveryId;
  const blind = facts.acknowledgement === 'none' && named === undefined;
  if (named !== facts.deliveryId && !blind) return failedByStatus('ANSWER_UNREADABLE', result);
  return facts.acknowledgement === 'synchronous'
    ? handedOver(result, acknowledgementOf(answer))
    : handedOver(result);
}

/** A state that already holds this very document has acknowledged it, in whatever way it answers. */
function conflict(result: Answered, facts: SentFacts): DeliveryOutcome {
  if (!result.complete) return failedByStatus('ANSWER_UNREADABLE', result);
  const answer = answerOf(result);
  const same =
    answer?.deliveryId === facts.deliveryId && answer.contentDigest === facts.contentDigest;
  return same
    ? handedOver(result, acknowledgementOf(answer))
    : failedByStatus('ID_CONFLICT', result);
}

const RETRYABLE: ReadonlySet<FailureCode> = new Set(['REMOTE_BUSY', 'REMOTE_ERROR']);

const CODE_FOR_STATUS: ReadonlyMap<number, FailureCode> = new Map([
  [401, 'CREDENTIALS_REFUSED'],
  [403, 'CREDENTIALS_REFUSED'],
  [407, 'CREDENTIALS_REFUSED'],
  [405, 'UNROUTABLE'],
  [410, 'UNROUTABLE'],
  [421, 'UNROUTABLE'],
  [426, 'UNROUTABLE'],
  [408, 'REMOTE_BUSY'],
  [425, 'REMOTE_BUSY'],
  [429, 'REMOTE_BUSY'],
  [503, 'REMOTE_BUSY'],
  [413, 'DOCUMENT_TOO_LARGE'],
]);

function refusalCode(result: Answered): FailureCode {
  const { status } = result;
  // A proxy or a framework says 404 without JSON when nothing lives at the path: that is no word
  // on the document, and must not send every message of the state to the failure inbox.
  if (status === 404) return answerOf(result) === undefined ? 'UNROUTABLE' : 'DOCUMENT_REFUSED';
  const listed = CODE_FOR_STATUS.get(status);
  if (listed !== undefined) return listed;
  if (status >= 500) return 'REMOTE_ERROR';
  if (status >= 400) return 'DOCUMENT_REFUSED';
  // Redirects are never followed: the address checked is the address used.
  return status >= 300 ? 'UNROUTABLE' : 'ANSWER_UNREADABLE';
}

const NO_SUCH_HOST: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA', ENDPOINT_REFUSED]);

/** Alerts by which a peer turns away our client certificate, before it reads any request. */
const CLIENT_REFUSED =
  /^ERR_SSL_(TLSV1_ALERT_(UNKNOWN_CA|ACCESS_DENIED)|TLSV13_ALERT_CERTIFICATE_REQUIRED|SSLV3_ALERT_(BAD|UNSUPPORTED|NO)_CERTIFICATE|SSLV3_ALERT_CERTIFICATE_(REVOKED|EXPIRED|UNKNOWN))$/;

/** What it means that no HTTP answer came. */
export function unansweredCode({ sent, code, identity }: Unanswered): FailureCode {
  if (identity) return 'IDENTITY_MISMATCH';
  if (CLIENT_REFUSED.test(code)) return 'CREDENTIALS_REFUSED';
  if (code === REQUEST_INVALID) return 'DOCUMENT_REFUSED';
  if (!sent) return NO_SUCH_HOST.has(code) ? 'UNROUTABLE' : 'CONNECTION_FAILED';
  // The HTTP parser's codes: something came back, but not HTTP.
  return code.startsWith('HPE_') ? 'ANSWER_UNREADABLE' : 'NO_ANSWER';
}

function answerOf({ complete, headers, body }: Answered): RestAnswer | undefined {
  const plain = (headers['content-encoding'] ?? 'identity') === 'identity';
  return complete && plain ? readAnswer(headers['content-type'], body) : undefined;
}

function acknowledgementOf(answer: RestAnswer | undefined): Acknowledgement {
  return answer?.reference === undefined ? {} : { reference: answer.reference };
}

function handedOver(
  { bytesIn }: Answered,
  acknowledgement?: Acknowledgement,
): DeliveryOutcome & { kind: 'handed-over' } {
  return acknowledgement === undefined
    ? { kind: 'handed-over', bytesIn }
    : { kind: 'handed-over', acknowledgement, bytesIn };
}

function failedByStatus(
  code: FailureCode,
  { status, bytesIn }: Answered,
  wait?: number,
): DeliveryOutcome {
  const outcome = { kind: 'failed', code, detail: `status ${status}`, bytesIn } as const;
  return wait === undefined ? outcome : { ...outcome, retryAfterMs: wait };
}

function failed(code: FailureCode, detail: string): DeliveryOutcome {
  return { kind: 'failed', code, detail, bytesIn: 0 };
}
