/** The reader's own zone, as the machine says it. */
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

const MOMENT = new Intl.DateTimeFormat('en-US', {
  month: 'short',
  day: 'numeric',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
});
const CLOCK = new Intl.DateTimeFormat('en-US', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const DAY = new Intl.DateTimeFormat('en-US', {
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  year: 'numeric',
  timeZone: 'UTC',
});
const RELATIVE = new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' });

/** `Mar 14, 2026, 11:02 PDT`, where the reader is. */
export const moment = (iso: string): string => MOMENT.format(new Date(iso));

/** `11:02:41`, where the reader is. */
export const clockTime = (iso: string): string => CLOCK.format(new Date(iso));

/** `Sat, Mar 14, 2026`: a day as the compact counts it, the same in every zone. */
export const day = (isoDay: string): string => DAY.format(new Date(`${isoDay}T00:00:00Z`));

const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** `in 3 days`, `2 hours ago`, `yesterday`. */
export function relative(iso: string, now: Date): string {
  const seconds = (Date.parse(iso) - now.getTime()) / 1_000;
  const [unit, size] = STEPS.find(([, step]) => Math.abs(seconds) >= step) ?? ['second', 1];
  return RELATIVE.format(Math.round(seconds / size), unit);
}

/** `< 0.1 s`, `41 s`, `12 min`, `3 h`, `5 d`: how long something has lasted. */
export function span(seconds: number): string {
  if (seconds < 0.05) return '< 0.1 s';
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

/** Whole days from now until the end of a day there, below zero when it is over. */
export const daysUntil = (iso: string, now: Date): number =>
  Math.ceil((Date.parse(iso) - now.getTime()) / 86_400_000) - 1;

export const zoneName = (): string => ZONE;

const DATE = new Intl.DateTimeFormat('en-US', {
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  year: 'numeric',
});

/** `Sat, Mar 14, 2026`: the day of a moment where the reader is; empty for what is none. */
export const dayOf = (iso: string): string => (iso === '' ? '' : DATE.format(new Date(iso)));
