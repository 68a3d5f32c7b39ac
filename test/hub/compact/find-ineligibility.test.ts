import { expect } from 'chai';
import { CHECK_CODES, type CheckCode, type CheckResult } from '../../../hub/compact/finding.ts';
import { askChecks, findIneligibility, refuses } from '../../../hub/compact/find-ineligibility.ts';
import type { EligibilityRequest } from '../../../hub/compact/request-facts.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import {
  type Changes,
  type RequestName,
  answerOf,
  requestWith,
} from '../../support/eligibility-request.ts';

type Expected = CheckResult | 'not-asked';
type Facts = Partial<EligibilityRequest>;
type Case = readonly [what: string, changes: Changes, expected: Expected, facts?: Facts];

const T: RequestName = 'transfer-request';
const R: RequestName = 'reporting-instructions-request';
const [MET, NOT, OPEN] = ['met', 'not-met', 'cannot-be-determined'] as const;

const file = (kind: string): JsonObject => ({
  sha256: '00'.repeat(32),
  mediaType: 'application/pdf',
  size: 1,
  kind,
  fileName: 'a.pdf',
  description: 'a file',
});
const attached = (kind: string): Changes => ({ '/attachments': [file(kind)] });
const periods = (...list: JsonObject[]): Changes => ({ '/supervision/periods': list });
const period = (startDate: string, endDate: string): JsonObject => ({
  type: 'PROBATION',
  startDate,
  endDate,
});
const forLife: JsonObject = { type: 'PAROLE', startDate: '2026-06-01', indefinite: true };

const stay = (state: string, from?: string, to?: string, intent?: string): JsonObject => ({
  kind: 'HOUSE',
  address: { line1: '1 Sample Street', city: 'Sample', state },
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
  ...(intent === undefined ? {} : { intent }),
});
const lived = (offense: string | undefined, ...stays: JsonObject[]): Changes => ({
  '/supervisedIndividual/residences': stays,
  '/offenses/0/offenseDate': offense,
});
const sponsor = (changes: JsonObject): Changes => ({
  '/transferReason': 'RESIDENT_FAMILY',
  '/sponsor': {
    name: { lastName: 'Testperson', firstName: 'Alex' },
    relationship: 'PARENT',
    willing: true,
    ...changes,
  },
});
const offense = (changes: JsonObject): JsonObject => ({
  description: 'An offense',
  degree: 'MISDEMEANOR',
  sentenceDate: '2026-06-01',
  instant: true,
  chargeReduced: false,
  ...changes,
});
const misdemeanor = (changes: JsonObject = {}): Changes => ({ '/offenses': [offense(changes)] });
const registrable = (sexOffense: JsonObject, more: Changes = {}): Changes => ({
  '/registrable': true,
  '/sexOffense': { narrative: 'What happened.', ...sexOffense },
  ...more,
});
const event = (kind: string, date: string): Changes => ({
  '/reason': 'LIVING_IN_RS_AT_SENTENCING',
  '/qualifyingEvent': { kind, date },
});
const FEE = {
  kind: 'application',
  amount: '50.00',
  per: 'application',
  payer: 'person-leaving',
  rule: 'Rule 4.107 (a)',
  source: 'a page',
  confirmed: true,
} as const;
const asksFee: Facts = { fees: [FEE] };
const fee = (amount: string, status = 'PAID'): Changes => ({
  '/applicationFee': { amount, status },
});

