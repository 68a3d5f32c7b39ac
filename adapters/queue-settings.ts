import type { AdapterSettings } from './adapter-settings.ts';
import type { StateAdapter } from './adapter.ts';
import type { RestTls } from './connection-pool.ts';
import type { QueueLogin } from './queue-connection.ts';
import { type QueueRole, QUEUE_ROLES, queueNames } from './queue-topology.ts';
import { type QueueOptions, createQueueAdapter } from './queue.ts';

/** Options of a profile whose transport is `queue`; the credential in force is apart from them. */
export interface QueueProfileOptions {
  readonly authentication: { readonly scheme: QueueLogin['scheme'] };
  /** PEM text of the authorities that the broker's certificate must come from. */
  readonly trustedAuthorities?: string;
  readonly queues?: Partial<Readonly<Record<QueueRole, string>>>;
  /** False where the state's own people make the queues. */
  readonly declares?: boolean;
  /** Most messages that stand in the queue of deliveries. */
  readonly maxLength?: number;
  readonly connectMs?: number;
  readonly confirmMs?: number;
  readonly heartbeatS?: number;
}

const DEADLINE = { type: 'integer', minimum: 100, maximum: 300_000 };
/** AMQP's short string, without what would have to be escaped anywhere. */
const NAME = { type: 'string', pattern: '^[A-Za-z0-9._:-]{1,200}$' };

/** JSON Schema (2020-12) of `QueueProfileOptions`. */
export const QUEUE_OPTIONS_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Options of the queue transport',
  type: 'object',
  additionalProperties: false,
  required: ['authentication'],
  properties: {
    authentication: {
      description:
        'How the hub proves who it is, by the credential in force. password: user, colon, password (SASL PLAIN). certificate: PEM text with the certificate and its private key (SASL EXTERNAL).',
      type: 'object',
      additionalProperties: false,
      required: ['scheme'],
      properties: { scheme: { enum: ['password', 'certificate'] } },
    },
    trustedAuthorities: {
      description: 'PEM text; the public authorities where it is absent.',
      type: 'string',
      maxLength: 100_000,
      pattern: '^-----BEGIN CERTIFICATE-----',
    },
    queues: {
      description: 'Names of queues; compact.<MEMBER>.<role> for those that are not named.',
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(QUEUE_ROLES.map((role) => [role, NAME])),
    },
    declares: {
      description: "False where the state's own people make the queues; they must be there then.",
      type: 'boolean',
    },
    maxLength: {
      description: 'Most messages that stand in the queue of deliveries; no limit without it.',
      type: 'integer',
      minimum: 1,
      maximum: 10_000_000,
    },
    connectMs: DEADLINE,
    confirmMs: DEADLINE,
    heartbeatS: {
      description:
        'Seconds between two signs of life on an idle connection; after two without any it is given up.',
      type: 'integer',
      minimum: 1,
      maximum: 300,
    },
  },
} as const;

/** The queue adapter of a state, from its profile's options and the credential in force. */
export function createQueueAdapterFromSettings(settings: AdapterSettings): StateAdapter {
  const { authentication, trustedAuthorities, queues, declares, maxLength, ...deadlines } =
    settings.options as QueueProfileOptions;
  const { sizeLimitBytes, concurrency } = settings.capabilities;
  const credential = settings.credential ?? '';
  const { scheme } = authentication;
  const tls: RestTls = {
    ...(scheme === 'certificate' ? { certificate: credential, privateKey: credential } : {}),
    ...(trustedAuthorities === undefined ? {} : { trusted: trustedAuthorities }),
  };
  return createQueueAdapter({
    ...deadlines,
    endpoint: settings.endpoint,
    login: scheme === 'certificate' ? { scheme } : passwordLogin(credential),
    tls,
    topology: {
      names: queueNames(settings.member, queues),
      declares: declares ?? true,
      maxLength,
    },
    sizeLimitBytes,
    concurrency,
    contentType: settings.contentType,
    allowedNetworks: settings.allowedNetworks,
    random: Math.random,
  } satisfies QueueOptions);
}

/** A user's name has no colon, a password may; undefined where one of them is missing. */
function passwordLogin(credential: string): QueueLogin | undefined {
  const place = credential.indexOf(':');
  const [user, password] = [credential.slice(0, place), credential.slice(place + 1)];
  return place < 1 || password === '' ? undefined : { scheme: 'password', user, password };
}
