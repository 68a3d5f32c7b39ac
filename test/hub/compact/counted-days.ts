import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CalendarDay } from '../../../hub/compact/calendar-day.ts';
import { type CaseState, NEW_CASE } from '../../../hub/compact/case-state.ts';
import { DEADLINE_RULES, type DeadlineRule } from '../../../hub/compact/deadline-rules.ts';
import { type CaseEvent, ruleOf, startDeadlines } from '../../../hub/compact/deadlines.ts';
import { isFederalHoliday } from '../../../hub/compact/federal-holidays.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';

/** One due day counted by hand. */
interface Counted {
  readonly line: string;
  readonly duty: string;
  readonly rule: string;
  readonly type: string;
  /** A moment, or the day that the activity names. */
  readonly start: string;
  readonly timeZone: string;
  readonly due: string;
}

const FILE = join(PROJECT_ROOT, 'test', 'hub', 'compact', 'deadline-dates.txt');
const counted: readonly Counted[] = readFileSync(FILE, 'utf8')
  .split('\n')
  .filter((line) => line.includes(' | ') && !line.startsWith('#'))
  .map((line) => {
    const [duty = '', rule = '', name = '', start = '', timeZone = '', , due = ''] =
      line.split(' | ');
    return { line, duty, rule, type: `compact.${name}.v1`, start, timeZone, due };
  });

/** What the hub makes of each line that is counted for a row of the table. */
export interface CountedRule {
  readonly row: DeadlineRule;
  readonly lines: readonly {
    readonly line: string;
    readonly due: string;
    readonly computed: string;
  }[];
}

/** Each row of the deadlines with its due days, counted by hand and by the hub. */
export function countedRules(): CountedRule[] {
  return DEADLINE_RULES.map((row) => ({
    row,
    lines: counted
      .filter((each) => isOf(row, each))
      .map((each) => ({ line: each.line, due: each.due, computed: computed(row, each) })),
  }));
}

/** Lines of no row. */
export function countedForNothing(): string[] {
  const lines = counted.filter((each) => !DEADLINE_RULES.some((row) => isOf(row, each)));
  return lines.map(({ line }) => line);
}

function isOf(row: DeadlineRule, { duty, rule, type, start }: Counted): boolean {
  if (row.duty !== duty || row.rule !== rule || row.type !== type) return false;
  // Where a rule has an old and a new text, its lines begin on different days.
  const day = start.slice(0, 10) as CalendarDay;
  return (
    (row.until === undefined || day <= row.until) && (row.from === undefined || day >= row.from)
  );
}

/** The due day, or what is wrong with the clock. */
function computed(row: DeadlineRule, { start, timeZone, type }: Counted): string {
  const started = startDeadlines(eventFor(row, start, type), {
    // The other state's clocks and holidays must not matter.
    sending: row.owes === 'sending' ? kept(timeZone) : ELSEWHERE,
    receiving: row.owes === 'receiving' ? kept(timeZone) : ELSEWHERE,
  });
  const deadline = started.find(({ duty }) => duty === row.duty);
  if (deadline?.rule !== row.rule) return `by rule ${deadline?.rule ?? 'none'}`;
  const found = ruleOf({ duty: row.duty, rule: row.rule, type }, deadline.startedOn);
  return found === row ? deadline.dueOn : 'by another text of the rule';
}

const kept = (timeZone: string) => ({ timeZone, isHoliday: isFederalHoliday });
const ELSEWHERE = {
  timeZone: 'Pacific/Kiritimati',
  isHoliday: (day: CalendarDay) => Number(day.slice(8)) % 2 === 0,
};

/** An activity that the row is for, and a case as it asks. */
function eventFor(row: DeadlineRule, start: string, type: string): CaseEvent {
  const data: Record<string, unknown> = {};
  for (const { path, among } of row.where ?? []) put(data, path, among[0]);
  const named = typeof row.trigger === 'string' ? undefined : row.trigger.path;
  if (named !== undefined) put(data, named, start);
  const demanded = Object.entries(row.given ?? {}).map(([region, values]) => [region, values[0]]);
  return {
    type,
    facts: row.when === undefined ? [] : [row.when],
    data,
    by: row.owes === 'sending' ? 'receiving' : 'sending',
    before: { ...NEW_CASE, ...(Object.fromEntries(demanded) as Partial<CaseState>) },
    at: new Date(named === undefined ? start : '2026-06-01T12:00:00Z'),
    messageId: 'm-1',
  };
}

function put(data: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop() ?? '';
  let at = data;
  for (const name of names) at = (at[name] ??= {}) as Record<string, unknown>;
  at[last] = value;
}
