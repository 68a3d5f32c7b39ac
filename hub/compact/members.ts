/** The 53 members of the compact: USPS, FIPS and NCIC codes, region, split probation and parole offices. */
export interface Member {
  readonly code: MemberCode;
  readonly name: string;
  readonly fips: string;
  /** NCIC state code; differs from USPS for Nebraska only. */
  readonly ncic: string;
  readonly region: 'East' | 'Midwest' | 'South' | 'West';
  /** Separate offices for probation and parole: such a state is routed by supervision type too. */
  readonly split: boolean;
}

// prettier-ignore
export const MEMBER_CODES = [
  'AL', 'AK', 'AZ', 'AR', 'CA', 'CO', 'CT', 'DE', 'DC', 'FL', 'GA', 'HI', 'ID', 'IL',
  'IN', 'IA', 'KS', 'KY', 'LA', 'ME', 'MD', 'MA', 'MI', 'MN', 'MS', 'MO', 'MT', 'NE',
  'NV', 'NH', 'NJ', 'NM', 'NY', 'NC', 'ND', 'OH', 'OK', 'OR', 'PA', 'PR', 'RI', 'SC',
  'SD', 'TN', 'TX', 'UT', 'VT', 'VI', 'VA', 'WA', 'WV', 'WI', 'WY',
] as const;

export type MemberCode = (typeof MEMBER_CODES)[number];

