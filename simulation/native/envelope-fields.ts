import { at, block } from './block.ts';
import type { Block, Codec } from './block.ts';
import type { Meaning } from './meaning.ts';

/** What an activity says besides its data and its type. */
type EnvelopeFields = Pick<
  Meaning,
  'id' | 'time' | 'from' | 'to' | 'supervisionType' | 'caseReference'
>;

export interface EnvelopePlaces {
  readonly id: string;
  readonly time: readonly [string, Codec];
  readonly from: readonly [string, Codec];
  readonly to: readonly [string, Codec];
  readonly supervisionType: readonly [string, Codec];
  readonly caseReference: string;
}

/** Where a format says who tells whom of which case. */
export function envelopeBlock(places: EnvelopePlaces): Block {
  return block<EnvelopeFields>({
    id: places.id,
    time: at(...places.time),
    from: at(...places.from),
    to: at(...places.to),
    supervisionType: at(...places.supervisionType),
    caseReference: places.caseReference,
  });
}
