import { says, textAt } from './data-value.ts';
import type { CaseEvent } from './deadlines.ts';
import { DUTIES, type Duty, type Ending } from './duties.ts';
import { groupBy } from './group-by.ts';
import { NEXT_BIRTHDAY, REGISTRATION_DUTIES } from './registration-deadlines.ts';

/** What became of a duty: fulfilled, owed no more, or taken back with what had started it. */
export type EndingKind = 'answered' | 'moot' | 'withdrawn' | 'replaced';

/** Which open clocks of the case an activity ends: those of a duty, those that one activity started, or both. */
export type DutyEnding = { readonly kind: EndingKind } & (
  | { readonly duty: string; readonly about: string | null; readonly startedBy?: string }
  | { readonly startedBy: string }
);

const WITHDRAWAL = 'compact.activity-withdrawal.v1';

/**
 * The clocks that the activity ends, those first that it answers. A withdrawal of the case and an
 * agreed closure end what does not outlive the case.
 */
export function endDuties(event: CaseEvent): DutyEnding[] {
  const duties = DUTIES_OF_TYPE.get(event.type) ?? [];
  const answered = duties.flatMap((duty) => endingsBy(duty, duty.answeredBy, event, 'answered'));
  const moot = duties.flatMap((duty) => endingsBy(duty, duty.mootBy, event, 'moot'));
  const withdrawn = event.type === WITHDRAWAL ? textAt(event.data, 'withdrawn.id') : undefined;
  return [
    ...answered,
    ...moot,
    ...(withdrawn === undefined ? [] : [{ kind: 'withdrawn', startedBy: withdrawn } as const]),
    ...(endsCase(event) ? WITH_THE_CASE : []),
  ];
}

const DUTIES_OF_TYPE: ReadonlyMap<string, readonly Duty[]> = groupBy(
  DUTIES,
  ({ answeredBy, mootBy }) => [...answeredBy, ...mootBy].map(({ type }) => type),
);

const WITH_THE_CASE: readonly DutyEnding[] = [
  ...DUTIES.filter(({ outlivesCase }) => outlivesCase !== true).map(({ name }) => name),
  ...REGISTRATION_DUTIES,
].map((duty) => ({ kind: 'moot', duty, about: null }));

function endsCase({ type, facts }: CaseEvent): boolean {
  if (type === 'compact.case-withdrawal.v1') return true;
  return type === 'compact.case-closure-reply.v1' && facts.includes('valid');
}

function endingsBy(
  { name }: Duty,
  endings: readonly Ending[],
  event: CaseEvent,
  kind: EndingKind,
): DutyEnding[] {
  const ending = endings.find((each) => isEnding(each, event));
  if (ending === undefined) return [];
  const about = ending.about === undefined ? null : (textAt(event.data, ending.about) ?? null);
  return [{ kind, duty: name, about }];
}

function isEnding({ type, when, by, where }: Ending, event: CaseEvent): boolean {
  return (
    type === event.type &&
    (when === undefined || event.facts.includes(when)) &&
    (by === undefined || by === event.by) &&
    says(event.data, where)
  );
}

const REPLACING: ReadonlySet<string> = new Set([
  ...DUTIES.filter(({ replaces }) => replaces === true).map(({ name }) => name),
  NEXT_BIRTHDAY,
]);

/**
 * What a new clock of this duty takes the place of: all that is open of it on the case, or nothing; in a
 * correction the clock that the activity had started which it corrects.
 */
export function replacedBy(duty: string, corrects: string | undefined): DutyEnding[] {
  if (REPLACING.has(duty)) return [{ kind: 'replaced', duty, about: null }];
  return corrects === undefined
    ? []
    : [{ kind: 'replaced', duty, about: null, startedBy: corrects }];
}
