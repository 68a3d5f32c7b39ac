import type { AdapterSettings, OptionProblem } from './adapter-settings.ts';
import type { StateAdapter, Transport } from './adapter.ts';
import { createQueueAdapterFromSettings, QUEUE_OPTIONS_SCHEMA } from './queue-settings.ts';
import { createRestAdapterFromSettings, REST_OPTIONS_SCHEMA } from './rest-settings.ts';
import { SFTP_OPTIONS_SCHEMA, createSftpAdapterFromSettings } from './sftp-settings.ts';
import {
  createSoapAdapterFromSettings,
  SOAP_OPTIONS_SCHEMA,
  unusableSoapOptions,
} from './soap-settings.ts';

export interface TransportEntry {
  /** JSON Schema (2020-12) of what a profile's `transport` says beside its kind; without secrets. */
  /** Of the addresses at which a state is reached by it. */
  readonly schemes: readonly string[];
  readonly optionsSchema: Readonly<Record<string, unknown>>;
  /** What is wrong with options that keep to the schema; absent where nothing more can be. */
  readonly unusable?: (options: unknown) => readonly OptionProblem[];
  readonly create: (settings: AdapterSettings) => StateAdapter;
}

const HTTP = { schemes: ['https', 'http'] } as const;
const SSH = { schemes: ['sftp'] } as const;
const AMQP = { schemes: ['amqps', 'amqp'] } as const;

/**
 * The transports that a profile may name. `memory` has no row: it keeps nothing, so no profile may
 * lead a state's activities there.
 */
export const TRANSPORTS: ReadonlyMap<Transport, TransportEntry> = new Map<
  Transport,
  TransportEntry
>([
  ['rest', { ...HTTP, optionsSchema: REST_OPTIONS_SCHEMA, create: createRestAdapterFromSettings }],
  ['sftp', { ...SSH, optionsSchema: SFTP_OPTIONS_SCHEMA, create: createSftpAdapterFromSettings }],
  [
    'soap',
    {
      ...HTTP,
      optionsSchema: SOAP_OPTIONS_SCHEMA,
      unusable: unusableSoapOptions,
      create: createSoapAdapterFromSettings,
    },
  ],
  [
    'queue',
    { ...AMQP, optionsSchema: QUEUE_OPTIONS_SCHEMA, create: createQueueAdapterFromSettings },
  ],
]);
