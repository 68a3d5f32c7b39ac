import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CaseState, NEW_CASE } from '../../../hub/compact/case-state.ts';
import { DEADLINE_RULES, type DeadlineRule } from '../../../hub/compact/deadline-rules.ts';
import { type CaseEvent, ruleOf, startDeadlines } from '../../../hub/compact/deadlines.ts';
import type { CalendarDay } from '../../../hub/compact/calendar-day.ts';
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

const LEAST = 12;

describe('due days', () => {
  for (const row of DEADLINE_RULES) {
    const lines = counted.filter((each) => isOf(row, each));
    it(`${row.duty} by Rule ${row.rule} after ${row.type}: ${lines.length} counted by hand`, () => {
      expect(lines).to.have.length.at.least(LEAST);
      for (const each of lines) expect(computed(row, each), each.line).to.equal(each.due);
    });
  }

  it('are counted for rules that there are', () => {
    const rows = new Set(DEADLINE_RULES);
    for (const each of counted) {
      expect(
        [...rows].some((row) => isOf(row, each)),
        each.line,
      ).to.equal(true);
    }
  });
});

function isOf(row: DeadlineRule, { duty, rule, type, start }: Counted): boolean {
  if (row.duty !== duty || row.rule !== rule || row.type !== type) return false;
  // Where a rule has an old and a new text, its lines begin on different days.
  const day = start.slice(0, 10) as CalendarDay;
  return (
    (row.until === undefined || day <= row.until) && (row.from === undefined || day >= row.from)
  );
}

function computed(row: DeadlineRule, { start, timeZone, type }: Counted): string | undefined {
  const started = startDeadlines(eventFor(row, start, type), {
    // The other state's clocks and holidays must not matter.
    sending: row.owes === 'sending' ? kept(timeZone) : ELSEWHERE,
    receiving: row.owes === 'receiving' ? kept(timeZone) : ELSEWHERE,
  });
  const deadline = started.find(({ duty }) => duty === row.duty);
  expect(deadline?.rule).to.equal(row.rule);
  expect(ruleOf({ duty: row.duty, rule: row.rule, type }, deadline!.startedOn)).to.equal(row);
  return deadline?.dueOn;
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
