/** How times are told in one zone. Each way is made when it is first asked for: a browser takes long to make one. */
interface Clock {
  readonly zone: string | undefined;
  readonly formats: Map<Way, Intl.DateTimeFormat>;
}

const DATE = { month: 'short', day: 'numeric', year: 'numeric' } as const;
const MINUTE = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

const WAYS = {
  moment: ['en-US', { ...DATE, ...MINUTE, timeZoneName: 'short' }],
  time: ['en-US', { ...MINUTE, second: '2-digit' }],
  date: ['en-US', { weekday: 'short', ...DATE }],
  zone: ['en-US', { timeZoneName: 'short' }],
  /** `2026-03-14 11:02:41`, to count with. */
  wall: ['sv-SE', { dateStyle: 'short', timeStyle: 'medium' }],
} as const satisfies Record<string, readonly [locale: string, Intl.DateTimeFormatOptions]>;

type Way = keyof typeof WAYS;

let clock: Clock = { zone: undefined, formats: new Map() };

function told(way: Way): Intl.DateTimeFormat {
  const known = clock.formats.get(way);
  if (known !== undefined) return known;
  const [locale, options] = WAYS[way];
  const made = new Intl.DateTimeFormat(locale, { ...options, ...inZone(clock.zone) });
  clock.formats.set(way, made);
  return made;
}

const inZone = (timeZone: string | undefined) => (timeZone === undefined ? {} : { timeZone });

/**
 * From now on every page tells times in this zone: that of the reader's state, in which its duties are counted
 * too. Without one, and where the browser does not know it, in that of the machine.
 */
export function tellTimesIn(timeZone: string | undefined): void {
  const zone = timeZone === undefined ? undefined : knownZone(timeZone);
  if (zone !== clock.zone) clock = { zone, formats: new Map() };
}

function knownZone(timeZone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

const DAY = new Intl.DateTimeFormat('en-US', {
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  year: 'numeric',
  timeZone: 'UTC',
});
const RELATIVE = new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' });

/** `Mar 14, 2026, 11:02 PDT`, in the reader's zone. */
export const moment = (iso: string): string => told('moment').format(new Date(iso));

/** `11:02:41`, in the reader's zone. */
export const clockTime = (iso: string): string => told('time').format(new Date(iso));

/** `PDT`: what the reader's zone was called then. */
export const zoneOf = (iso: string): string =>
  told('zone')
    .formatToParts(new Date(iso))
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';

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

/** `Sat, Mar 14, 2026`: the day of a moment in the reader's zone; empty for what is none. */
export const dayOf = (iso: string): string =>
  iso === '' ? '' : told('date').format(new Date(iso));

/** The moment at which a day (`2026-03-14`) begins in the reader's zone; undefined for what is no day. */
export function startOfDay(isoDay: string): string | undefined {
  const midnight = Date.parse(`${isoDay}T00:00:00Z`);
  if (Number.isNaN(midnight)) return undefined;
  // Where clocks change between the guess and midnight, the first offset is an hour off.
  const guess = midnight - offsetAt(midnight);
  return new Date(midnight - offsetAt(guess)).toISOString();
}

/** By how much the clocks of the reader's zone are ahead of UTC at a moment of whole seconds. */
const offsetAt = (at: number): number =>
  Date.parse(`${told('wall').format(new Date(at)).replace(' ', 'T')}Z`) - at;
