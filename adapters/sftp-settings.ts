import type { AdapterSettings } from './adapter-settings.ts';
import type { StateAdapter } from './adapter.ts';
import { unusableAdapter } from './endpoint-line.ts';
import { hasPins } from './sftp-identity.ts';
import { type PickUpOptions, type SftpDeadlines, createSftpAdapter } from './sftp.ts';

/** Options of a profile whose transport is `sftp`; host keys and credential in force are apart from them. */
export interface SftpProfileOptions {
  readonly manifests?: boolean;
  readonly batch?: boolean;
  readonly pickUp?: PickUpOptions;
  readonly deadlines?: SftpDeadlines;
}

const DEADLINE = { type: 'integer', minimum: 100, maximum: 600_000 };

/** JSON Schema (2020-12) of `SftpProfileOptions`. */
export const SFTP_OPTIONS_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Options of the SFTP transport',
  type: 'object',
  additionalProperties: false,
  properties: {
    manifests: {
      description: 'Whether <file>.ok with size and SHA-256 is written last, for each file.',
      type: 'boolean',
    },
    batch: {
      description:
        'Whether a list of activities is one file; its format must hold several records.',
      type: 'boolean',
    },
    pickUp: {
      description: 'How the hub fetches from out; absent where the state sends by another way.',
      type: 'object',
      additionalProperties: false,
      required: ['intervalMs'],
      properties: {
        intervalMs: {
          description:
            'Milliseconds between two looks. A file without manifest is taken when it did not change between two.',
          type: 'integer',
          minimum: 100,
          maximum: 86_400_000,
        },
        requireManifests: { type: 'boolean' },
        sizeLimitBytes: { type: 'integer', minimum: 1_024, maximum: 268_435_456 },
      },
    },
    deadlines: {
      description: 'Milliseconds.',
      type: 'object',
      additionalProperties: false,
      required: ['connectMs', 'totalMs'],
      properties: { connectMs: DEADLINE, totalMs: DEADLINE },
    },
  },
} as const;

/**
 * The SFTP adapter of a state, from its profile's options and the host keys and credential in force.
 * Without a host key it connects to nothing and fails every delivery.
 */
export function createSftpAdapterFromSettings(settings: AdapterSettings): StateAdapter {
  const { endpoint, credential, capabilities, contentType, joinDocuments } = settings;
  const { hostKeys, timeZone, allowedNetworks, now } = settings;
  if (!hasPins(hostKeys)) {
    return unusableAdapter('sftp', 'IDENTITY_MISMATCH', 'no host key is stated with the endpoint');
  }
  return createSftpAdapter({
    ...(settings.options as SftpProfileOptions),
    endpoint,
    credential,
    hostKeys,
    sizeLimitBytes: capabilities.sizeLimitBytes,
    concurrency: capabilities.concurrency,
    contentType,
    joinDocuments,
    timeZone,
    allowedNetworks,
    now,
  });
}
