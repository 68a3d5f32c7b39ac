import type { Route } from '../../access/policy.ts';
import { MEMBER_CODES } from '../../compact/members.ts';
import { REGISTRATION_DUTIES } from '../../compact/registration-deadlines.ts';
import { DUTIES } from '../../compact/duties.ts';
import { ENDED_STATUSES, OPEN_STATUSES } from '../../compact/deadline-status.ts';
import type { ProblemCode } from '../problem.ts';

/** One parameter of a query. */
export interface QueryParameter {
  readonly name: string;
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** What the document says of a route; the policy table says who may call it. */
export interface Operation {
  readonly id: string;
  readonly tag:
    'Messages' | 'Inbox' | 'Failures' | 'Cases' | 'Ledger' | 'Attachments' | 'Operation';
  readonly summary: string;
  readonly description?: string;
  readonly query?: readonly QueryParameter[];
  /** Name of the component, or `activity`, `bytes` and `soap` for those that are no JSON object. */
  readonly body?: string;
  readonly answers: Readonly<
    Record<number, { readonly description: string; readonly content?: Content }>
  >;
  /** Codes that this route answers with beside those of every route. */
  readonly problems?: readonly ProblemCode[];
}

/** Media type and component; `null` for a body that is no JSON. */
export type Content = readonly [mediaType: string, component: string | null];

const json = (description: string, component: string): Operation['answers'][number] => ({
  description,
  content: ['application/json', component],
});

const LIMIT: QueryParameter = {
  name: 'limit',
  description: 'Items of a page.',
  schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
};
const CURSOR: QueryParameter = {
  name: 'cursor',
  description: '`next` of the page before.',
  schema: { type: 'string', maxLength: 120 },
};
const CASE: QueryParameter = {
  name: 'case',
  description: 'Of this case.',
  schema: { type: 'string', pattern: '^C-[0-9A-Z]{26}$' },
};
const moment = (name: string, description: string): QueryParameter => ({
  name,
  description,
  schema: { type: 'string', description: 'ISO 8601 with its zone, or a day.' },
});
const choice = (name: string, description: string, choices: readonly string[]): QueryParameter => ({
  name,
  description,
  schema: { type: 'string', enum: choices },
});

const DECIDED = { 204: { description: 'Done.' } } as const;
const DECISION_PROBLEMS = ['NOT_FOUND', 'STATE_FORBIDS', 'COMMAND_INVALID', 'BUSY'] as const;

/** Every route in words; the compiler asks for each. */
export const OPERATIONS: Readonly<Record<Route, Operation>> = {
  'POST /v1/messages': {
    id: 'submitActivity',
    tag: 'Messages',
    summary: 'Submit one activity',
    description:
      'A canonical envelope, or a native document of the caller’s state in its own content type. The same (source, id) with the same content gets the same receipt, byte for byte; with other content 409. A refused activity does not use up its id.',
    body: 'activity',
    answers: {
      202: json('Accepted and committed with its evidence.', 'Receipt'),
      200: json('Accepted before: the receipt of then.', 'Receipt'),
    },
    problems: [
      'JSON_MALFORMED',
      'SCHEMA_INVALID',
      'NOT_TRANSFERABLE',
      'SOURCE_FOREIGN',
      'ID_REUSE',
      'ERASED',
      'BODY_TOO_LARGE',
      'CONTENT_TYPE_UNSUPPORTED',
      'BUSY',
    ],
  },
  'POST /v1/dry-run': {
    id: 'dryRun',
    tag: 'Messages',
    summary: 'What would become of a document',
    description:
      'Reads, maps, validates and translates as an acceptance would, and says op by op what each rule made of the document in both directions, and for a request what the eligibility checks find. Nothing is kept or sent and no id is used up. Whether the case is known and the activity may follow now is not asked.',
    body: 'activity',
    answers: { 200: json('How far it came, and why not further.', 'DryRun') },
    problems: ['BODY_TOO_LARGE', 'CONTENT_TYPE_UNSUPPORTED'],
  },
  'GET /v1/messages': {
    id: 'listMessages',
    tag: 'Messages',
    summary: 'The message log, newest first',
    query: [
      CASE,
      {
        name: 'id',
        description: 'The sender’s own id.',
        schema: { type: 'string', maxLength: 128 },
      },
      choice('from', 'Sent by this member.', MEMBER_CODES),
      choice('to', 'Sent to this member.', MEMBER_CODES),
      { name: 'type', description: 'Of this type.', schema: { type: 'string', maxLength: 80 } },
      choice('status', 'With this status.', [
        'awaiting-release',
        'awaiting-attachments',
        'transmitted',
        'returned',
      ]),
      moment('since', 'Accepted then or later.'),
      moment('until', 'Accepted before.'),
      LIMIT,
      CURSOR,
    ],
    answers: { 200: json('A page.', 'MessagePage') },
    problems: ['QUERY_INVALID', 'CURSOR_INVALID'],
  },
  'GET /v1/messages/{transmissionId}': {
    id: 'readMessage',
    tag: 'Messages',
    summary: 'The whole story of one message',
    answers: { 200: json('Envelope, deliveries, findings and events.', 'MessageStory') },
    problems: ['NOT_FOUND'],
  },
  'GET /v1/messages/{transmissionId}/bodies': {
    id: 'readBodies',
    tag: 'Messages',
    summary: 'The documents of one message, for its two states',
    answers: { 200: json('Canonical, as received, as sent.', 'MessageBodies') },
    problems: ['NOT_FOUND', 'ERASED'],
  },
  'GET /v1/messages/{transmissionId}/proof': {
    id: 'proveMessage',
    tag: 'Ledger',
    summary: 'Every leaf of one message with its proof',
    answers: { 200: json('Entries, proofs and one checkpoint.', 'MessageProof') },
    problems: ['NOT_FOUND'],
  },
  'POST /v1/messages/{transmissionId}/release': {
    id: 'releaseMessage',
    tag: 'Messages',
    summary: 'Let a managed activity cross',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'POST /v1/messages/{transmissionId}/return': {
    id: 'returnMessage',
    tag: 'Messages',
    summary: 'Return a waiting activity to its sender',
    body: 'Reason',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'POST /v1/messages/{transmissionId}/assign': {
    id: 'assignMessage',
    tag: 'Messages',
    summary: 'Give what stands in the office’s list to another person',
    description:
      'What waits for its release, or what came in, goes to a person of the office’s own state. The wait, the delivery and every clock go on as they were.',
    body: 'Assignment',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'POST /v1/messages/{transmissionId}/review': {
    id: 'finishReview',
    tag: 'Messages',
    summary: 'Take what came in off the office’s list',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'GET /v1/reviews': {
    id: 'listReviews',
    tag: 'Messages',
    summary: 'The list of a compact office, oldest first',
    description:
      'Outgoing: what waits for its release. Incoming: managed activities of other states, where the profile asks for it; nothing waits for them.',
    query: [
      choice('direction', 'Only these.', ['outgoing', 'incoming']),
      choice('open', 'Whether still in the list.', ['yes', 'no']),
      {
        name: 'assignedTo',
        description: 'Given to this person.',
        schema: { type: 'string', pattern: '^[\\w.@-]{1,64}$' },
      },
      LIMIT,
      CURSOR,
    ],
    answers: { 200: json('A page.', 'ReviewPage') },
    problems: ['QUERY_INVALID', 'CURSOR_INVALID'],
  },
  'GET /v1/inbox': {
    id: 'pullInbox',
    tag: 'Inbox',
    summary: 'The oldest unacknowledged activity of each case',
    description: 'Asking again returns the same until it is acknowledged.',
    query: [{ ...LIMIT, schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 } }],
    answers: { 200: json('Documents in the caller’s own format.', 'Inbox') },
    problems: ['QUERY_INVALID'],
  },
  'POST /v1/inbox/{deliveryId}/ack': {
    id: 'acknowledgeDelivery',
    tag: 'Inbox',
    summary: 'The state’s system holds it',
    description:
      'For a pulled delivery, and later for one that was pushed. Said twice, it stays said.',
    body: 'Acknowledgement',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'POST /v1/inbox/{deliveryId}/nack': {
    id: 'refuseDelivery',
    tag: 'Inbox',
    summary: 'The state’s system will not take it',
    body: 'Reason',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'PUT /v1/attachments/{sha256}': {
    id: 'storeAttachment',
    tag: 'Attachments',
    summary: 'Store an attachment under its SHA-256',
    description: 'Before or after the message that names it.',
    body: 'bytes',
    answers: {
      201: json('Stored.', 'AttachmentStored'),
      200: json('Stored before.', 'AttachmentStored'),
    },
    problems: [
      'BODY_TOO_LARGE',
      'MEDIA_TYPE_UNSUPPORTED',
      'MEDIA_TYPE_MISMATCH',
      'DIGEST_MISMATCH',
    ],
  },
  'GET /v1/attachments/{sha256}': {
    id: 'readAttachment',
    tag: 'Attachments',
    summary: 'An attachment, for the two states of its case',
    answers: { 200: { description: 'Its bytes.', content: ['*/*', null] } },
    problems: ['NOT_FOUND', 'ERASED'],
  },
  'GET /v1/failures': {
    id: 'listFailures',
    tag: 'Failures',
    summary: 'Deliveries that go no further by themselves, newest first',
    query: [
      choice('state', 'In this state.', ['dead-letter', 'held', 'outcome-unknown', 'refused']),
      CASE,
      LIMIT,
      CURSOR,
    ],
    answers: { 200: json('A page.', 'FailurePage') },
    problems: ['QUERY_INVALID', 'CURSOR_INVALID'],
  },
  'GET /v1/deadlines': {
    id: 'listDeadlines',
    tag: 'Cases',
    summary: 'What the rules ask of states, those due first first',
    description:
      'Open deadlines, unless `met`, `late` or `ended` ones are asked for. Days are counted by the calendar and clocks of the state that owes.',
    query: [
      choice('status', 'Standing so now.', [...OPEN_STATUSES, ...ENDED_STATUSES]),
      choice('owedBy', 'Owed by this member.', MEMBER_CODES),
      choice('duty', 'This duty.', [...DUTIES.map(({ name }) => name), ...REGISTRATION_DUTIES]),
      CASE,
      moment('dueSince', 'Due at this moment or later.'),
      moment('dueUntil', 'Due before this moment.'),
      LIMIT,
      CURSOR,
    ],
    answers: { 200: json('A page.', 'DeadlinePage') },
    problems: ['QUERY_INVALID', 'CURSOR_INVALID'],
  },
  'POST /v1/deliveries/{deliveryId}/replay': {
    id: 'replayDelivery',
    tag: 'Failures',
    summary: 'Hand a failed delivery over again, under its id',
    body: 'Reason',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'POST /v1/deliveries/{deliveryId}/cancel': {
    id: 'cancelDelivery',
    tag: 'Failures',
    summary: 'Give a delivery up',
    body: 'Reason',
    answers: DECIDED,
    problems: DECISION_PROBLEMS,
  },
  'GET /v1/cases/{caseId}': {
    id: 'readCase',
    tag: 'Cases',
    summary: 'One case',
    answers: { 200: json('Its standing.', 'Case') },
    problems: ['NOT_FOUND'],
  },
  'GET /v1/members': {
    id: 'listMembers',
    tag: 'Cases',
    summary: 'The members of the compact, and who is connected',
    answers: { 200: json('All 53.', 'Members') },
  },
  'GET /v1/traffic': {
    id: 'countTraffic',
    tag: 'Operation',
    summary: 'Activities by pair of states, type and standing over time',
    query: [
      moment('since', 'Default: a day before `until`.'),
      moment('until', 'Default: now.'),
      choice('step', 'Default: hour.', ['hour', 'day']),
    ],
    answers: { 200: json('Counts.', 'Traffic') },
    problems: ['QUERY_INVALID'],
  },
  'GET /v1/events': {
    id: 'followEvents',
    tag: 'Operation',
    summary: 'Live events of what the caller may see',
    description:
      'Server-sent events: the id is the index of the leaf, the data a LedgerEvent. Last-Event-ID goes on from there.',
    answers: { 200: { description: 'A stream.', content: ['text/event-stream', null] } },
  },
  'GET /v1/ledger/checkpoint': {
    id: 'readCheckpoint',
    tag: 'Ledger',
    summary: 'The signed head of the ledger',
    answers: { 200: { description: 'C2SP tlog-checkpoint.', content: ['text/plain', null] } },
    problems: ['NOT_FOUND'],
  },
  'GET /v1/ledger/tile/{tile}': {
    id: 'readTile',
    tag: 'Ledger',
    summary: 'Hashes of the tree: `<L>/<N>[.p/<W>]`',
    answers: {
      200: { description: 'C2SP tlog-tiles.', content: ['application/octet-stream', null] },
    },
    problems: ['NOT_FOUND'],
  },
  'GET /v1/ledger/tile/entries/{bundle}': {
    id: 'readEntryBundle',
    tag: 'Ledger',
    summary: 'Entries of the ledger: `<N>[.p/<W>]`',
    answers: {
      200: { description: 'C2SP tlog-tiles.', content: ['application/octet-stream', null] },
    },
    problems: ['NOT_FOUND'],
  },
  'GET /v1/ledger/key': {
    id: 'readLedgerKey',
    tag: 'Ledger',
    summary: 'Verifier keys of the ledger, one a line',
    answers: { 200: { description: 'C2SP signed-note.', content: ['text/plain', null] } },
  },
  'GET /v1/keys': {
    id: 'readReceiptKeys',
    tag: 'Ledger',
    summary: 'Public keys of receipts',
    answers: { 200: { description: 'A JWK set.', content: ['application/jwk-set+json', 'Jwks'] } },
  },
  'GET /healthz': {
    id: 'readHealth',
    tag: 'Operation',
    summary: 'The process answers',
    answers: { 200: json('It does.', 'Health') },
  },
  'GET /readyz': {
    id: 'readReadiness',
    tag: 'Operation',
    summary: 'Whether requests may come here',
    answers: { 200: json('They may.', 'Readiness'), 503: json('Not now.', 'Readiness') },
  },
  'GET /metrics': {
    id: 'readMetrics',
    tag: 'Operation',
    summary: 'Figures for Prometheus',
    description: 'With the token of the metrics reader, or from the same machine.',
    answers: { 200: { description: 'Text.', content: ['text/plain', null] } },
    problems: ['UNAUTHENTICATED'],
  },
  'GET /openapi.json': {
    id: 'readOpenApi',
    tag: 'Operation',
    summary: 'This document',
    answers: { 200: { description: 'OpenAPI 3.1.', content: ['application/json', null] } },
  },
  'GET /asyncapi.json': {
    id: 'readAsyncApi',
    tag: 'Operation',
    summary: 'The queues by which a state may exchange activities instead',
    answers: { 200: { description: 'AsyncAPI 3.0.', content: ['application/json', null] } },
  },
  'GET /docs': {
    id: 'readDocs',
    tag: 'Operation',
    summary: 'This document as a page',
    answers: { 200: { description: 'A page.', content: ['text/html', null] } },
  },
  'GET /docs/{file}': {
    id: 'readDocsFile',
    tag: 'Operation',
    summary: 'A file of that page',
    answers: { 200: { description: 'A script, style or picture.', content: ['*/*', null] } },
    problems: ['NOT_FOUND'],
  },
  'GET /schemas/{file}': {
    id: 'readSchema',
    tag: 'Operation',
    summary: 'A published schema, or their JSON-LD context',
    description: 'A file of docs/schemas.md: `transfer-request.v1.schema.json`, `context.jsonld`.',
    answers: { 200: { description: 'The file.', content: ['*/*', null] } },
    problems: ['NOT_FOUND'],
  },
  'GET /schemas/code-lists/{file}': {
    id: 'readCodeList',
    tag: 'Operation',
    summary: 'A published code list',
    answers: { 200: { description: 'The list.', content: ['application/json', null] } },
    problems: ['NOT_FOUND'],
  },
  'GET /soap': {
    id: 'readWsdl',
    tag: 'Operation',
    summary: 'The WSDL of the SOAP service',
    answers: { 200: { description: 'WSDL 1.1.', content: ['text/xml', null] } },
  },
  'POST /soap': {
    id: 'callSoap',
    tag: 'Operation',
    summary: 'The SOAP service: submit, poll, acknowledge, refuse, status',
    description:
      'SOAP 1.1 or 1.2 with WS-Security in the envelope. Every error is a fault with the problem document in its detail.',
    body: 'soap',
    answers: { 200: { description: 'An envelope.', content: ['text/xml', null] } },
  },
};
