import { MESSAGE_TYPE } from '../adapters/queue-message.ts';
import {
  type QueueRole,
  QUEUE_ROLES,
  queueArguments,
  queueNames,
} from '../adapters/queue-topology.ts';
import { MEMBER_CODES } from '../hub/compact/members.ts';
import { formatted } from './formatted.ts';
import type { Generator } from './generator.ts';

type Json = Readonly<Record<string, unknown>>;

const PATH = 'schemas/asyncapi.json';

/** The queues between the hub and a state, as an AsyncAPI 3.0 document of the hub. */
export const generateAsyncApi: Generator = {
  name: 'AsyncAPI document',
  async generate() {
    return [{ path: PATH, text: await formatted(PATH, JSON.stringify(asyncApi())) }];
  },
};

function asyncApi(): Json {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Compact hub: queues',
      version: '1.0.0',
      description:
        'How the hub and a state exchange activities over queues of a RabbitMQ broker (AMQP 0-9-1). Operations are those of the hub: what it sends, the state consumes. Names are the defaults; a profile may give others.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      broker: {
        host: '{host}',
        protocol: 'amqps',
        protocolVersion: '0-9-1',
        pathname: '/{vhost}',
        description: "The state's broker; plain amqp only inside networks that the hub allows.",
        variables: {
          host: { description: 'Host, and port where it is not 5671.' },
          vhost: { description: 'Virtual host.' },
        },
        security: [{ type: 'plain' }, { type: 'X509' }],
      },
    },
    channels: Object.fromEntries(QUEUE_ROLES.map((role) => [role, channelOf(role)])),
    operations: Object.fromEntries(OPERATIONS.map((row) => [row.id, operationOf(row)])),
    components: { messages: MESSAGES, schemas: SCHEMAS },
  };
}

const MEMBER = '{member}';

function channelOf(role: QueueRole): Json {
  const names = queueNames(MEMBER);
  const { purpose, messages } = CHANNELS[role];
  return {
    address: names[role],
    description: purpose,
    parameters: { member: { description: 'USPS code of the state.', enum: MEMBER_CODES } },
    messages: Object.fromEntries(
      messages.map((name) => [name, { $ref: `#/components/messages/${name}` }]),
    ),
    bindings: {
      amqp: {
        is: 'queue',
        queue: { name: names[role], durable: true, exclusive: false, autoDelete: false },
        bindingVersion: '0.3.0',
      },
    },
    'x-queue-arguments': queueArguments(role, { names, maxLength: undefined }),
  };
}

type MessageName = 'document' | 'file' | 'submittedDocument' | 'answer' | 'receipt' | 'problem';

const CHANNELS: Readonly<
  Record<QueueRole, { readonly purpose: string; readonly messages: readonly MessageName[] }>
> = {
  deliveries: {
    purpose: 'What the hub hands over to the state. The files of a document stand before it.',
    messages: ['document', 'file'],
  },
  submissions: {
    purpose: 'What the state submits. Files go before the document that names them.',
    messages: ['submittedDocument', 'file'],
  },
  answers: { purpose: "The state's word on a delivery.", messages: ['answer'] },
  receipts: { purpose: "The hub's receipts for submissions.", messages: ['receipt'] },
  errors: { purpose: "The hub's refusals of submissions and answers.", messages: ['problem'] },
  dead: {
    purpose: 'What was handed out too often, for a person; the exchange of the same name feeds it.',
    messages: ['document', 'file', 'submittedDocument', 'answer', 'receipt', 'problem'],
  },
};

interface OperationRow {
  readonly id: string;
  readonly action: 'send' | 'receive';
  readonly role: QueueRole;
  readonly summary: string;
  readonly reply?: QueueRole;
}

const OPERATIONS: readonly OperationRow[] = [
  {
    id: 'handOver',
    action: 'send',
    role: 'deliveries',
    summary: 'Hands over an activity; persistent, mandatory, confirmed by the broker.',
  },
  {
    id: 'takeSubmission',
    action: 'receive',
    role: 'submissions',
    summary: 'Takes what the state submits; the message is acknowledged after it is decided.',
    reply: 'receipts',
  },
  {
    id: 'takeAnswer',
    action: 'receive',
    role: 'answers',
    summary: "Takes the state's word on a delivery.",
  },
  {
    id: 'giveReceipt',
    action: 'send',
    role: 'receipts',
    summary: 'Gives the receipt of what was accepted.',
  },
  { id: 'giveProblem', action: 'send', role: 'errors', summary: 'Says why something was refused.' },
];

