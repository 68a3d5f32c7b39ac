import type { Deadline } from '../generated/answers.ts';
import { DUTY_ANSWERS } from '../generated/names.ts';
import type { Look, Standing } from './standing.ts';
import { day, daysUntil } from './time.ts';

/** From when the hub calls a duty due soon (`soonAt` of hub/compact/due-day.ts). */
export const DUE_SOON =
  'Due soon: its first reminder has come. Without an early one: the last business day before, or the last week of a limit in calendar days.';

const LOOKS: Readonly<Record<Deadline['status'], Look>> = {
  running: 'in-order',
  soon: 'soon',
  due: 'soon',
  overdue: 'late',
  met: 'in-order',
  late: 'late',
  ended: 'in-order',
};

const ENDED: Readonly<Partial<Record<Deadline['status'], string>>> = {
  met: 'answered in time',
  late: 'answered late',
  ended: 'owed no more',
};

/** `3 days late`, `due today`, `due tomorrow`, `due in 5 days`; of what ended, how. */
export function dueStanding({ status, dueAt }: Deadline, now: Date): Standing {
  const word = ENDED[status] ?? dueWords(daysUntil(dueAt, now));
  return { look: LOOKS[status], word };
}

function dueWords(days: number): string {
  if (days < 0) return days === -1 ? '1 day late' : `${-days} days late`;
  if (days === 0) return 'due today';
  return days === 1 ? 'due tomorrow' : `due in ${days} days`;
}

/** `is due tomorrow (Tue, Dec 1, 2026)`, `is 3 days late (…)`: for a sentence. */
export function dueSentence(deadline: Deadline, now: Date): string {
  return `is ${dueStanding(deadline, now).word} (${day(deadline.dueOn)})`;
}

/** `45 calendar days`. */
export function limitWords({ limit: { days, unit } }: Deadline): string {
  if (days === 0) return 'on the day itself';
  return `${days} ${unit} ${days === 1 ? 'day' : 'days'}`;
}

/** Whether an activity of this type is what a duty asks for. */
export function answersDuty(type: string, duty: string): boolean {
  const types = Object.hasOwn(DUTY_ANSWERS, duty)
    ? (DUTY_ANSWERS as Readonly<Record<string, readonly string[]>>)[duty]
    : undefined;
  return types?.includes(type) === true;
}
