import type { Fact } from './activity-facts.ts';
import type { CalendarDay } from './calendar-day.ts';
import type { Side } from './case-state.ts';
import type { DataCondition, DutyName } from './duties.ts';
import type { Guard } from './lifecycle-rows.ts';
import type { TimeLimit } from './time-limit.ts';

/**
 * What starts a clock: that the activity crossed, that the other state received it, or a day that it
 * names. Clocks of received activities are counted from transmission too, as the Commission measures.
 */
export type Trigger =
  | 'transmitted'
  | 'received'
  /** Of several days at the path the first or the last counts. */
  | { readonly path: string; readonly pick: 'first' | 'last' };

/** Days from the trigger, or from the due day (before it when negative), on which a reminder is due. */
export interface Reminder extends TimeLimit {
  readonly from: 'start' | 'due';
}

export interface DeadlineRule {
  /** Of the rows of a duty that apply, the first counts. */
  readonly duty: DutyName;
  /** Number of the Commission's rule; with what it stands for it is unique. */
  readonly rule: string;
  readonly type: string;
  readonly when?: Fact;
  /** What the case must have been before the activity. */
  readonly given?: Guard;
  readonly where?: readonly DataCondition[];
  readonly trigger: Trigger;
  readonly owes: Side;
  readonly limit: TimeLimit;
  /** Where the data names the activity to which the duty belongs; without it: to this one. */
  readonly about?: string;
  /** First day and last day of the trigger for which the row is in force. */
  readonly from?: CalendarDay;
  readonly until?: CalendarDay;
  readonly reminders: readonly Reminder[];
  /** Whether the limit stands in a published text of the Commission; else it is to be checked. */
  readonly confirmed: boolean;
}

const business = (days: number): TimeLimit => ({ days, unit: 'business' });
const calendar = (days: number): TimeLimit => ({ days, unit: 'calendar' });
const after = (unit: TimeLimit['unit'], ...days: number[]): Reminder[] =>
  days.map((each) => ({ days: each, unit, from: 'start' }));
const around = (...days: number[]): Reminder[] =>
  days.map((each) => ({ days: each, unit: 'calendar', from: 'due' }));
const ON_THE_DAY = around(0);

/** Chapter 3 was reorganised. */
const NEW_TEXT: CalendarDay = '2026-04-01';
const LAST_OF_OLD: CalendarDay = '2026-03-31';
const OLD = { until: LAST_OF_OLD };
const NEW = { from: NEW_TEXT };

const LIVING_THERE = ['LIVING_IN_RS_AT_SENTENCING'];
const EMERGENCY = ['EXPEDITED_EMERGENCY', 'RELEASED_FROM_INCARCERATION_IN_RS'];
const AGREED = ['MUTUAL_AGREEMENT_UNAPPROVED_PRESENCE'];
const MILITARY_WORK_OR_CARE = [
  'MILITARY_MEMBER',
  'LIVES_WITH_MILITARY_FAMILY',
  'FAMILY_EMPLOYMENT_TRANSFER',
  'EMPLOYMENT_TRANSFER',
  'VETERAN_MEDICAL_MENTAL_HEALTH',
];

const RFRI = 'compact.reporting-instructions-request.v1';
const RFRI_REPLY = 'compact.reporting-instructions-reply.v1';
const TREQ = 'compact.transfer-request.v1';
const TREP = 'compact.transfer-reply.v1';
const DEPARTURE = 'compact.departure-notice.v1';
const NO_ARRIVAL = 'compact.failure-to-arrive-notice.v1';
const REPORT = 'compact.violation-report.v1';
const REPORT_ADDENDUM = 'compact.violation-report-addendum.v1';
const RESPONSE = 'compact.violation-response.v1';
const RESPONSE_ADDENDUM = 'compact.violation-response-addendum.v1';
const RETURN_REQUEST = 'compact.return-instructions-request.v1';
const RETURN_REPLY = 'compact.return-instructions-reply.v1';
const CLOSURE = 'compact.case-closure-notice.v1';
const ACTION = 'compact.action-request.v1';
const UPDATE = 'compact.profile-update.v1';
const WITHDRAWAL = 'compact.activity-withdrawal.v1';

