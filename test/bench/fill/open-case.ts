import { tokensOf } from '../../../hub/flows/keep-person.ts';
import { uuidOf } from '../../../hub/message/identifiers.ts';
import type { MemberKeys } from '../../../hub/store/member-keys.ts';
import type { CaseRow } from '../../../hub/store/cases.ts';
import type { DeadlineRow } from '../../../hub/store/deadlines.ts';
import { type CaseCopy, type CopiedTransmission, earlier } from './case-copy.ts';
import { type DocumentForm, personIn } from './copied-document.ts';
import { type KeptCase, NOTHING_KEPT } from './kept-case.ts';

/** A told case whose story goes on, with those that are alike. */
export interface OpenCase {
  readonly storyKey: string;
  readonly copies: CaseCopy[];
  /** As it was told so far. */
  row: CaseRow | undefined;
  kept: KeptCase;
  /** The document that describes the person. */
  described: DocumentForm | undefined;
  /** Nothing of it happened later, in milliseconds. */
  latest: number;
}

export function openCaseOf(storyKey: string, copies: CaseCopy[]): OpenCase {
  return { storyKey, copies, row: undefined, kept: NOTHING_KEPT, described: undefined, latest: 0 };
}

/** The copy's row after an activity that happened so much earlier. */
export function copiedCase(
  copy: CaseCopy,
  before: CaseRow | undefined,
  row: CaseRow,
  by: number,
): CaseRow {
  const { caseId: case_id, personId: person_id } = copy;
  const last = copy.row;
  const changed = before?.changed_at.getTime() !== row.changed_at.getTime();
  return {
    ...row,
    case_id,
    person_id,
    opened_at: last?.opened_at ?? earlier(row.opened_at, by),
    changed_at: changed || last === undefined ? earlier(row.changed_at, by) : last.changed_at,
  };
}

/** What is kept of a copy when the story ends. */
export function copiedKept(
  memberKeys: Pick<MemberKeys, 'personToken'>,
  { storyKey, kept, described }: OpenCase,
  copy: CaseCopy,
): KeptCase {
  const { description } = kept;
  const deadlines = kept.deadlines.map((row) => copiedDeadline(copy, storyKey, row));
  if (description === undefined || described === undefined) return { ...NOTHING_KEPT, deadlines };
  const { from_member, to_member } = description;
  const { id: transmission_id } = copiedOf(copy, description.transmission_id);
  const supervisedIndividual = personIn(described, copy);
  const tokens = tokensOf(memberKeys, { supervisedIndividual }) ?? [];
  return {
    deadlines,
    description: { ...description, case_id: copy.caseId, transmission_id },
    tokens: tokens.map((token) => ({ transmission_id, ...token, from_member, to_member })),
  };
}

/** On the same days: nothing is so much earlier that it would be on another one. */
function copiedDeadline(copy: CaseCopy, storyKey: string, row: DeadlineRow): DeadlineRow {
  const started = copiedOf(copy, row.transmission_id);
  const ended = row.ended_by === null ? undefined : copiedOf(copy, row.ended_by);
  return {
    ...row,
    deadline_id: uuidOf(started.id, row.duty),
    transmission_id: started.id,
    case_id: copy.caseId,
    message_id: row.message_id.replace(storyKey, copy.key),
    about: row.about?.replace(storyKey, copy.key) ?? null,
    started_at: earlier(row.started_at, started.earlier),
    received_at: earlier(row.received_at, started.earlier),
    ended_at: earlier(row.ended_at, ended?.earlier ?? 0),
    ended_by: ended?.id ?? null,
  };
}

function copiedOf({ transmissions }: CaseCopy, told: string): CopiedTransmission {
  const copied = transmissions.get(told);
  if (copied === undefined) throw new Error('an activity was not copied');
  return copied;
}
