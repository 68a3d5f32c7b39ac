import { CASE_REGIONS } from '../generated/names.ts';
import type { Look } from './standing.ts';

export type CaseRegion = keyof typeof CASE_REGIONS;
export type CaseStanding = { readonly [Region in CaseRegion]?: string };

/** What a region of a case asks, in words; and the words of its answers where the table’s own do not do. */
interface RegionWords {
  readonly question: string;
  readonly answers: Readonly<Record<string, string>>;
}

const WORDS: Readonly<Record<CaseRegion, RegionWords>> = {
  status: {
    question: 'The case',
    answers: {
      pending: 'Not decided',
      accepted: 'Accepted',
      rejected: 'Rejected',
      withdrawn: 'Withdrawn',
      closed: 'Closed',
    },
  },
  reportingInstructions: {
    question: 'Reporting instructions',
    answers: {
      none: 'Not asked for',
      requested: 'Asked for',
      granted: 'Granted',
      denied: 'Denied',
      withdrawn: 'Withdrawn',
    },
  },
  transfer: {
    question: 'Transfer',
    answers: {
      none: 'Not asked for',
      requested: 'Asked for',
      accepted: 'Accepted',
      rejected: 'Rejected',
      withdrawn: 'Withdrawn',
    },
  },
  location: {
    question: 'The person',
    answers: {
      sending: 'In sending state',
      departed: 'Departed',
      'failed-to-arrive': 'Did not arrive',
      receiving: 'In receiving state',
      'return-departed': 'On the way back',
      'failed-to-return': 'Did not come back',
      returned: 'Back',
      'subsequent-departed': 'Left for third state',
    },
  },
  violation: {
    question: 'Violation',
    answers: { none: 'None reported', reported: 'Reported', responded: 'Responded to' },
  },
  retaking: { question: 'Retaking', answers: { none: 'None', pending: 'Under way' } },
  returning: {
    question: 'Return',
    answers: { none: 'Not asked for', requested: 'Asked for', granted: 'Granted' },
  },
  closure: {
    question: 'Closure',
    answers: { none: 'None', noticed: 'Noticed', valid: 'Confirmed', invalid: 'Not confirmed' },
  },
  supervising: {
    question: 'Supervised by',
    answers: { sending: 'The sending state', receiving: 'The receiving state' },
  },
};

export const REGION_ORDER = Object.keys(CASE_REGIONS) as readonly CaseRegion[];

export const regionQuestion = (region: CaseRegion): string => WORDS[region].question;

/** The answers of a region in their order, as the table writes them. */
export const regionAnswers = (region: CaseRegion): readonly string[] => CASE_REGIONS[region];

export function regionAnswer(region: CaseRegion, answer: string): string {
  const { answers } = WORDS[region];
  return (Object.hasOwn(answers, answer) ? answers[answer] : undefined) ?? answer;
}

/** Answers of a region for a choice among them. */
export const regionChoices = (
  region: CaseRegion,
): readonly (readonly [value: string, text: string])[] =>
  regionAnswers(region).map((answer) => [answer, regionAnswer(region, answer)] as const);

const LOOKS: Readonly<Record<string, Look>> = { pending: 'waiting', rejected: 'soon' };

/** How a case stands as a whole. */
export const caseStanding = (status: string): { readonly look: Look; readonly word: string } => ({
  look: LOOKS[status] ?? 'in-order',
  word: regionAnswer('status', status),
});
