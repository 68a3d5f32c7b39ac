import fc from 'fast-check';
import { HubError } from '../../hub/errors.ts';
import type { JsonObject } from '../../hub/message/json.ts';
import { arbitraryEnvelope } from '../support/arbitrary-envelope.ts';
import type { ArbitraryOptions } from '../support/arbitrary-from-schema.ts';
import { files } from './load.ts';

/** Documents of each activity type; the figures are how many of each. */
export const VARIANTS = [
  { name: 'some optional elements', optional: 'some', arrays: 2, atMost: Infinity },
  { name: 'every optional element', optional: 'all', arrays: 1, atMost: 10 },
  { name: 'no optional element', optional: 'none', arrays: 0, atMost: 10 },
  { name: 'lists at their longest', optional: 'all', arrays: 'longest', atMost: 3 },
] as const satisfies readonly Variant[];

export interface Variant extends Pick<ArbitraryOptions, 'optional' | 'arrays'> {
  readonly name: string;
  /** No more of them, however many round trips are asked for. */
  readonly atMost: number;
}

/** Everything that can be carried is there. */
export const WHOLE: Variant = { name: 'whole', optional: 'all', arrays: 2, atMost: Infinity };

/** Documents of each dialect and type: 40 in `npm test`, 1,000 by the evidence. */
export const ROUND_TRIPS = Number(process.env['TEST_ROUND_TRIPS'] ?? 40);

/** The same documents in each run, for every dialect, and for the coverage that the evidence prints. */
const SEED = 20_261_122;

export function drawsOf(
  type: string,
  { optional, arrays, atMost }: Variant,
  roundTrips: number,
): {
  readonly envelopes: fc.Arbitrary<JsonObject>;
  readonly runs: { readonly numRuns: number; readonly seed: number };
} {
  return {
    envelopes: arbitraryEnvelope({ files, optional, arrays }, type),
    runs: { numRuns: Math.min(roundTrips, atMost), seed: SEED },
  };
}

let drawn: { readonly name: string; readonly envelopes: readonly JsonObject[] } | undefined;

/** The draws themselves, made once for all dialects that are tried with them one after the other. */
export function envelopesOf(
  type: string,
  variant: Variant,
  roundTrips: number,
): readonly JsonObject[] {
  const name = `${type} ${variant.name} ${String(roundTrips)}`;
  if (drawn?.name !== name) {
    const { envelopes, runs } = drawsOf(type, variant, roundTrips);
    drawn = { name, envelopes: fc.sample(envelopes, runs) };
  }
  return drawn.envelopes;
}

/**
 * Asks something of each draw. An error names the draw and the problems without the document, which
 * would fill the screen.
 */
export function checkEach(
  envelopes: readonly JsonObject[],
  check: (envelope: JsonObject) => void,
): void {
  for (const [index, envelope] of envelopes.entries()) {
    try {
      check(envelope);
    } catch (error) {
      const found = error instanceof HubError ? error.problems.slice(0, 10) : [];
      const where = found.map(({ pointer, code }) => `${code} ${pointer}`).join('; ');
      const what = error instanceof Error ? error.message.slice(0, 300) : '';
      throw new Error(`draw ${index} of seed ${SEED}: ${where} ${what}`, { cause: error });
    }
  }
}
