import { type Actor, NATIONAL } from '../access/actor.ts';
import type { DeliveryRow } from '../store/deliveries.ts';
import type { MemberKeys } from '../store/member-keys.ts';

/** The state's own system answered that it will not take the delivery. */
export const REFUSED_BY_STATE = 'REFUSED_BY_STATE';

/** A state's reason may name a person: a row keeps it sealed under that state's key, in base64. */
export async function sealReason(
  memberKeys: Pick<MemberKeys, 'sealValue'>,
  member: string,
  reason: string,
): Promise<string> {
  return (await memberKeys.sealValue(member, reason)).toString('base64');
}

/** Rows with the reasons of refusals opened, for the two states; the national office sees none. */
export function openReasons<Row extends Pick<DeliveryRow, 'failure_code' | 'failure_detail'>>(
  memberKeys: Pick<MemberKeys, 'openValue'>,
  actor: Actor,
  rows: readonly Row[],
): Promise<Row[]> {
  return Promise.all(
    rows.map(async (row) => {
      if (row.failure_code !== REFUSED_BY_STATE || row.failure_detail === null) return row;
      if (actor.member === NATIONAL) return { ...row, failure_detail: null };
      const reason = await memberKeys.openValue(Buffer.from(row.failure_detail, 'base64'));
      return { ...row, failure_detail: reason };
    }),
  );
}