function operationOf({ action, role, summary, reply }: OperationRow): Json {
  return {
    action,
    channel: { $ref: `#/channels/${role}` },
    summary,
    ...(reply === undefined ? {} : { reply: { channel: { $ref: `#/channels/${reply}` } } }),
    bindings:
      action === 'send'
        ? { amqp: { deliveryMode: 2, mandatory: true, bindingVersion: '0.3.0' } }
        : { amqp: { ack: true, bindingVersion: '0.3.0' } },
  };
}

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const text = (description: string): Json => ({ type: 'string', description });
const whole = (description: string): Json => ({ type: 'integer', minimum: 1, description });
const RECORD_HEADERS = ref('recordHeaders');
const CORRELATION: Json = {
  description: 'The message-id of what it is about.',
  location: '$message.header#/correlation-id',
};

/** The `type` property of a message as its binding. */
const typed = (type: keyof typeof MESSAGE_TYPE): Json => ({
  amqp: { messageType: MESSAGE_TYPE[type], bindingVersion: '0.3.0' },
});

const MESSAGES: Readonly<Record<MessageName, Json>> = {
  document: {
    title: 'Activity for the state',
    summary: "The native document, byte for byte, in the content type of the state's format.",
    description: 'message-id is the delivery id, the same over all attempts and replays.',
    headers: ref('deliveryHeaders'),
    bindings: typed('document'),
  },
  file: {
    title: 'File of an activity',
    summary: 'The bytes of a file; at most 3 MiB; content-type is its media type.',
    description: 'message-id is the SHA-256 of the bytes when the hub sends it.',
    headers: ref('fileHeaders'),
    bindings: typed('attachment'),
  },
  submittedDocument: {
    title: 'Document of the state',
    summary: "In the state's format; content-type may be missing.",
    description: 'message-id is any id of the sender: receipts and problems name it.',
  },
  answer: {
    title: 'Word on a delivery',
    contentType: 'application/json',
    payload: ref('answer'),
  },
  receipt: {
    title: 'Receipt',
    summary: 'The signed receipt, as over HTTP.',
    contentType: 'application/json',
    correlationId: CORRELATION,
    headers: RECORD_HEADERS,
    bindings: typed('receipt'),
  },
  problem: {
    title: 'Problem',
    summary: 'A problem document (RFC 9457); it repeats no value.',
    contentType: 'application/problem+json',
    correlationId: CORRELATION,
    headers: RECORD_HEADERS,
    payload: ref('problem'),
    bindings: typed('problem'),
  },
};

const SCHEMAS: Json = {
  deliveryHeaders: {
    type: 'object',
    required: ['x-delivery-id', 'x-attempt', 'x-possible-duplicate', 'x-case-id'],
    properties: {
      'x-delivery-id': text('Equal to message-id.'),
      'x-attempt': whole('1 for the first try.'),
      'x-possible-duplicate': {
        type: 'boolean',
        description: 'True when an earlier attempt may have arrived.',
      },
      'x-case-id': text('The case.'),
      'x-case-sequence': whole('From 1 without gaps for the case and this state.'),
      'x-activity-type': text('compact.transfer-request.v1, …'),
      'content-digest': text('SHA-256 of the body (RFC 9530).'),
    },
  },
  fileHeaders: {
    type: 'object',
    required: ['sha256'],
    properties: {
      sha256: {
        type: 'string',
        pattern: '^[0-9a-f]{64}$',
        description: 'Of the bytes; the activity names the file by it.',
      },
      'x-delivery-id': text('Of the document that follows; only from the hub.'),
      'x-case-id': text('The case; only from the hub.'),
      'content-digest': text('SHA-256 of the body (RFC 9530); only from the hub.'),
    },
  },
  recordHeaders: {
    type: 'object',
    required: ['x-record', 'x-records'],
    properties: {
      'x-record': whole('Which record of the submitted document.'),
      'x-records': whole('How many records it has.'),
    },
  },
  answer: {
    type: 'object',
    required: ['deliveryId', 'verdict'],
    properties: {
      deliveryId: { type: 'string', minLength: 1, maxLength: 128 },
      verdict: { enum: ['acknowledged', 'refused'] },
      reference: {
        type: 'string',
        maxLength: 128,
        description: "The state's own number for what it stored.",
      },
      reason: {
        type: 'string',
        minLength: 1,
        description: 'Required with refused; the first 1,000 characters are kept.',
      },
    },
    if: { properties: { verdict: { const: 'refused' } } },
    then: { required: ['reason'] },
  },
  problem: {
    type: 'object',
    required: ['type', 'title', 'status', 'detail', 'code'],
    properties: {
      type: { type: 'string', format: 'uri' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      code: text('Decide by it; docs/errors.md lists all.'),
    },
  },
};
