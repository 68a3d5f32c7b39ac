import type { Answers } from '../../generated/answers.ts';

type Sums = Answers['GET /v1/traffic/sums']['items'];

export const HOUR_MS = 3_600_000;
export const HOURS = 24;

/** What became of the activities that were accepted in one hour. */
export interface Hour {
  /** Its start. */
  readonly at: number;
  readonly accepted: number;
  readonly delivered: number;
  readonly failed: number;
}

export interface TrafficHours {
  /** The last 24 whole hours, the oldest first. */
  readonly today: readonly Hour[];
  /** The 24 before them. */
  readonly yesterday: readonly Hour[];
  /** The hour that is not over yet. */
  readonly current: Hour;
}

/** The start of the hour in which a moment lies. */
export const hourOf = (iso: string): number => Math.floor(Date.parse(iso) / HOUR_MS) * HOUR_MS;

/** Until when to ask, so that the question is the same one for an hour. */
export const endOfHour = (iso: string): string => new Date(hourOf(iso) + HOUR_MS).toISOString();

/** Asks for all that `trafficHours` tells. */
export const trafficQuestion = (iso: string) =>
  ({
    query: {
      by: 'step',
      step: 'hour',
      since: new Date(hourOf(iso) - 2 * HOURS * HOUR_MS).toISOString(),
      until: endOfHour(iso),
    },
  }) as const;

/** Sums by the hour as two days beside each other; hours without traffic are zero. */
export function trafficHours(sums: Sums, currentHour: number): TrafficHours {
  const known = new Map(
    sums.flatMap(({ since, ...sum }) =>
      since === undefined ? [] : [[Date.parse(since), sum] as const],
    ),
  );
  const hour = (at: number): Hour => {
    const { accepted = 0, delivered = 0, failed = 0, refused = 0 } = known.get(at) ?? {};
    return { at, accepted, delivered, failed: failed + refused };
  };
  const from = (start: number): Hour[] =>
    Array.from({ length: HOURS }, (_, place) => hour(start + place * HOUR_MS));
  return {
    today: from(currentHour - HOURS * HOUR_MS),
    yesterday: from(currentHour - 2 * HOURS * HOUR_MS),
    current: hour(currentHour),
  };
}

/** All hours of a day together. */
export function totalOf(hours: readonly Hour[]): Omit<Hour, 'at'> {
  const sum = (of: (hour: Hour) => number): number => hours.reduce((all, one) => all + of(one), 0);
  return {
    accepted: sum(({ accepted }) => accepted),
    delivered: sum(({ delivered }) => delivered),
    failed: sum(({ failed }) => failed),
  };
}
