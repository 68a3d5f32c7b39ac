import { type CalendarDay, addDays, dayIn, startOfDay } from './calendar-day.ts';
import { type ActivityData, dayAt, valuesAt } from './data-value.ts';
import type { DueDay } from './due-day.ts';
import type { Jurisdiction } from './jurisdiction.ts';
import type { RegistrationDuty, RegistrationTrigger } from './state-facts.ts';
import { type TimeLimit, lastDayOf } from './time-limit.ts';

/** A day by which a person has to register by the receiving state's own law: told, never counted. */
export interface RegistrationDeadline extends DueDay {
  /** `registration-arrival` and the like. */
  readonly duty: string;
  readonly rule: string;
  readonly limit: TimeLimit;
}

/** An activity about a person whom the sending state marked as one who has to register. */
export interface RegistrationEvent {
  readonly type: string;
  readonly data: ActivityData;
  readonly at: Date;
}

/** Which day of an activity makes a person register. A trigger without a row is told by no activity. */
interface Occasion {
  readonly type: string;
  readonly trigger: RegistrationTrigger;
  readonly day: (data: ActivityData, duty: RegistrationDuty) => CalendarDay | undefined;
}

const REQUESTS = ['compact.transfer-request.v1', 'compact.reporting-instructions-request.v1'];
const UPDATE = 'compact.profile-update.v1';
const employedFrom = (data: ActivityData): CalendarDay | undefined =>
  dayAt(data, 'changes.employment.from', 'first');

const OCCASIONS: readonly Occasion[] = [
  {
    type: 'compact.arrival-notice.v1',
    trigger: 'arrival',
    day: (data) => dayAt(data, 'arrivalDate', 'first'),
  },
  {
    type: UPDATE,
    trigger: 'residence-change',
    day: (data) =>
      valuesAt(data, 'changes.residence').length === 0
        ? undefined
        : (dayAt(data, 'changes.residence.from', 'first') ?? dayAt(data, 'effectiveDate', 'first')),
  },
  { type: UPDATE, trigger: 'work-start', day: employedFrom },
  {
    type: UPDATE,
    trigger: 'work-day-count',
    // Of the days of work the activity tells only the first: the earliest that the last can be.
    day: (data, { workDays = 1 }) => {
      const first = employedFrom(data);
      return first === undefined ? undefined : addDays(first, workDays - 1);
    },
  },
  ...REQUESTS.map((type): Occasion => ({ type, trigger: 'birthday', day: nextBirthday })),
];

/** By these names the days of registration are listed. */
export const REGISTRATION_DUTIES: readonly string[] = [
  ...new Set(OCCASIONS.map(({ trigger }) => `registration-${trigger}`)),
];

/** There is one next birthday, however many requests tell of the person. */
export const NEXT_BIRTHDAY = 'registration-birthday';

/** The first birthday from the day on which the person means to leave. */
function nextBirthday(data: ActivityData): CalendarDay | undefined {
  const born = dayAt(data, 'supervisedIndividual.dateOfBirth', 'first');
  const leaves = dayAt(data, 'intendedDepartureDate', 'first');
  if (born === undefined || leaves === undefined) return undefined;
  const year = Number(leaves.slice(0, 4));
  const thisYear = birthdayIn(born, year);
  return thisYear >= leaves ? thisYear : birthdayIn(born, year + 1);
}

/** Who was born on 29 February has the 1st of March in other years, as most laws say. */
function birthdayIn(born: CalendarDay, year: number): CalendarDay {
  const [month, date] = [Number(born.slice(5, 7)), Number(born.slice(8))];
  return new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10) as CalendarDay;
}

/**
 * The days by which the person has to register in the state, as its pack lists its duties. Those of
 * persons who move there come before those of who only work there.
 */
export function registrationDeadlines(
  duties: readonly RegistrationDuty[],
  event: RegistrationEvent,
  jurisdiction: Jurisdiction,
): RegistrationDeadline[] {
  const found = new Map<RegistrationTrigger, RegistrationDeadline>();
  for (const { type, trigger, day } of OCCASIONS) {
    if (type !== event.type || found.has(trigger)) continue;
    const duty = dutyFor(duties, trigger);
    if (duty === undefined) continue;
    const startedOn = day(event.data, duty) ?? dayOfEvent(trigger, event, jurisdiction);
    if (startedOn !== undefined) found.set(trigger, deadlineOf(duty, startedOn, jurisdiction));
  }
  return [...found.values()];
}

const SITUATIONS = ['moving-here', 'working-or-studying-here'] as const;

function dutyFor(
  duties: readonly RegistrationDuty[],
  trigger: RegistrationTrigger,
): RegistrationDuty | undefined {
  const fitting = duties.filter(
    (duty) => duty.persons === 'sex-offense' && duty.trigger === trigger,
  );
  for (const situation of SITUATIONS) {
    const duty = fitting.find((each) => each.situation === situation);
    if (duty !== undefined) return duty;
  }
  return undefined;
}

/** A new residence of which no day is said counts from the day of its notice. */
function dayOfEvent(
  trigger: RegistrationTrigger,
  { data, at }: RegistrationEvent,
  { timeZone }: Jurisdiction,
): CalendarDay | undefined {
  const isMove = trigger === 'residence-change' && valuesAt(data, 'changes.residence').length > 0;
  return isMove ? dayIn(at, timeZone) : undefined;
}

const HOURS_A_DAY = 24;

function deadlineOf(
  { trigger, rule, limit }: RegistrationDuty,
  startedOn: CalendarDay,
  { timeZone, isHoliday }: Jurisdiction,
): RegistrationDeadline {
  const counted: TimeLimit =
    limit.unit === 'hours'
      ? { days: Math.ceil(limit.number / HOURS_A_DAY), unit: 'calendar' }
      : { days: limit.number, unit: limit.unit === 'business-days' ? 'business' : 'calendar' };
  const dueOn = lastDayOf(counted, startedOn, isHoliday);
  return {
    duty: `registration-${trigger}`,
    rule,
    limit: counted,
    startedOn,
    dueOn,
    soonAt: startOfDay(startedOn, timeZone),
    dayAt: startOfDay(dueOn, timeZone),
    dueAt: startOfDay(addDays(dueOn, 1), timeZone),
  };
}
