import type { Answers } from '../../generated/answers.ts';
import { percent, short } from '../../words/count.ts';
import { span } from '../../words/time.ts';
import { brief } from './tile-map.tsx';

/** What one state sent to another in a time, and what became of it. */
export interface Pair {
  readonly from: string;
  readonly to: string;
  readonly accepted: number;
  readonly delivered: number;
  readonly refused: number;
  readonly failed: number;
  readonly medianSeconds?: number;
}

export const PERIODS = ['day', 'week', 'month', 'quarter'] as const;
export type Period = (typeof PERIODS)[number];

/** Name and length in days of each. */
export const PERIOD_TABLE: Readonly<
  Record<Period, { readonly text: string; readonly days: number }>
> = {
  day: { text: 'the last 24 hours', days: 1 },
  week: { text: 'the last 7 days', days: 7 },
  month: { text: 'the last 30 days', days: 30 },
  quarter: { text: 'the last 90 days', days: 90 },
};

export const MEASURES = ['count', 'delay', 'refused'] as const;
export type Measure = (typeof MEASURES)[number];

interface MeasureRow {
  readonly text: string;
  /** Undefined where there is nothing to measure. */
  readonly of: (pair: Pair) => number | undefined;
  /** At most four characters. */
  readonly brief: (value: number) => string;
  /** From which values on a cell has the next shade. */
  readonly shades: (values: readonly number[]) => readonly number[];
}

/** Quarters of the largest, so that the picture shows where most goes. */
const byLargest = (values: readonly number[]): readonly number[] => {
  const most = Math.max(0, ...values);
  return [most / 4, most / 2, (3 * most) / 4];
};

export const MEASURE_TABLE: Readonly<Record<Measure, MeasureRow>> = {
  count: {
    text: 'how many',
    of: ({ accepted }) => accepted,
    brief: short,
    shades: byLargest,
  },
  delay: {
    text: 'median delay',
    of: ({ medianSeconds }) => medianSeconds,
    brief,
    shades: () => [60, 600, 3_600],
  },
  refused: {
    text: 'refused, per cent',
    of: ({ refused, accepted }) => (accepted === 0 ? undefined : (100 * refused) / accepted),
    brief: (value) => (value > 0 && value < 1 ? '<1' : String(Math.round(value))),
    shades: () => [1, 5, 20],
  },
};

/** 0 to 3: the shade of a value among the steps of its measure. */
export const shadeOf = (value: number, steps: readonly number[]): number =>
  steps.filter((step) => value >= step && value > 0).length;

/** The pairs of an answer; what has crossed to nobody is of no pair. */
export function pairsOf(items: Answers['GET /v1/traffic/sums']['items']): Pair[] {
  return items.flatMap(({ from, to, ...sum }) =>
    from === undefined || to === undefined ? [] : [{ from, to, ...sum }],
  );
}

/** `OR to TX: 12 sent, half within 4.1 s, 0 % refused`. */
export function pairInWords({ accepted, refused, medianSeconds }: Pair): string {
  const delay =
    medianSeconds === undefined ? 'none handed over' : `half within ${span(medianSeconds)}`;
  return `${accepted} sent, ${delay}, ${percent(refused, accepted)} refused`;
}