const CASES: readonly (readonly [CheckCode, RequestName, readonly Case[]])[] = [
  [
    'PLAN_WITHIN_COMPACT',
    T,
    [
      ['a state', {}, MET],
      ['a territory of the compact', { '/residence/address/state': 'PR' }, MET],
      ['a territory outside of it', { '/residence/address/state': 'GU' }, NOT],
      ['military mail', { '/residence/address/state': 'AE' }, NOT],
      ['no address', { '/residence/address': undefined }, OPEN],
    ],
  ],
  ['PLAN_WITHIN_COMPACT', R, [['elsewhere', { '/residence/address/state': 'AP' }, NOT]]],
  [
    'PLAN_IN_RECEIVING_STATE',
    T,
    [
      ['there', {}, MET],
      ['in a third state', { '/residence/address/state': 'OK' }, NOT],
      ['not said', { '/residence/address/state': undefined }, OPEN],
    ],
  ],
  [
    'SUPERVISION_LEFT',
    T,
    [
      ['91 days', periods(period('2026-01-01', '2027-02-01')), MET],
      ['exactly 90 days', periods(period('2026-01-01', '2027-01-31')), NOT],
      ['over', periods(period('2024-01-01', '2026-01-31')), NOT],
      ['for life', periods(forLife), MET],
      ['the longer of two', periods(period('2026-01-01', '2026-12-01'), forLife), MET],
      [
        'one of two not said',
        periods(period('2026-01-01', '2026-12-01'), { type: 'PAROLE' }),
        OPEN,
      ],
      ['no periods', { '/supervision/periods': [] }, OPEN],
      [
        '90 days over a leap day',
        periods(period('2023-01-01', '2024-03-31')),
        NOT,
        { today: '2024-01-01' },
      ],
      [
        '91 days over a leap day',
        periods(period('2023-01-01', '2024-04-01')),
        MET,
        { today: '2024-01-01' },
      ],
    ],
  ],
  [
    'SUBSTANTIAL_COMPLIANCE',
    T,
    [
      ['yes', {}, MET],
      ['no', { '/substantialCompliance': false }, NOT],
      ['not said', { '/substantialCompliance': undefined }, OPEN],
    ],
  ],
  [
    'MEANS_OF_SUPPORT',
    T,
    [
      ['said', {}, MET],
      ['not said', { '/meansOfSupport': undefined }, NOT],
    ],
  ],
  [
    'RESIDENT_FOR_A_YEAR',
    T,
    [
      [
        'exactly a year',
        lived('2025-05-01', stay('TX', '2024-05-01', undefined, 'PRINCIPAL')),
        MET,
      ],
      ['a day less', lived('2025-05-01', stay('TX', '2024-05-02', undefined, 'PRINCIPAL')), NOT],
      [
        'from a leap day to 28 February',
        lived('2025-02-28', stay('TX', '2024-02-29', undefined, 'PRINCIPAL')),
        MET,
      ],
      ['to a leap day', lived('2024-02-29', stay('TX', '2023-03-01', undefined, 'PRINCIPAL')), NOT],
      [
        'over two homes without a break',
        lived(
          '2025-05-01',
          stay('TX', '2024-01-01', '2024-08-31', 'PRINCIPAL'),
          stay('TX', '2024-09-01', undefined, 'PRINCIPAL'),
        ),
        MET,
      ],
      [
        'over two homes with a day between',
        lived(
          '2025-05-01',
          stay('TX', '2024-01-01', '2024-08-31', 'PRINCIPAL'),
          stay('TX', '2024-09-02', undefined, 'PRINCIPAL'),
        ),
        NOT,
      ],
      [
        'until the day before the offense',
        lived('2025-05-01', stay('TX', '2020-01-01', '2025-04-30', 'PRINCIPAL')),
        MET,
      ],
      [
        'until two days before it',
        lived('2025-05-01', stay('TX', '2020-01-01', '2025-04-29', 'PRINCIPAL')),
        NOT,
      ],
      ['of unsaid intent', lived('2025-05-01', stay('TX', '2020-01-01')), OPEN],
      [
        'of unsaid beginning',
        lived('2025-05-01', stay('TX', undefined, undefined, 'PRINCIPAL')),
        OPEN,
      ],
      [
        'not by choice',
        lived('2025-05-01', stay('TX', '2020-01-01', undefined, 'INVOLUNTARY')),
        NOT,
      ],
      [
        'elsewhere only',
        lived('2025-05-01', stay('OR', '2020-01-01', undefined, 'PRINCIPAL')),
        OPEN,
      ],
      [
        'no day of the offense',
        lived(undefined, stay('TX', '2020-01-01', undefined, 'PRINCIPAL')),
        OPEN,
      ],
      ['no residences', { '/offenses/0/offenseDate': '2025-05-01' }, OPEN],
      ['no instant offense', { '/offenses': [] }, OPEN],
      ['another reason', { '/transferReason': 'DISCRETIONARY' }, 'not-asked'],
    ],
  ],
  [
    'RESIDENCE_KEPT',
    T,
    [
      ['never left', lived('2025-05-01', stay('TX', '2020-01-01', undefined, 'PRINCIPAL')), MET],
      [
        'away for exactly six months',
        lived(
          '2025-05-01',
          stay('TX', '2020-01-01', undefined, 'PRINCIPAL'),
          stay('OR', '2025-06-01', '2025-11-30', 'PRINCIPAL'),
        ),
        NOT,
      ],
      [
        'away for a day less',
        lived(
          '2025-05-01',
          stay('TX', '2020-01-01', undefined, 'PRINCIPAL'),
          stay('OR', '2025-06-01', '2025-11-29', 'PRINCIPAL'),
        ),
        MET,
      ],
      [
        'away in prison',
        lived(
          '2025-05-01',
          stay('TX', '2020-01-01', undefined, 'PRINCIPAL'),
          stay('OR', '2025-06-01', undefined, 'INVOLUNTARY'),
        ),
        MET,
      ],
      [
        'away with an intent that is not said',
        lived(
          '2025-05-01',
          stay('TX', '2020-01-01', undefined, 'PRINCIPAL'),
          stay('OR', '2025-06-01'),
        ),
        OPEN,
      ],
      [
        'elsewhere before only',
        lived(
          '2025-05-01',
          stay('OR', '2010-01-01', '2019-12-31', 'PRINCIPAL'),
          stay('TX', '2020-01-01', undefined, 'PRINCIPAL'),
        ),
        MET,
      ],
      ['no residences', {}, OPEN],
    ],
  ],
  [
    'FAMILY_RELATION',
    T,
    [
      ['a step-parent', sponsor({ relationship: 'STEP_PARENT' }), MET],
      ['a fiancé', sponsor({ relationship: 'FIANCE' }), NOT],
      ['an in-law', sponsor({ relationship: 'IN_LAW' }), NOT],
      ['no sponsor', { '/transferReason': 'RESIDENT_FAMILY' }, OPEN],
      ['another reason', {}, 'not-asked'],
    ],
  ],
  [
    'FAMILY_RESIDENT',
    T,
    [
      ['exactly 180 days', sponsor({ residentSince: '2026-05-06' }), MET],
      ['179 days', sponsor({ residentSince: '2026-05-07' }), NOT],
      ['in a third state', sponsor({ residentSince: '2010-01-01', address: { state: 'OK' } }), NOT],
      ['not said since when', sponsor({}), OPEN],
    ],
  ],
  [
    'FAMILY_WILLING_AND_ABLE',
    T,
    [
      ['both', sponsor({ able: true }), MET],
      ['not willing', sponsor({ willing: false }), NOT],
      ['not able', sponsor({ able: false }), NOT],
      ['ability not said', sponsor({}), OPEN],
    ],
  ],
  [
    'MILITARY_ORDERS',
    T,
    [
      [
        'stated',
        { '/transferReason': 'MILITARY_MEMBER', '/militaryOrders': { branch: 'ARMY' } },
        MET,
      ],
      ['attached', { '/transferReason': 'MILITARY_MEMBER', ...attached('MILITARY_ORDERS') }, MET],
      ['neither', { '/transferReason': 'LIVES_WITH_MILITARY_FAMILY' }, NOT],
    ],
  ],
  ['MILITARY_ORDERS', R, [['neither', { '/reason': 'MILITARY_MEMBER' }, NOT]]],
  [
    'SERVING_MEMBER_NAMED',
    T,
    [
      [
        'named',
        {
          '/transferReason': 'LIVES_WITH_MILITARY_FAMILY',
          '/militaryOrders': { servingMember: 'A Person' },
        },
        MET,
      ],
      ['not named', { '/transferReason': 'LIVES_WITH_MILITARY_FAMILY' }, OPEN],
    ],
  ],
  [
    'EMPLOYER_LETTER',
    T,
    [
      [
        'stated',
        { '/transferReason': 'EMPLOYMENT_TRANSFER', '/employerLetter': { employer: 'A' } },
        MET,
      ],
      [
        'attached',
        { '/transferReason': 'EMPLOYMENT_TRANSFER', ...attached('EMPLOYER_LETTER') },
        MET,
      ],
      ['neither', { '/transferReason': 'FAMILY_EMPLOYMENT_TRANSFER' }, NOT],
    ],
  ],
  [
    'TRANSFERRED_MEMBER_NAMED',
    R,
    [
      [
        'named',
        { '/reason': 'FAMILY_EMPLOYMENT_TRANSFER', '/employerLetter': { transferredMember: 'A' } },
        MET,
      ],
      ['not named', { '/reason': 'FAMILY_EMPLOYMENT_TRANSFER' }, OPEN],
    ],
  ],
  [
    'VETERAN_REFERRAL',
    T,
    [
      [
        'attached',
        { '/transferReason': 'VETERAN_MEDICAL_MENTAL_HEALTH', ...attached('VETERAN_REFERRAL') },
        MET,
      ],
      ['absent', { '/transferReason': 'VETERAN_MEDICAL_MENTAL_HEALTH' }, NOT],
    ],
  ],
  [
    'DISCRETION_JUSTIFIED',
    T,
    [
      ['said', { '/transferReason': 'DISCRETIONARY' }, MET],
      ['not said', { '/transferReason': 'DISCRETIONARY', '/justification': undefined }, NOT],
    ],
  ],
  [
    'MISDEMEANOR_TERM',
    T,
    [
      ['a felony', {}, 'not-asked'],
      ['exactly a year', { ...misdemeanor(), ...periods(period('2026-06-01', '2027-05-31')) }, MET],
      ['a day less', { ...misdemeanor(), ...periods(period('2026-06-01', '2027-05-30')) }, NOT],
      [
        'a year from a leap day',
        { ...misdemeanor(), ...periods(period('2024-02-29', '2025-02-27')) },
        MET,
      ],
      ['for life', { ...misdemeanor(), ...periods(forLife) }, MET],
      [
        'two shorter ones',
        {
          ...misdemeanor(),
          ...periods(period('2026-01-01', '2026-07-31'), period('2026-08-01', '2027-01-31')),
        },
        OPEN,
      ],
      ['no periods', { ...misdemeanor(), '/supervision/periods': [] }, OPEN],
      ['a degree that is not said', misdemeanor({ degree: null }), OPEN],
    ],
  ],
  [
    'MISDEMEANOR_CRITERION',
    T,
    [
      ['a firearm', misdemeanor({ misdemeanorCriteria: ['FIREARM'] }), MET],
      ['a sex offense', misdemeanor({ registrable: true }), MET],
      ['none said', misdemeanor(), OPEN],
      [
        'of an earlier offense',
        {
          '/offenses': [offense({}), offense({ instant: false, misdemeanorCriteria: ['FIREARM'] })],
        },
        OPEN,
      ],
      [
        'a felony beside it',
        {
          '/offenses': [offense({}), offense({ degree: 'FELONY' })],
        },
        'not-asked',
      ],
    ],
  ],
  ['MISDEMEANOR_CRITERION', R, [['none said', misdemeanor(), OPEN]]],
  [
    'RELEASE_NEAR',
    T,
    [
      ['at liberty', {}, 'not-asked'],
      [
        'in exactly 120 days',
        { '/supervision/incarcerated': true, '/supervision/plannedReleaseDate': '2027-03-02' },
        MET,
      ],
      [
        'in 121 days',
        { '/supervision/incarcerated': true, '/supervision/plannedReleaseDate': '2027-03-03' },
        NOT,
      ],
      ['no day', { '/supervision/incarcerated': true }, OPEN],
    ],
  ],
  ...(
    [
      ['SEX_OFFENSE_ASSESSMENT', { assessment: 'Low.' }, 'ASSESSMENT'],
      ['SEX_OFFENSE_VICTIMS', { victims: [{ age: 30 }] }, 'VICTIM_STATEMENT'],
      ['SEX_OFFENSE_TREATMENT_PLAN', { treatmentPlan: 'Weekly.' }, 'TREATMENT_PLAN'],
    ] as const
  ).map(
    ([code, given, kind]) =>
      [
        code,
        T,
        [
          ['of nobody who must register', {}, 'not-asked'],
          ['stated', registrable(given as unknown as JsonObject), MET],
          ['attached', registrable({}, attached(kind)), MET],
          ['absent', registrable({}), OPEN],
          ['registration not said', { '/registrable': undefined }, OPEN],
        ],
      ] as const,
  ),
  [
    'SEX_OFFENSE_NARRATIVE',
    R,
    [
      ['stated', registrable({}), MET],
      ['absent', { '/registrable': true }, NOT],
    ],
  ],
  [
    'SEX_OFFENSE_CONDITIONS',
    R,
    [
      [
        'stated',
        registrable({}, { '/conditions': [{ kind: 'SPECIAL', text: 'No alcohol.' }] }),
        MET,
      ],
      ['absent', registrable({}, { '/conditions': undefined }), NOT],
    ],
  ],
  [
    'SEX_OFFENSE_CONTACTS',
    R,
    [
      ['stated', registrable({ contactRestrictions: ['No minors.'] }), MET],
      ['absent', registrable({}), NOT],
    ],
  ],
  ['SEX_OFFENSE_VICTIMS', R, [['absent', registrable({}), OPEN]]],
  [
    'TRAVEL_PERMIT_WITHHELD',
    R,
    [
      ['withheld', registrable({}, { '/travelPermit': { issued: false } }), MET],
      ['issued', registrable({}, { '/travelPermit': { issued: true } }), NOT],
      ['not said', registrable({}), OPEN],
      ['of nobody who must register', { '/travelPermit': { issued: true } }, 'not-asked'],
    ],
  ],
  [
    'OFFENSE_DESCRIBED',
    T,
    [
      ['told', { '/offenseNarrative': 'What happened.' }, MET],
      ['attached', attached('OFFENSE_DOCUMENT'), MET],
      ['neither', {}, NOT],
    ],
  ],
  [
    'PHOTO',
    T,
    [
      ['attached', attached('PHOTO'), MET],
      ['another file', attached('OTHER'), NOT],
      ['no file', {}, NOT],
    ],
  ],
  [
    'CONDITIONS',
    T,
    [
      ['stated', {}, MET],
      ['attached', { '/conditions': [], ...attached('CONDITIONS') }, MET],
      ['neither', { '/conditions': [] }, NOT],
    ],
  ],
  ...(
    [
      ['PROTECTIVE_ORDERS', { '/protectiveOrders': [{ kind: 'NO_CONTACT', terms: 'None.' }] }],
      ['PRESENTENCE_REPORT', attached('PRESENTENCE_REPORT')],
      ['GANG_AFFILIATION', { '/supervisedIndividual/gangAffiliation': { known: false } }],
      ['FINANCIAL_OBLIGATIONS', { '/financialObligations': [{ kind: 'FINE', balance: '1.00' }] }],
    ] as const
  ).map(
    ([code, given]) =>
      [
        code,
        T,
        [
          ['stated', given as Changes, MET],
          ['absent', {}, OPEN],
        ],
      ] as const,
  ),
  [
    'REGISTRATION',
    T,
    [
      ['stated', registrable({ registry: { status: 'REGISTERED' } }), MET],
      ['attached', registrable({}, attached('REGISTRATION_PROOF')), MET],
      ['absent', registrable({}), NOT],
      ['not due', {}, 'not-asked'],
    ],
  ],
  [
    'SUPERVISION_HISTORY',
    T,
    [
      ['told', { '/supervisionHistory': 'Kept all appointments.' }, MET],
      ['absent after 31 days', periods(period('2026-10-02', '2029-01-01')), NOT],
      ['absent after 30 days', periods(period('2026-10-03', '2029-01-01')), 'not-asked'],
      ['no periods', { '/supervision/periods': [] }, OPEN],
    ],
  ],
  ...(['PRISON_DISCIPLINE', 'MENTAL_HEALTH'] as const).map(
    (code) =>
      [
        code,
        T,
        [
          ['on probation', {}, 'not-asked'],
          ['on parole, absent', { '/supervision/type': 'PAROLE' }, OPEN],
          [
            'incarcerated, attached',
            { '/supervision/incarcerated': true, ...attached('PRISON_RECORD') },
            MET,
          ],
          ['type not said', { '/supervision/type': undefined }, OPEN],
        ],
      ] as const,
  ),
  [
    'APPLICATION_SIGNED',
    T,
    [
      ['on the day', { '/application/signedOn': '2026-11-02' }, MET],
      ['on the day after', { '/application/signedOn': '2026-11-03' }, NOT],
      ['not said', { '/application': undefined }, OPEN],
    ],
  ],
  [
    'EXTRADITION_WAIVED',
    T,
    [
      ['waived', {}, MET],
      ['not waived', { '/application/extraditionWaived': false }, NOT],
      ['not said', { '/application': undefined }, OPEN],
    ],
  ],
  [
    'REQUEST_IN_TIME',
    R,
    [
      // Ten business days from Friday 2026-10-16: the last is Friday 2026-10-30.
      [
        'on the tenth business day',
        event('SENTENCING', '2026-10-16'),
        MET,
        { today: '2026-10-30' },
      ],
      ['on the eleventh', event('SENTENCING', '2026-10-16'), NOT, { today: '2026-11-02' }],
      // Columbus Day, 2026-10-12, is not counted.
      ['over a holiday', event('SENTENCING', '2026-10-09'), MET, { today: '2026-10-26' }],
      [
        'under the old rule, on the seventh',
        event('SENTENCING', '2026-03-31'),
        MET,
        { today: '2026-04-09' },
      ],
      [
        'under the old rule, on the eighth',
        event('SENTENCING', '2026-03-31'),
        NOT,
        { today: '2026-04-10' },
      ],
      [
        'under the new rule, on the eighth',
        event('SENTENCING', '2026-04-01'),
        MET,
        { today: '2026-04-13' },
      ],
      ['event not said', { ...event('SENTENCING', ''), '/qualifyingEvent': undefined }, OPEN],
      ['another reason', { '/reason': 'EXPEDITED_EMERGENCY' }, 'not-asked'],
    ],
  ],
  [
    'RELEASE_AFTER_SENTENCE',
    R,
    [
      ['a sentencing', event('SENTENCING', '2026-10-16'), 'not-asked'],
      ['after exactly 90 days', { ...event('RELEASE', '2026-08-30'), ...misdemeanor() }, MET],
      ['after 91 days', { ...event('RELEASE', '2026-08-31'), ...misdemeanor() }, NOT],
      [
        'under the old rule, after exactly six months',
        { ...event('RELEASE', '2026-02-28'), ...misdemeanor({ sentenceDate: '2025-08-31' }) },
        MET,
      ],
      [
        'under the old rule, after a day more',
        { ...event('RELEASE', '2026-03-01'), ...misdemeanor({ sentenceDate: '2025-08-31' }) },
        NOT,
      ],
      ['no sentence', { ...event('RELEASE', '2026-08-30'), '/offenses': [] }, OPEN],
    ],
  ],
  [
    'PROOF_OF_RESIDING',
    R,
    [
      ['stated', { ...event('SENTENCING', '2026-10-16'), '/proofOfResidence': 'A lease.' }, MET],
      ['neither', { ...event('SENTENCING', '2026-10-16'), '/proofOfResidence': undefined }, NOT],
    ],
  ],
  [
    'GROUND_EXPLAINED',
    R,
    [
      ['an emergency', { '/reason': 'EXPEDITED_EMERGENCY' }, MET],
      ['not said', { '/reason': 'EXPEDITED_EMERGENCY', '/explanation': undefined }, NOT],
      ['an agreement', { '/reason': 'MUTUAL_AGREEMENT_UNAPPROVED_PRESENCE' }, MET],
      [
        'before there were such',
        { '/reason': 'MUTUAL_AGREEMENT_UNAPPROVED_PRESENCE' },
        'not-asked',
        { today: '2026-03-31' },
      ],
      ['a release there', { '/reason': 'RELEASED_FROM_INCARCERATION_IN_RS' }, MET],
    ],
  ],
  [
    'APPLICATION_FEE',
    T,
    [
      ['none asked', {}, 'not-asked'],
      ['paid', fee('50.00'), MET, asksFee],
      ['due', fee('50.00', 'DUE'), MET, asksFee],
      ['reduced', fee('49.99'), OPEN, asksFee],
      ['waived', fee('50.00', 'WAIVED'), OPEN, asksFee],
      ['not recorded', {}, OPEN, asksFee],
      [
        'of an amount that nobody published',
        fee('10.00'),
        MET,
        { fees: [{ ...FEE, amount: 'x' }] },
      ],
      ['of persons who come', {}, 'not-asked', { fees: [{ ...FEE, payer: 'person-received' }] }],
    ],
  ],
  [
    'APPLICATION_FEE_REDUCTION',
    T,
    [
      ['in full', fee('50.00'), MET, asksFee],
      ['by exactly half', fee('25.00'), MET, asksFee],
      ['by more', fee('24.99'), NOT, asksFee],
      ['waived', fee('50.00', 'WAIVED'), NOT, asksFee],
      ['not recorded', {}, 'not-asked', asksFee],
      ['of another state', fee('0.00', 'WAIVED'), 'not-asked', { ...asksFee, from: 'AL' }],
      ['of an amount that nobody published', fee('10.00'), OPEN],
    ],
  ],
];

