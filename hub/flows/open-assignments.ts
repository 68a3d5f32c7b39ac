import type { AccountRow } from '../store/accounts.ts';
import type { AccessParts } from './access-parts.ts';

const AT_ONCE = 500;

/**
 * Whether the person has cases or activities of its state that somebody must take over first: named as
 * the user of a case that goes on, or given something in the office's list. A state's system names its
 * users by references of its own; here one is meant by the account's reference or its address.
 */
export async function hasOpenCases(
  { store, memberKeys }: Pick<AccessParts, 'store' | 'memberKeys'>,
  { member, reference, email }: Pick<AccountRow, 'member' | 'reference' | 'email'>,
): Promise<boolean> {
  const names = [reference, email].map((name) => name.toLowerCase());
  if ((await store.countReviewsOf(store.query, member, names)) > 0) return true;
  for (let after = ''; ;) {
    const page = await store.openAssignmentsOf(store.query, { member, after, limit: AT_ONCE });
    const users = await Promise.all(page.map((row) => memberKeys.openValue(row.user_sealed)));
    if (users.some((user) => names.includes(nameIn(user)))) return true;
    const last = page.at(-1);
    if (last === undefined || page.length < AT_ONCE) return false;
    after = last.case_id;
  }
}

function nameIn(user: string): string {
  return String((JSON.parse(user) as { readonly reference?: unknown }).reference).toLowerCase();
}
