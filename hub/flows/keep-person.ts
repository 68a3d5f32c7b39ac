import { traitsOfPerson } from '../compact/person-traits.ts';
import type { Actor as SubmittingUser, SupervisedIndividual } from '../generated/messages.ts';
import type { CaseRow } from '../store/cases.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import type { PersonTokenRow } from '../store/persons.ts';
import type { Transmittable } from './transmit.ts';
import type { WorkingSet } from './working-set.ts';

/** What the read models keep of an activity when it crosses, made before the transaction. */
export interface Keepsake {
  /** Undefined where the activity describes nobody. */
  readonly tokens: readonly Pick<PersonTokenRow, 'kind' | 'token'>[] | undefined;
  /** Who submitted it, sealed for the sending member. */
  readonly submitter: Buffer | undefined;
}

/** The user of a state whom the other state sees by name. */
export type AssignedUser = Pick<SubmittingUser, 'reference' | 'name' | 'role'>;

/** Digests and seals what `keepPerson` and `keepAssignment` write. */
export async function makeKeepsake(
  memberKeys: Pick<MemberKeys, 'personToken' | 'sealValue'>,
  member: string,
  data: Readonly<Record<string, unknown>>,
): Promise<Keepsake> {
  const { submittedBy } = data as { readonly submittedBy?: AssignedUser };
  return {
    tokens: tokensOf(memberKeys, data),
    submitter: submittedBy && (await sealUser(memberKeys, member, submittedBy)),
  };
}

/** What the person is found by whom an activity describes; undefined where it describes nobody. */
export function tokensOf(
  memberKeys: Pick<MemberKeys, 'personToken'>,
  data: Readonly<Record<string, unknown>>,
): Keepsake['tokens'] {
  const { supervisedIndividual } = data as { readonly supervisedIndividual?: SupervisedIndividual };
  return (
    supervisedIndividual &&
    traitsOfPerson(supervisedIndividual).map(({ kind, value }) => ({
      kind,
      token: memberKeys.personToken(kind, value),
    }))
  );
}

/** As a row keeps who has a case. */
export function sealUser(
  memberKeys: Pick<MemberKeys, 'sealValue'>,
  member: string,
  { reference, name, role }: AssignedUser,
): Promise<Buffer> {
  return memberKeys.sealValue(member, JSON.stringify({ reference, name, role }));
}

/** The description of a person that crosses takes the place of the one before it in its case. */
export function keepPerson(
  set: WorkingSet,
  activity: Pick<Transmittable, 'caseId' | 'transmissionId' | 'keepsake'>,
  before: CaseRow,
): void {
  const { caseId: case_id, transmissionId: transmission_id, keepsake } = activity;
  if (keepsake.tokens === undefined) return;
  const parties = { from_member: before.from_member, to_member: before.receiving_member };
  // Of several that cross in one transaction the last counts.
  const earlier = set.writes.descriptions.get(case_id);
  set.writes.descriptions.set(case_id, { case_id, transmission_id, ...parties });
  set.writes.personTokens = [
    ...set.writes.personTokens.filter((row) => row.transmission_id !== earlier?.transmission_id),
    ...keepsake.tokens.map((token) => ({ transmission_id, ...token, ...parties })),
  ];
}

/** Who submits a state's first activity of a case has the case, unless somebody was named before. */
export function keepAssignment(set: WorkingSet, activity: Transmittable): void {
  const { submitter } = activity.keepsake;
  if (submitter === undefined) return;
  set.writes.assignments.push({
    case_id: activity.caseId,
    member: activity.from,
    position: 1,
    user_sealed: submitter,
    actor: activity.actor,
    assigned_at: set.now,
  });
}