describe('the checks of eligibility and completeness', () => {
  for (const [code, name, cases] of CASES) {
    describe(`${code} of a ${name}`, () => {
      for (const [what, changes, expected, facts] of cases) {
        it(`is ${expected}: ${what}`, () => {
          const answer = answerOf(code, requestWith(name, changes, facts));
          expect(answer?.result ?? 'not-asked').to.equal(expected);
          for (const pointer of answer?.pointers ?? [])
            expect(pointer).to.match(/^\/data\/[\w/]+$/);
        });
      }
    });
  }

  it('have each an answer that is met and one that is not', () => {
    const seen = new Map<CheckCode, Set<Expected>>();
    for (const [code, , cases] of CASES) {
      const results = seen.get(code) ?? new Set<Expected>();
      for (const [, , expected] of cases) results.add(expected);
      seen.set(code, results);
    }
    for (const [code, results] of seen) {
      expect(results.has(MET), code).to.equal(true);
      expect(results.has(NOT) || results.has(OPEN), code).to.equal(true);
    }
    expect([...seen.keys()].sort()).to.deep.equal([...CHECK_CODES].sort());
  });

  it('are asked under the number that is in force', () => {
    const emergency = (today: EligibilityRequest['today']) =>
      answerOf('GROUND_EXPLAINED', requestWith(R, { '/reason': 'EXPEDITED_EMERGENCY' }, { today }));
    expect(emergency('2026-03-31')?.rule).to.equal('3.106');
    expect(emergency('2026-04-01')?.rule).to.equal('3.103-2');
    const orders = (name: RequestName, reason: string) =>
      answerOf('MILITARY_ORDERS', requestWith(name, { [reason]: 'MILITARY_MEMBER' }))?.rule;
    expect(orders(T, '/transferReason')).to.equal('3.101-1');
    expect(orders(R, '/reason')).to.equal('3.103-1');
  });

  it('find nothing in other activities', () => {
    const request = requestWith(T, {}, { type: 'compact.progress-report.v1' });
    expect(askChecks(request)).to.deep.equal([]);
  });

  it('refuse only what is not met of a refusing check', () => {
    const abroad = findIneligibility(requestWith(T, { '/residence/address/state': 'AE' }));
    expect(abroad.filter(refuses).map(({ code }) => code)).to.deep.equal(['PLAN_WITHIN_COMPACT']);
    const unsaid = findIneligibility(requestWith(T, { '/residence': undefined }));
    expect(unsaid.map(({ code }) => code)).to.include('PLAN_WITHIN_COMPACT');
    expect(unsaid.filter(refuses)).to.deep.equal([]);
  });
});