// prettier-ignore
export const MEMBERS: readonly Member[] = [
  { code: 'AL', name: 'Alabama', fips: '01', ncic: 'AL', region: 'South', split: false },
  { code: 'AK', name: 'Alaska', fips: '02', ncic: 'AK', region: 'West', split: false },
  { code: 'AZ', name: 'Arizona', fips: '04', ncic: 'AZ', region: 'West', split: true },
  { code: 'AR', name: 'Arkansas', fips: '05', ncic: 'AR', region: 'South', split: false },
  { code: 'CA', name: 'California', fips: '06', ncic: 'CA', region: 'West', split: false },
  { code: 'CO', name: 'Colorado', fips: '08', ncic: 'CO', region: 'West', split: true },
  { code: 'CT', name: 'Connecticut', fips: '09', ncic: 'CT', region: 'East', split: true },
  { code: 'DE', name: 'Delaware', fips: '10', ncic: 'DE', region: 'East', split: false },
  { code: 'DC', name: 'District of Columbia', fips: '11', ncic: 'DC', region: 'South', split: false },
  { code: 'FL', name: 'Florida', fips: '12', ncic: 'FL', region: 'South', split: false },
  { code: 'GA', name: 'Georgia', fips: '13', ncic: 'GA', region: 'South', split: false },
  { code: 'HI', name: 'Hawaii', fips: '15', ncic: 'HI', region: 'West', split: true },
  { code: 'ID', name: 'Idaho', fips: '16', ncic: 'ID', region: 'West', split: false },
  { code: 'IL', name: 'Illinois', fips: '17', ncic: 'IL', region: 'Midwest', split: true },
  { code: 'IN', name: 'Indiana', fips: '18', ncic: 'IN', region: 'Midwest', split: true },
  { code: 'IA', name: 'Iowa', fips: '19', ncic: 'IA', region: 'Midwest', split: false },
  { code: 'KS', name: 'Kansas', fips: '20', ncic: 'KS', region: 'Midwest', split: false },
  { code: 'KY', name: 'Kentucky', fips: '21', ncic: 'KY', region: 'South', split: false },
  { code: 'LA', name: 'Louisiana', fips: '22', ncic: 'LA', region: 'South', split: false },
  { code: 'ME', name: 'Maine', fips: '23', ncic: 'ME', region: 'East', split: false },
  { code: 'MD', name: 'Maryland', fips: '24', ncic: 'MD', region: 'South', split: false },
  { code: 'MA', name: 'Massachusetts', fips: '25', ncic: 'MA', region: 'East', split: true },
  { code: 'MI', name: 'Michigan', fips: '26', ncic: 'MI', region: 'Midwest', split: false },
  { code: 'MN', name: 'Minnesota', fips: '27', ncic: 'MN', region: 'Midwest', split: false },
  { code: 'MS', name: 'Mississippi', fips: '28', ncic: 'MS', region: 'South', split: false },
  { code: 'MO', name: 'Missouri', fips: '29', ncic: 'MO', region: 'South', split: false },
  { code: 'MT', name: 'Montana', fips: '30', ncic: 'MT', region: 'West', split: false },
  { code: 'NE', name: 'Nebraska', fips: '31', ncic: 'NB', region: 'Midwest', split: true },
  { code: 'NV', name: 'Nevada', fips: '32', ncic: 'NV', region: 'West', split: false },
  { code: 'NH', name: 'New Hampshire', fips: '33', ncic: 'NH', region: 'East', split: false },
  { code: 'NJ', name: 'New Jersey', fips: '34', ncic: 'NJ', region: 'East', split: true },
  { code: 'NM', name: 'New Mexico', fips: '35', ncic: 'NM', region: 'West', split: false },
  { code: 'NY', name: 'New York', fips: '36', ncic: 'NY', region: 'East', split: true },
  { code: 'NC', name: 'North Carolina', fips: '37', ncic: 'NC', region: 'South', split: false },
  { code: 'ND', name: 'North Dakota', fips: '38', ncic: 'ND', region: 'Midwest', split: false },
  { code: 'OH', name: 'Ohio', fips: '39', ncic: 'OH', region: 'Midwest', split: false },
  { code: 'OK', name: 'Oklahoma', fips: '40', ncic: 'OK', region: 'South', split: false },
  { code: 'OR', name: 'Oregon', fips: '41', ncic: 'OR', region: 'West', split: false },
  { code: 'PA', name: 'Pennsylvania', fips: '42', ncic: 'PA', region: 'East', split: false },
  { code: 'PR', name: 'Puerto Rico', fips: '72', ncic: 'PR', region: 'East', split: false },
  { code: 'RI', name: 'Rhode Island', fips: '44', ncic: 'RI', region: 'East', split: false },
  { code: 'SC', name: 'South Carolina', fips: '45', ncic: 'SC', region: 'South', split: false },
  { code: 'SD', name: 'South Dakota', fips: '46', ncic: 'SD', region: 'Midwest', split: true },
  { code: 'TN', name: 'Tennessee', fips: '47', ncic: 'TN', region: 'South', split: false },
  { code: 'TX', name: 'Texas', fips: '48', ncic: 'TX', region: 'South', split: false },
  { code: 'UT', name: 'Utah', fips: '49', ncic: 'UT', region: 'West', split: false },
  { code: 'VT', name: 'Vermont', fips: '50', ncic: 'VT', region: 'East', split: false },
  { code: 'VI', name: 'US Virgin Islands', fips: '78', ncic: 'VI', region: 'East', split: false },
  { code: 'VA', name: 'Virginia', fips: '51', ncic: 'VA', region: 'South', split: false },
  { code: 'WA', name: 'Washington', fips: '53', ncic: 'WA', region: 'West', split: false },
  { code: 'WV', name: 'West Virginia', fips: '54', ncic: 'WV', region: 'South', split: false },
  { code: 'WI', name: 'Wisconsin', fips: '55', ncic: 'WI', region: 'Midwest', split: false },
  { code: 'WY', name: 'Wyoming', fips: '56', ncic: 'WY', region: 'West', split: false },
];

const BY_CODE: ReadonlyMap<string, Member> = new Map(
  MEMBERS.map((member) => [member.code, member]),
);

/** The member with this USPS code, or undefined when the compact has no such member. */
export function findMember(code: string): Member | undefined {
  return BY_CODE.get(code);
}

/** Whether the text is the code of a member. */
export function isMemberCode(code: string): code is MemberCode {
  return BY_CODE.has(code);
}
