import { type SoapVersion, WSA } from './soap-names.ts';
import { type RequestEnvelope, readEnvelope, versionOf } from './soap-intake-envelope.ts';
import { faultReply } from './soap-intake-fault.ts';
import { performOperation, requireAction, requireOperation } from './soap-intake-operations.ts';
import { readCredential, verifiedBody } from './soap-intake-security.ts';
import { replyEnvelope } from './soap-intake-reply.ts';
import { type SoapRefusalCode, SoapRefusal } from './soap-refusal.ts';
import { createReplayCache } from './replay-cache.ts';
import { onlyChild, textOf } from './xml-reading.ts';

/** A request to the hub's own SOAP service, read whole. */
export interface SoapRequest {
  readonly contentType: string | undefined;
  /** The header `SOAPAction` of SOAP 1.1. */
  readonly soapAction: string | undefined;
  readonly body: Buffer;
}

export interface SoapReply<Actor> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Who asked, once that was known. */
  readonly actor?: Actor;
  /** Code of the problem, of a fault. */
  readonly code?: string;
}

/** What a request shows of its sender: a key of the hub, or a certificate that has signed it. */
export type SoapCredential =
  | { readonly kind: 'key'; readonly secret: string }
  | { readonly kind: 'certificate'; readonly der: Buffer };

/** Text fields of an operation by the names of the hub's API, as `deliveryId`; not checked yet. */
export type SoapFields = Readonly<Record<string, string>>;

/** What the service does for its callers. Each throws what `problemOf` then turns into a problem. */
export interface SoapCalls<Actor> {
  authenticate(shown: SoapCredential): Promise<Actor>;
  submit(actor: Actor, document: SoapDocument): Promise<SoapReceipt>;
  /** `body` is the file; the fields are `sha256` and `mediaType`. */
  attach(actor: Actor, fields: SoapFields, body: Buffer): Promise<{ readonly repeated: boolean }>;
  poll(actor: Actor, fields: SoapFields): Promise<readonly SoapItem[]>;
  acknowledge(actor: Actor, fields: SoapFields): Promise<void>;
  refuse(actor: Actor, fields: SoapFields): Promise<void>;
  status(actor: Actor, fields: SoapFields): Promise<SoapStatus>;
  problemOf(cause: SoapCause): SoapProblem;
}

export interface SoapDocument {
  readonly contentType: string;
  readonly body: Buffer;
}

export interface SoapReceipt {
  readonly repeated: boolean;
  /** JSON text (docs/api.md, receipt). */
  readonly receipt: string;
}

/** A delivery of the inbox. */
export interface SoapItem {
  readonly deliveryId: string;
  readonly transmissionId: string;
  readonly caseId: string;
  readonly caseSequence: number;
  readonly type: string;
  readonly contentType: string;
  readonly attempt: number;
  readonly possibleDuplicate: boolean;
  readonly encoding: 'utf-8' | 'base64';
  readonly body: string;
}

export interface SoapStatus {
  readonly transmissionId: string;
  readonly caseId: string;
  readonly type: string;
  readonly status: string;
  readonly deliveries: readonly {
    readonly deliveryId: string;
    readonly to: string;
    readonly state: string;
    readonly peerReference?: string;
    readonly failureCode?: string;
  }[];
}

/** Why a request failed: by this service itself, or in one of the calls. */
export type SoapCause =
  | { readonly kind: 'refused'; readonly code: SoapRefusalCode }
  | { readonly kind: 'thrown'; readonly error: unknown };

export interface SoapProblem {
  /** As the HTTP API has it. */
  readonly status: number;
  readonly code: string;
  /** Seconds. */
  readonly retryAfter?: number;
  /** The problem document (RFC 9457) as JSON text. */
  readonly body: string;
}

export interface SoapIntake {
  /** Answers every request, with a fault in its SOAP version where it fails; never throws. */
  answer<Actor>(request: SoapRequest, calls: SoapCalls<Actor>): Promise<SoapReply<Actor>>;
  /** The fault for a request that could not be read to its end. */
  refuse<Actor>(
    contentType: string | undefined,
    error: unknown,
    calls: SoapCalls<Actor>,
  ): SoapReply<Actor>;
}

/**
 * The hub's own SOAP service (docs/adapters-soap.md): reads and proves an envelope, calls what it is
 * given, and writes the answer. What it hands on is what was signed, never anything beside it.
 *
 * @param now process clock, for timestamps of requests.
 */
export function createSoapIntake(now: () => Date): SoapIntake {
  const replays = createReplayCache();

  async function answer<Actor>(
    request: SoapRequest,
    calls: SoapCalls<Actor>,
  ): Promise<SoapReply<Actor>> {
    let version = versionOf(request.contentType);
    let actor: Actor | undefined;
    let relatesTo: string | undefined;
    try {
      const envelope = readEnvelope(request.contentType, request.body);
      ({ version } = envelope);
      relatesTo = messageIdIn(envelope);
      requireOperation(envelope.content);
      const credential = readCredential(envelope, now());
      actor = await calls.authenticate(credential.shown);
      const content = verifiedBody(envelope, credential, now());
      // Only now: a cache that strangers could fill would forget what it must remember.
      if (!replays.isFirst(credential.replay, now())) throw new SoapRefusal('MESSAGE_REPLAYED');
      requireAction(envelope, content, request.soapAction);
      const body = await performOperation(content, actor, calls);
      return { ...replyEnvelope(version, body, relatesTo), actor };
    } catch (error) {
      const reply = refusal(version, error, calls, relatesTo);
      return actor === undefined ? reply : { ...reply, actor };
    }
  }

  return {
    answer,
    refuse: (contentType, error, calls) => refusal(versionOf(contentType), error, calls, undefined),
  };
}

function refusal<Actor>(
  version: SoapVersion,
  error: unknown,
  calls: SoapCalls<Actor>,
  relatesTo: string | undefined,
): SoapReply<Actor> {
  const cause: SoapCause =
    error instanceof SoapRefusal
      ? { kind: 'refused', code: error.code }
      : { kind: 'thrown', error };
  return faultReply(version, calls.problemOf(cause), relatesTo);
}

/** Said back in `wsa:RelatesTo`; nothing is decided by it. */
function messageIdIn({ header }: RequestEnvelope): string | undefined {
  const element = header && onlyChild(header, WSA, 'MessageID');
  const text = element && textOf(element)?.trim();
  return text !== undefined && /^[!-~]{1,256}$/.test(text) ? text : undefined;
}
