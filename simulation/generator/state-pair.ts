import type { Random } from './random.ts';

interface MemberFigures {
  readonly code: string;
  readonly region: 'East' | 'Midwest' | 'South' | 'West';
  /** 2020 census. */
  readonly population: number;
  /** Codes of neighbors, divided by blanks. */
  readonly neighbors: string;
}

// prettier-ignore
const FIGURES: readonly MemberFigures[] = [
  { code: 'AL', region: 'South', population: 5_024_279, neighbors: 'FL GA MS TN' },
  { code: 'AK', region: 'West', population: 733_391, neighbors: 'WA' },
  { code: 'AZ', region: 'West', population: 7_151_502, neighbors: 'CA NV UT NM CO' },
  { code: 'AR', region: 'South', population: 3_011_524, neighbors: 'LA MS MO OK TN TX' },
  { code: 'CA', region: 'West', population: 39_538_223, neighbors: 'AZ NV OR' },
  { code: 'CO', region: 'West', population: 5_773_714, neighbors: 'AZ KS NE NM OK UT WY' },
  { code: 'CT', region: 'East', population: 3_605_944, neighbors: 'MA NY RI' },
  { code: 'DE', region: 'East', population: 989_948, neighbors: 'MD NJ PA' },
  { code: 'DC', region: 'South', population: 689_545, neighbors: 'MD VA' },
  { code: 'FL', region: 'South', population: 21_538_187, neighbors: 'AL GA' },
  { code: 'GA', region: 'South', population: 10_711_908, neighbors: 'AL FL NC SC TN' },
  { code: 'HI', region: 'West', population: 1_455_271, neighbors: 'CA' },
  { code: 'ID', region: 'West', population: 1_839_106, neighbors: 'MT NV OR UT WA WY' },
  { code: 'IL', region: 'Midwest', population: 12_812_508, neighbors: 'IN IA KY MO WI' },
  { code: 'IN', region: 'Midwest', population: 6_785_528, neighbors: 'IL KY MI OH' },
  { code: 'IA', region: 'Midwest', population: 3_190_369, neighbors: 'IL MN MO NE SD WI' },
  { code: 'KS', region: 'Midwest', population: 2_937_880, neighbors: 'CO MO NE OK' },
  { code: 'KY', region: 'South', population: 4_505_836, neighbors: 'IL IN MO OH TN VA WV' },
  { code: 'LA', region: 'South', population: 4_657_757, neighbors: 'AR MS TX' },
  { code: 'ME', region: 'East', population: 1_362_359, neighbors: 'NH' },
  { code: 'MD', region: 'South', population: 6_177_224, neighbors: 'DE DC PA VA WV' },
  { code: 'MA', region: 'East', population: 7_029_917, neighbors: 'CT NH NY RI VT' },
  { code: 'MI', region: 'Midwest', population: 10_077_331, neighbors: 'IN OH WI' },
  { code: 'MN', region: 'Midwest', population: 5_706_494, neighbors: 'IA ND SD WI' },
  { code: 'MS', region: 'South', population: 2_961_279, neighbors: 'AL AR LA TN' },
  { code: 'MO', region: 'South', population: 6_154_913, neighbors: 'AR IL IA KS KY NE OK TN' },
  { code: 'MT', region: 'West', population: 1_084_225, neighbors: 'ID ND SD WY' },
  { code: 'NE', region: 'Midwest', population: 1_961_504, neighbors: 'CO IA KS MO SD WY' },
  { code: 'NV', region: 'West', population: 3_104_614, neighbors: 'AZ CA ID OR UT' },
  { code: 'NH', region: 'East', population: 1_377_529, neighbors: 'ME MA VT' },
  { code: 'NJ', region: 'East', population: 9_288_994, neighbors: 'DE NY PA' },
  { code: 'NM', region: 'West', population: 2_117_522, neighbors: 'AZ CO OK TX UT' },
  { code: 'NY', region: 'East', population: 20_201_249, neighbors: 'CT MA NJ PA VT' },
  { code: 'NC', region: 'South', population: 10_439_388, neighbors: 'GA SC TN VA' },
  { code: 'ND', region: 'Midwest', population: 779_094, neighbors: 'MN MT SD' },
  { code: 'OH', region: 'Midwest', population: 11_799_448, neighbors: 'IN KY MI PA WV' },
  { code: 'OK', region: 'South', population: 3_959_353, neighbors: 'AR CO KS MO NM TX' },
  { code: 'OR', region: 'West', population: 4_237_256, neighbors: 'CA ID NV WA' },
  { code: 'PA', region: 'East', population: 13_002_700, neighbors: 'DE MD NJ NY OH WV' },
  { code: 'PR', region: 'East', population: 3_285_874, neighbors: 'VI FL NY' },
  { code: 'RI', region: 'East', population: 1_097_379, neighbors: 'CT MA' },
  { code: 'SC', region: 'South', population: 5_118_425, neighbors: 'GA NC' },
  { code: 'SD', region: 'Midwest', population: 886_667, neighbors: 'IA MN MT NE ND WY' },
  { code: 'TN', region: 'South', population: 6_910_840, neighbors: 'AL AR GA KY MS MO NC VA' },
  { code: 'TX', region: 'South', population: 29_145_505, neighbors: 'AR LA NM OK' },
  { code: 'UT', region: 'West', population: 3_271_616, neighbors: 'AZ CO ID NV NM WY' },
  { code: 'VT', region: 'East', population: 643_077, neighbors: 'MA NH NY' },
  { code: 'VI', region: 'East', population: 87_146, neighbors: 'PR FL' },
  { code: 'VA', region: 'South', population: 8_631_393, neighbors: 'DC KY MD NC TN WV' },
  { code: 'WA', region: 'West', population: 7_705_281, neighbors: 'ID OR' },
  { code: 'WV', region: 'South', population: 1_793_716, neighbors: 'KY MD OH PA VA' },
  { code: 'WI', region: 'Midwest', population: 5_893_718, neighbors: 'IL IA MI MN' },
  { code: 'WY', region: 'West', population: 576_851, neighbors: 'CO ID MT NE SD UT' },
];

/** How much likelier a transfer goes to a neighbor, or within the region; both are assumptions. */
const BIAS = { neighbor: 4, region: 2 } as const;

export interface StatePair {
  readonly sending: string;
  readonly receiving: string;
}

/**
 * A sending and a receiving state out of the given members: the sender by population, the receiver
 * by population with a bias to neighbors and to the sender's region (docs/simulation.md). A state
 * that is given is kept.
 */
export function statePair(
  random: Random,
  members: readonly string[],
  given: Partial<StatePair> = {},
): StatePair {
  const sending = given.sending ?? sender(random, members, given.receiving);
  return { sending, receiving: given.receiving ?? receiver(random, members, sending) };
}

function sender(random: Random, members: readonly string[], not: string | undefined): string {
  const able = FIGURES.filter(({ code }) => members.includes(code) && code !== not);
  return random.weighted(able.map(({ code, population }) => [code, population] as const));
}

function receiver(random: Random, members: readonly string[], sending: string): string {
  const from = FIGURES.find(({ code }) => code === sending);
  const able = FIGURES.filter(({ code }) => members.includes(code) && code !== sending);
  return random.weighted(
    able.map((to) => [to.code, from === undefined ? to.population : pull(from, to)] as const),
  );
}

function pull(from: MemberFigures, to: MemberFigures): number {
  if (from.neighbors.split(' ').includes(to.code)) return to.population * BIAS.neighbor;
  return from.region === to.region ? to.population * BIAS.region : to.population;
}