const because = (among: readonly string[]): DataCondition => ({ path: 'reason', among });
const REGISTRABLE: DataCondition = { path: 'registrable', among: [true] };
const asksFor = (among: string): DataCondition[] => [{ path: 'specialization', among: [among] }];
const violation = (...among: string[]): DataCondition[] => [{ path: 'violationType', among }];
const acts = (...among: string[]): DataCondition[] => [{ path: 'action', among }];
const AVAILABLE: DataCondition[] = [{ path: 'availability.status', among: ['AVAILABLE'] }];
const FOUND: DataCondition[] = [{ path: 'probableCause.status', among: ['FOUND'] }];
const HEARING: DataCondition[] = [{ path: 'probableCause.status', among: ['HEARING_SCHEDULED'] }];
const NO_TRANSFER: Guard['transfer'] = ['none', 'rejected', 'withdrawn'];
const NOT_THERE: Guard['location'] = ['sending', 'departed', 'failed-to-arrive'];
const REPORT_DATE: Trigger = { path: 'reportingInstructions.reportDate', pick: 'first' };
const HEARING_DATE: Trigger = { path: 'probableCause.hearingDate', pick: 'first' };

/**
 * The compact's time limits (Chapters 2 to 5 of the Commission's rules), each with the time for which
 * it is in force. Limits below 30 days are in business days, by the Commission's drafting convention.
 */
