import type { Actor } from '../access/actor.ts';
import { type Route, decide } from '../access/policy.ts';
import type { HubError } from '../errors.ts';
import { ExchangeError } from '../flows/exchange-error.ts';
import { MappingError, type MappingErrorCode } from '../mapping/mapping-error.ts';
import { isUuid } from '../message/identifiers.ts';
import { HttpError } from './http-error.ts';
import { DEFAULT_INBOX, INBOX_QUERY, REFERENCE } from './inbox-routes.ts';
import type { HttpParts } from './parts.ts';
import { renderProblem } from './problem.ts';
import { REASON } from './read-command.ts';
import { type Field, type FieldValues, type Fields, readFields, textLike } from './read-fields.ts';
import type { SoapCalls, SoapCredential, SoapRefusalCode } from './soap-service.ts';

/** What a request is let in by; each throws. */
export interface SoapAdmission {
  /** Before the store is asked: an address that showed too much that was nobody's waits. */
  readonly mayGuess: () => void;
  /** A known actor's own rate. */
  readonly take: (actor: Actor) => void;
  readonly onError: (error: unknown) => void;
}

const ID: Field<string> = (value) =>
  typeof value === 'string' && isUuid(value) ? value : undefined;

const ATTACHMENT = {
  sha256: textLike(/^[0-9a-f]{64}$/),
  mediaType: textLike(/^[\x21-\x7e]{1,128}$/),
} as const;

/**
 * The calls of one request: the same flows as the HTTP API, each with the right of its route there.
 */
export function soapCalls(
  { authenticator, flows, reads, limits }: HttpParts,
  requestId: string,
  admission: SoapAdmission,
): SoapCalls {
  return {
    authenticate: async (shown) => {
      admission.mayGuess();
      const actor = await authenticator.authenticate(presented(shown));
      if (actor === undefined) throw new HttpError('UNAUTHENTICATED');
      admission.take(actor);
      return actor;
    },
    submit: async (actor, { contentType, body }) => {
      requireRoute(actor, 'POST /v1/messages');
      if (body.length > limits.activityBytes) throw new HttpError('BODY_TOO_LARGE');
      return flows.accept(actor, { contentType, body, channel: 'soap' });
    },
    attach: async (actor, given, body) => {
      requireRoute(actor, 'PUT /v1/attachments/{sha256}');
      if (body.length > limits.attachmentBytes) throw new HttpError('BODY_TOO_LARGE');
      const { sha256, mediaType } = read(ATTACHMENT, given, ['sha256', 'mediaType']);
      return flows.storeAttachment(actor, { sha256, mediaType: mediaType.toLowerCase(), body });
    },
    poll: async (actor, given) => {
      requireRoute(actor, 'GET /v1/inbox');
      const { limit = DEFAULT_INBOX } = read(INBOX_QUERY, given, []);
      return flows.inbox(actor, limit);
    },
    acknowledge: async (actor, given) => {
      requireRoute(actor, 'POST /v1/inbox/{deliveryId}/ack');
      const { deliveryId, ...answer } = read({ deliveryId: ID, reference: REFERENCE }, given, [
        'deliveryId',
      ]);
      await flows.acknowledge(actor, deliveryId, { ...answer, channel: 'soap' });
    },
    refuse: async (actor, given) => {
      requireRoute(actor, 'POST /v1/inbox/{deliveryId}/nack');
      const { deliveryId, ...answer } = read({ deliveryId: ID, ...REASON }, given, [
        'deliveryId',
        'reason',
      ]);
      await flows.refuse(actor, deliveryId, { ...answer, channel: 'soap' });
    },
    status: async (actor, given) => {
      requireRoute(actor, 'GET /v1/messages/{transmissionId}');
      const { transmissionId } = read({ transmissionId: ID }, given, ['transmissionId']);
      const { deliveries, ...story } = await reads.message(actor, transmissionId);
      return {
        ...story,
        deliveries: deliveries.map(({ failure, ...delivery }) => ({
          ...delivery,
          ...(failure === undefined ? {} : { failureCode: failure.code }),
        })),
      };
    },
    problemOf: (cause) => {
      const error = cause.kind === 'refused' ? refusalError(cause.code) : cause.error;
      const problem = renderProblem(error, requestId);
      if (problem.status >= 500) admission.onError(error);
      const seconds = problem.headers['Retry-After'];
      return {
        status: problem.status,
        code: problem.code,
        body: problem.body,
        ...(seconds === undefined ? {} : { retryAfter: Number(seconds) }),
      };
    },
  };
}

/** A key in a username token is the bearer credential; a certificate counts as one of TLS does. */
function presented(shown: SoapCredential) {
  return shown.kind === 'key'
    ? { authorization: `Bearer ${shown.secret}` }
    : { authorization: undefined, certificate: shown.der };
}

function requireRoute(actor: Actor, route: Route): void {
  if (decide(route, actor) !== 'allowed') throw new ExchangeError('NOT_PERMITTED');
}

function read<Spec extends Fields, Required extends keyof Spec & string>(
  spec: Spec,
  given: Readonly<Record<string, string>>,
  required: readonly Required[],
): FieldValues<Spec> & { readonly [Name in Required]: string } {
  const { values, problems } = readFields(spec, given);
  const missing = required
    .filter((name) => !Object.hasOwn(given, name))
    .map((name) => ({ pointer: `/${name}`, code: 'required', detail: 'must be present' }));
  if (problems.length + missing.length > 0) {
    throw new HttpError('COMMAND_INVALID', { problems: [...missing, ...problems] });
  }
  return values as FieldValues<Spec> & { readonly [Name in Required]: string };
}

function refusalError(code: SoapRefusalCode): HubError {
  if (code === 'CONTENT_TYPE_UNSUPPORTED') return new ExchangeError(code);
  return isOfDocument(code) ? new MappingError(code) : new HttpError(code);
}

function isOfDocument(code: SoapRefusalCode): code is SoapRefusalCode & MappingErrorCode {
  return code.startsWith('DOC');
}
