import type { NoticeEvent, NoticeFacts } from './notice.ts';

/** `soon`: outside quiet hours at once. `pressing`: at any hour. `digest`: at seven in the morning. */
export type NoticeMoment = 'pressing' | 'soon' | 'digest';

/** What an office may ask for instead of the table. */
export const NOTICE_CHOICES = ['soon', 'digest', 'off'] as const;
export type NoticeChoice = (typeof NOTICE_CHOICES)[number];
export type NoticeChoices = Partial<Readonly<Record<NoticeEvent, NoticeChoice>>>;

/** For whom an event is; their names are those of hub/access. */
export type NoticeRole = 'compact-office' | 'state-administrator' | 'national-office';

interface Row {
  readonly event: NoticeEvent;
  /** Whose: the state that it concerns, the nation, or the nation when it is the hub's own. */
  readonly of: 'state' | 'nation' | 'hub';
  readonly roles: readonly NoticeRole[];
  readonly when: NoticeMoment;
}

const OFFICE = ['compact-office'] as const;
const ADMINISTRATOR = ['state-administrator'] as const;
const BOTH = ['compact-office', 'state-administrator'] as const;
const NATION = ['national-office'] as const;

// prettier-ignore
const ROWS: readonly Row[] = [
  { event: 'release-waiting',  of: 'state',  roles: OFFICE,        when: 'digest' },
  { event: 'activity-arrived', of: 'state',  roles: OFFICE,        when: 'digest' },
  { event: 'deadline-near',    of: 'state',  roles: OFFICE,        when: 'digest' },
  { event: 'deadline-missed',  of: 'state',  roles: BOTH,          when: 'soon' },
  { event: 'delivery-failed',  of: 'state',  roles: OFFICE,        when: 'soon' },
  { event: 'delivery-failed',  of: 'nation', roles: NATION,        when: 'soon' },
  { event: 'incident-opened',  of: 'state',  roles: BOTH,          when: 'soon' },
  { event: 'incident-opened',  of: 'nation', roles: NATION,        when: 'digest' },
  { event: 'incident-opened',  of: 'hub',    roles: NATION,        when: 'pressing' },
  { event: 'incident-closed',  of: 'state',  roles: BOTH,          when: 'soon' },
  { event: 'incident-closed',  of: 'nation', roles: NATION,        when: 'digest' },
  { event: 'incident-closed',  of: 'hub',    roles: NATION,        when: 'soon' },
  { event: 'expiry-near',      of: 'state',  roles: ADMINISTRATOR, when: 'soon' },
  { event: 'expiry-near',      of: 'hub',    roles: NATION,        when: 'soon' },
  { event: 'confirmation-due', of: 'state',  roles: ADMINISTRATOR, when: 'digest' },
];

/** Activities that cannot wait for the morning: a person travels, is gone, or is to be retaken. */
const CANNOT_WAIT: ReadonlySet<string> = new Set([
  'compact.reporting-instructions-request.v1',
  'compact.return-instructions-request.v1',
  'compact.failure-to-arrive-notice.v1',
  'compact.violation-report.v1',
  'compact.warrant-status.v1',
]);

/** What of a notice the table asks. */
export interface NoticeKey {
  /** Whom it is told: a USPS code, or `national`. */
  readonly member: string;
  readonly event: NoticeEvent;
  readonly facts: Pick<NoticeFacts, 'type' | 'other'>;
}

function rowOf({ member, event, facts }: NoticeKey): Row | undefined {
  const rows = ROWS.filter((row) => row.event === event);
  if (member !== 'national') return rows.find((row) => row.of === 'state');
  const own = facts.other === member ? rows.find((row) => row.of === 'hub') : undefined;
  return own ?? rows.find((row) => row.of === 'nation');
}

/** Whether the table tells this member of it at all. */
export function isTold(key: NoticeKey): boolean {
  return rowOf(key) !== undefined;
}

/** The persons of the member whom it is for. Its mailbox gets whatever any of them gets. */
export function rolesTold(key: NoticeKey): readonly NoticeRole[] {
  return rowOf(key)?.roles ?? [];
}

/** When the member is mailed of it; undefined where the table or the office says never. */
export function momentOf(key: NoticeKey, choices: NoticeChoices): NoticeMoment | undefined {
  const row = rowOf(key);
  const choice = choices[key.event];
  if (row === undefined || choice === 'off') return undefined;
  if (choice !== undefined) return choice;
  return row.when === 'digest' && CANNOT_WAIT.has(key.facts.type ?? '') ? 'soon' : row.when;
}
