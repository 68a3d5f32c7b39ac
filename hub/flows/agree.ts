import type { Actor } from '../access/actor.ts';
import { after } from '../clock.ts';
import { isMemberCode } from '../compact/members.ts';
import { canonicalJson } from '../message/canonical-json.ts';
import { sha256 } from '../message/sealed-content.ts';
import type * as agreements from '../store/agreements.ts';
import type { Database } from '../store/database.ts';
import type { UsePolicy } from './access-parts.ts';
import type { Evidence } from './evidence.ts';
import { ExchangeError } from './exchange-error.ts';
import type { ExchangeStore } from './exchange-store.ts';
import { requirePermission } from './require-permission.ts';

export interface AgreeParts {
  readonly store: Pick<Database, 'withTransaction' | 'query'> &
    typeof agreements &
    Pick<ExchangeStore, 'insertPendingLeaves'>;
  readonly evidence: Evidence;
  /** Business clock. */
  readonly now: () => Date;
}

/** Who agrees for the agency: a person of the state, or a command of this machine for a signed paper. */
export type Agreeing = { readonly actor: Actor } | { readonly command: true };

/** So long after a change the members that were connected before have to agree anew. */
const TERM_MS = 30 * 24 * 3_600_000;

/** Until when who agreed to an earlier version should agree to this one. */
export const agreementDue = (inForceAt: Date): Date => after(inForceAt, TERM_MS);

/** The hash by which leaves name a version of the terms. */
export function policyHashOf({ version, title, text }: UsePolicy): string {
  return sha256(Buffer.from(canonicalJson({ version, title, text: [...text] }))).toString('hex');
}

/**
 * The agency of a member agrees to the terms in force: a row and a leaf. Said twice it stays said. Throws
 * NOT_FOUND where there is no such member, POLICY_CHANGED for another version than the one in force.
 */
export async function agree(
  { store, evidence, now }: AgreeParts,
  by: Agreeing,
  { member, version, policy }: { member: string; version: string; policy: UsePolicy },
): Promise<void> {
  if (!isMemberCode(member)) throw new ExchangeError('NOT_FOUND');
  if ('actor' in by) {
    const parties = { from_member: member, to_member: null };
    requirePermission('POST /v1/members/{state}/agreement', by.actor, parties);
  }
  if (version !== policy.version) throw new ExchangeError('POLICY_CHANGED');
  const reference = 'actor' in by ? by.actor.reference : 'command';
  await store.withTransaction(async (tx) => {
    const at = now();
    const row = { member, version, agreed_by: reference, agreed_at: at };
    if (!(await store.insertAgreement(tx, row))) return;
    const leaf = evidence.single(
      {
        type: 'terms-agreed',
        actor: reference,
        channel: 'actor' in by ? 'console' : 'command',
        from: member,
        subject: version,
        subjectHash: policyHashOf(policy),
      },
      at,
    );
    await store.insertPendingLeaves(tx, [leaf]);
  });
}
