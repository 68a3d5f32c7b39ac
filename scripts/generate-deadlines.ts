import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findActivity } from '../hub/compact/activity-catalogue.ts';
import { DEADLINE_RULES, type DeadlineRule, type Reminder } from '../hub/compact/deadline-rules.ts';
import { DUTIES, type Ending } from '../hub/compact/duties.ts';
import { formatted } from './formatted.ts';
import type { Generator } from './generator.ts';
import { withSection } from './marked-section.ts';

const PAGE = 'docs/deadlines.md';

/** The tables of duties and of the rules that start them, between their marks on the page. */
export const generateDeadlines: Generator = {
  name: 'deadlines',
  async generate(root) {
    const page = readFileSync(join(root, PAGE), 'utf8');
    const duties = { page: PAGE, mark: 'duties', source: 'hub/compact/duties.ts' };
    const rules = { page: PAGE, mark: 'rules', source: 'hub/compact/deadline-rules.ts' };
    const text = withSection(withSection(page, duties, dutyTable()), rules, ruleTable());
    return [{ path: PAGE, text: await formatted(PAGE, text) }];
  },
};

const table = (head: readonly string[], lines: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

function dutyTable(): string {
  return table(
    ['duty', 'what is owed', 'fulfilled by', 'owed no more after'],
    DUTIES.map(({ name, title, answeredBy, mootBy }) => [
      `\`${name}\``,
      title,
      answeredBy.map(endingText).join('; '),
      mootBy.map(endingText).join('; '),
    ]),
  );
}

function endingText({ type, when, by, where = [], about }: Ending): string {
  const said = where.map(({ path, among }) => `\`${path}\` ${among.join(', ')}`);
  const facts = [
    ...(when === undefined ? [] : [when]),
    ...(by === undefined ? [] : [`by the ${by} state`]),
    ...said,
    ...(about === undefined ? [] : [`about \`${about}\``]),
  ];
  return facts.length === 0 ? titleOf(type) : `${titleOf(type)} (${facts.join('; ')})`;
}

const titleOf = (type: string): string => (findActivity(type)?.title ?? type).toLowerCase();

function ruleTable(): string {
  return table(
    [
      'duty',
      'rule',
      'starts with',
      'counted from',
      'owes',
      'limit',
      'in force',
      'reminders',
      'confirmed',
    ],
    DEADLINE_RULES.map((row) => [
      `\`${row.duty}\``,
      row.rule,
      occasionText(row),
      triggerText(row),
      row.owes,
      `${row.limit.days} ${row.limit.unit} days`,
      inForceText(row),
      row.reminders.map(reminderText).join(', '),
      row.confirmed ? 'yes' : 'no',
    ]),
  );
}

function occasionText({ type, when, where = [], given = {} }: DeadlineRule): string {
  const facts = [
    ...(when === undefined ? [] : [when]),
    ...where.map(({ path, among }) => `\`${path}\` ${among.join(', ')}`),
    ...Object.entries(given).map(([region, values]) => `${region} was ${values.join(', ')}`),
  ];
  return facts.length === 0 ? titleOf(type) : `${titleOf(type)}: ${facts.join('; ')}`;
}

function triggerText({ trigger }: DeadlineRule): string {
  if (typeof trigger === 'string') return trigger;
  return `the ${trigger.pick} \`${trigger.path}\``;
}

function inForceText({ from, until }: DeadlineRule): string {
  if (from !== undefined) return `from ${from}`;
  return until === undefined ? 'always' : `until ${until}`;
}

function reminderText({ days, unit, from }: Reminder): string {
  if (from === 'start') return `day ${days} (${unit})`;
  return days === 0 ? 'due day' : `due ${days > 0 ? '+' : '−'}${Math.abs(days)}`;
}
