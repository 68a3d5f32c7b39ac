import fc from 'fast-check';
import { dialectShares, pairsOf } from '../mappings/dialect-shares.ts';
import { type Part, coverEnvelopes } from '../mappings/envelope-coverage.ts';
import { ACTIVITY_NAMES, dialects, files } from '../mappings/load.ts';
import { VARIANTS, drawsOf } from '../mappings/round-trip-draws.ts';
import { type EvidenceLine, type EvidenceOptions, linesOf } from './evidence.ts';

/** How different the dialects are, and what the documents of the round trips held. */
export async function showDialects({ full, progress }: EvidenceOptions): Promise<EvidenceLine[]> {
  return [
    ...(await linesOf({ line: 'any two dialects', bar: 'few in common' }, () =>
      Promise.resolve(shareLines()),
    )),
    ...(await linesOf({ line: 'documents of the round trips', bar: 'everything appears' }, () => {
      progress('what the documents of the round trips hold');
      return Promise.resolve(coverageLines(full ? 1_000 : 40));
    })),
  ];
}

const SHARES = [
  { share: 'names', line: 'names that two dialects share, at most', below: 0.15 },
  { share: 'paths', line: 'paths that two dialects share, at most', below: 0.15 },
  { share: 'structure', line: 'structure that two dialects share, at most', below: 0.5 },
] as const;

function shareLines(): EvidenceLine[] {
  const pairs = pairsOf(dialects).map(([one, other]) => ({
    pair: `${one.name} and ${other.name}`,
    ...dialectShares(one, other),
  }));
  return SHARES.map(({ share, line, below }) => {
    const [most] = pairs.toSorted((one, other) => other[share] - one[share]);
    const figure = most?.[share] ?? 1;
    return {
      line,
      bar: `< ${below * 100} %`,
      figure: `${(figure * 100).toFixed(1)} % (${most?.pair ?? ''})`,
      cases: pairs.length,
      holds: figure < below,
    };
  });
}

const PARTS: readonly { readonly part: Part; readonly line: string }[] = [
  { part: 'elements', line: 'optional elements that the round trips held' },
  { part: 'codes', line: 'codes that the round trips held' },
  { part: 'lengths', line: 'lists without an item, with one, and at their longest' },
];

/** A short draw holds nearly all codes, a long one all. */
const CODES_OF_A_SHORT_DRAW = 0.98;

function coverageLines(roundTrips: number): EvidenceLine[] {
  const types = ACTIVITY_NAMES.map(({ type }) => type);
  const coverage = coverEnvelopes(files, types);
  let drawn = 0;
  for (const type of types) {
    for (const variant of VARIANTS) {
      const { envelopes, runs } = drawsOf(type, variant, roundTrips);
      const documents = fc.sample(envelopes, runs);
      for (const envelope of documents) coverage.note(type, envelope);
      drawn += documents.length;
    }
  }
  return PARTS.map(({ part, line }) => {
    const { possible, seen } = coverage.parts[part];
    const needed = part === 'codes' && roundTrips < 1_000 ? CODES_OF_A_SHORT_DRAW : 1;
    return {
      line,
      bar: needed === 1 ? 'all' : `≥ ${needed * 100} %`,
      figure: `${seen.size} of ${possible.size}`,
      cases: drawn,
      holds: seen.size >= needed * possible.size,
    };
  });
}
