import type { AdapterSettings } from './adapter-settings.ts';
import type { StateAdapter, Transport } from './adapter.ts';
import { createRestAdapterFromSettings, REST_OPTIONS_SCHEMA } from './rest-settings.ts';

export interface TransportEntry {
  /** JSON Schema (2020-12) of the options that a profile gives; without secrets. */
  readonly optionsSchema: Readonly<Record<string, unknown>>;
  readonly create: (settings: AdapterSettings) => StateAdapter;
}

/**
 * The transports that a profile may name. `memory` has no row: it keeps nothing, so no profile may
 * lead a state's activities there.
 */
export const TRANSPORTS: ReadonlyMap<Transport, TransportEntry> = new Map([
  ['rest', { optionsSchema: REST_OPTIONS_SCHEMA, create: createRestAdapterFromSettings }],
]);