// prettier-ignore
export const DEADLINE_RULES: readonly DeadlineRule[] = [
  { duty: 'request-for-instructions', rule: '3.103', type: RFRI, where: [because(LIVING_THERE)],
    trigger: { path: 'qualifyingEvent.date', pick: 'first' }, owes: 'sending', limit: business(7), ...OLD,
    reminders: [], confirmed: true },
  { duty: 'request-for-instructions', rule: '3.103', type: RFRI, where: [because(LIVING_THERE)],
    trigger: { path: 'qualifyingEvent.date', pick: 'first' }, owes: 'sending', limit: business(10), ...NEW,
    reminders: [], confirmed: true },

  { duty: 'instructions-reply', rule: '3.101-3', type: RFRI, where: [REGISTRABLE],
    trigger: 'received', owes: 'receiving', limit: business(5), ...OLD, reminders: ON_THE_DAY, confirmed: true },
  { duty: 'instructions-reply', rule: '3.103-3', type: RFRI, where: [REGISTRABLE],
    trigger: 'received', owes: 'receiving', limit: business(5), ...NEW, reminders: ON_THE_DAY, confirmed: true },
  { duty: 'instructions-reply', rule: '3.103', type: RFRI, where: [because(LIVING_THERE)],
    trigger: 'received', owes: 'receiving', limit: business(2), reminders: ON_THE_DAY, confirmed: true },
  { duty: 'instructions-reply', rule: '3.101-1', type: RFRI, where: [because(MILITARY_WORK_OR_CARE)],
    trigger: 'received', owes: 'receiving', limit: business(2), ...OLD, reminders: ON_THE_DAY, confirmed: true },
  { duty: 'instructions-reply', rule: '3.103-1', type: RFRI, where: [because(MILITARY_WORK_OR_CARE)],
    trigger: 'received', owes: 'receiving', limit: business(2), ...NEW, reminders: ON_THE_DAY, confirmed: false },
  { duty: 'instructions-reply', rule: '3.106', type: RFRI, where: [because(EMERGENCY)],
    trigger: 'received', owes: 'receiving', limit: business(2), ...OLD, reminders: ON_THE_DAY, confirmed: true },
  { duty: 'instructions-reply', rule: '3.103-2', type: RFRI, where: [because(EMERGENCY)],
    trigger: 'received', owes: 'receiving', limit: business(2), ...NEW, reminders: ON_THE_DAY, confirmed: true },
  { duty: 'instructions-reply', rule: '2.110', type: RFRI, where: [because(AGREED)],
    trigger: 'received', owes: 'receiving', limit: business(2), ...NEW, reminders: ON_THE_DAY, confirmed: false },

  { duty: 'transfer-request', rule: '3.103', type: RFRI_REPLY, when: 'granted',
    given: { instructionsReason: LIVING_THERE, transfer: NO_TRANSFER },
    trigger: 'transmitted', owes: 'sending', limit: business(15), reminders: ON_THE_DAY, confirmed: true },
  { duty: 'transfer-request', rule: '3.101-1', type: RFRI_REPLY, when: 'granted',
    given: { instructionsReason: MILITARY_WORK_OR_CARE, transfer: NO_TRANSFER },
    trigger: 'transmitted', owes: 'sending', limit: business(15), ...OLD, reminders: ON_THE_DAY, confirmed: true },
  { duty: 'transfer-request', rule: '3.103-1', type: RFRI_REPLY, when: 'granted',
    given: { instructionsReason: MILITARY_WORK_OR_CARE, transfer: NO_TRANSFER },
    trigger: 'transmitted', owes: 'sending', limit: business(15), ...NEW, reminders: ON_THE_DAY, confirmed: false },
  { duty: 'transfer-request', rule: '3.106', type: RFRI_REPLY, when: 'granted',
    given: { instructionsReason: EMERGENCY, transfer: NO_TRANSFER },
    trigger: 'transmitted', owes: 'sending', limit: business(7), ...OLD, reminders: ON_THE_DAY, confirmed: true },
  { duty: 'transfer-request', rule: '3.103-2', type: RFRI_REPLY, when: 'granted',
    given: { instructionsReason: EMERGENCY, transfer: NO_TRANSFER },
    trigger: 'transmitted', owes: 'sending', limit: business(7), ...NEW, reminders: ON_THE_DAY, confirmed: true },
  { duty: 'transfer-request', rule: '2.110', type: RFRI_REPLY, when: 'granted',
    given: { instructionsReason: AGREED, transfer: NO_TRANSFER },
    trigger: 'transmitted', owes: 'sending', limit: business(15), ...NEW, reminders: ON_THE_DAY, confirmed: false },

  { duty: 'transfer-reply', rule: '3.104', type: TREQ,
    trigger: 'received', owes: 'receiving', limit: calendar(45),
    reminders: after('calendar', 30, 44, 45, 46, 75, 105), confirmed: true },
  { duty: 'departure', rule: '3.104-1', type: TREP, when: 'accepted', given: { location: ['sending'] },
    trigger: 'transmitted', owes: 'sending', limit: calendar(120), reminders: ON_THE_DAY, confirmed: true },
  { duty: 'report-after-departure', rule: '3.104-1', type: DEPARTURE, when: 'outbound',
    trigger: 'transmitted', owes: 'receiving', limit: business(5), reminders: ON_THE_DAY, confirmed: true },
  { duty: 'report-after-release', rule: '3.105', type: TREQ,
    where: [{ path: 'supervision.incarcerated', among: [true] }],
    trigger: { path: 'intendedDepartureDate', pick: 'first' }, owes: 'receiving', limit: business(5),
    reminders: ON_THE_DAY, confirmed: true },
  { duty: 'documents', rule: '3.107', type: ACTION, where: asksFor('DOCUMENT_REQUEST'),
    given: { transfer: ['accepted'] },
    trigger: 'transmitted', owes: 'sending', limit: calendar(30), reminders: ON_THE_DAY, confirmed: true },
  { duty: 'documents', rule: '3.103-2', type: ACTION, where: asksFor('DOCUMENT_REQUEST'),
    given: { instructionsReason: EMERGENCY, transfer: ['none', 'requested'] },
    trigger: 'transmitted', owes: 'sending', limit: business(5), reminders: ON_THE_DAY, confirmed: true },

  { duty: 'arrival', rule: '4.105', type: RFRI_REPLY, when: 'granted', given: { location: NOT_THERE },
    trigger: REPORT_DATE, owes: 'receiving', limit: calendar(0), reminders: ON_THE_DAY, confirmed: true },
  { duty: 'arrival', rule: '4.105', type: TREP, when: 'accepted', given: { location: NOT_THERE },
    trigger: REPORT_DATE, owes: 'receiving', limit: calendar(0), reminders: ON_THE_DAY, confirmed: true },
  { duty: 'arrival', rule: '4.105', type: DEPARTURE, when: 'outbound',
    trigger: { path: 'reportDate', pick: 'first' }, owes: 'receiving', limit: calendar(0),
    reminders: ON_THE_DAY, confirmed: true },
  { duty: 'progress-report', rule: '4.106', type: ACTION, where: asksFor('REQUEST_PROGRESS_REPORT'),
    trigger: 'transmitted', owes: 'receiving', limit: calendar(30), reminders: ON_THE_DAY, confirmed: true },

  { duty: 'violation-report', rule: '4.109', type: REPORT,
    trigger: { path: 'violations.dateDetermined', pick: 'first' }, owes: 'receiving', limit: calendar(30),
    reminders: [], confirmed: true },
  { duty: 'violation-response', rule: '4.109', type: REPORT,
    trigger: 'received', owes: 'sending', limit: business(10),
    reminders: after('business', 6, 10, 20), confirmed: true },
  // An addendum before the response belongs to the report; after it, it asks for another response.
  { duty: 'violation-response', rule: '4.109', type: REPORT_ADDENDUM, given: { violation: ['responded'] },
    about: 'violationReport.id', trigger: 'received', owes: 'sending', limit: business(10),
    reminders: after('business', 6, 10, 20), confirmed: true },

  { duty: 'return-request', rule: '4.111', type: TREP, when: 'rejected', given: { location: ['receiving'] },
    trigger: 'transmitted', owes: 'receiving', limit: business(7), reminders: ON_THE_DAY, confirmed: true },
  { duty: 'return-request', rule: '5.103', type: RESPONSE, where: acts('ORDER_RETURN_IN_LIEU'),
    trigger: 'transmitted', owes: 'receiving', limit: business(7), reminders: ON_THE_DAY, confirmed: true },
  { duty: 'return-request', rule: '5.103', type: RESPONSE_ADDENDUM, where: acts('ORDER_RETURN_IN_LIEU'),
    trigger: 'transmitted', owes: 'receiving', limit: business(7), reminders: ON_THE_DAY, confirmed: true },
  { duty: 'return-reply', rule: '4.111', type: RETURN_REQUEST,
    trigger: 'received', owes: 'sending', limit: business(2), reminders: ON_THE_DAY, confirmed: true },
  { duty: 'return-arrival', rule: '4.105', type: RETURN_REPLY,
    trigger: REPORT_DATE, owes: 'sending', limit: calendar(0), reminders: ON_THE_DAY, confirmed: true },
  { duty: 'ordered-return', rule: '5.101', type: RESPONSE, where: acts('ORDER_RETURN_IN_LIEU'),
    trigger: 'transmitted', owes: 'receiving', limit: business(15), reminders: ON_THE_DAY, confirmed: true },

  { duty: 'closure-notice', rule: '4.112', type: TREQ,
    trigger: { path: 'supervision.periods.endDate', pick: 'last' }, owes: 'receiving', limit: business(10),
    reminders: around(-30, 0, 10, 30, 60, 90, 120), confirmed: true },
  { duty: 'closure-notice', rule: '4.112', type: UPDATE,
    trigger: { path: 'changes.supervision.periods.endDate', pick: 'last' }, owes: 'receiving', limit: business(10),
    reminders: around(-30, 0, 10, 30, 60, 90, 120), confirmed: true },
  { duty: 'closure-reply', rule: '4.112', type: CLOSURE,
    trigger: 'received', owes: 'sending', limit: business(10),
    reminders: after('business', 5, 10, 17), confirmed: true },
  // The reply was taken back: the notice waits for another.
  { duty: 'closure-reply', rule: '4.112', type: WITHDRAWAL, when: 'withdraws-closure-reply',
    trigger: 'transmitted', owes: 'sending', limit: business(10),
    reminders: after('business', 5, 10, 17), confirmed: false },

  { duty: 'warrant', rule: '5.102', type: REPORT, where: violation('NEW_FELONY_OR_VIOLENT_CONVICTION'),
    trigger: 'received', owes: 'sending', limit: business(15), reminders: ON_THE_DAY, confirmed: true },
  { duty: 'warrant', rule: '5.103', type: REPORT, where: violation('BEHAVIOR_REQUIRING_RETAKING'),
    trigger: 'received', owes: 'sending', limit: business(15), reminders: ON_THE_DAY, confirmed: true },
  { duty: 'warrant', rule: '5.103-1', type: REPORT, where: violation('ABSCONDER', 'ABSCONDER_APPREHENDED_IN_RS'),
    trigger: 'received', owes: 'sending', limit: business(15), reminders: ON_THE_DAY, confirmed: false },
  { duty: 'warrant', rule: '5.103', type: NO_ARRIVAL, given: { location: ['return-departed'] },
    trigger: 'transmitted', owes: 'sending', limit: business(15), reminders: ON_THE_DAY, confirmed: true },
  { duty: 'retaking', rule: '5.105', type: REPORT, where: AVAILABLE,
    trigger: 'transmitted', owes: 'sending', limit: calendar(30),
    reminders: after('calendar', 25, 30, 35), confirmed: false },
  { duty: 'retaking', rule: '5.105', type: REPORT_ADDENDUM, where: AVAILABLE,
    trigger: 'transmitted', owes: 'sending', limit: calendar(30),
    reminders: after('calendar', 25, 30, 35), confirmed: false },
  { duty: 'probable-cause-report', rule: '5.108', type: REPORT, where: HEARING,
    trigger: HEARING_DATE, owes: 'receiving', limit: business(10), reminders: ON_THE_DAY, confirmed: false },
  { duty: 'probable-cause-report', rule: '5.108', type: REPORT_ADDENDUM, where: HEARING,
    trigger: HEARING_DATE, owes: 'receiving', limit: business(10), reminders: ON_THE_DAY, confirmed: false },
  { duty: 'probable-cause-decision', rule: '5.108', type: REPORT_ADDENDUM, where: FOUND,
    trigger: 'received', owes: 'sending', limit: business(15), reminders: ON_THE_DAY, confirmed: false },
];
