import { HubError } from '../errors.ts';

/** What can keep the embedded database from starting or stopping; docs/operations.md has the cures. */
export type EmbeddedErrorCode =
  | 'EMBEDDED_UNAVAILABLE'
  | 'EMBEDDED_PLACE_UNSAFE'
  | 'EMBEDDED_CLUSTER_FOREIGN'
  | 'EMBEDDED_CLUSTER_LOST'
  | 'EMBEDDED_CLUSTER_THERE'
  | 'EMBEDDED_PASSWORD_LOST'
  | 'EMBEDDED_VERSION'
  | 'EMBEDDED_START_FAILED'
  | 'EMBEDDED_STOP_FAILED';

/** A failure of the embedded database. The text is for the person who starts the hub. */
export class EmbeddedError extends HubError<EmbeddedErrorCode> {
  override readonly name = 'EmbeddedError';
}
