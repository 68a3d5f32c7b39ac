import { mintToken } from '../access/secret-token.ts';
import { after } from '../clock.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { Transaction } from '../store/database.ts';
import type { AccessParts, AccountLink } from './access-parts.ts';

/** How long a mailed link opens something. */
export const LINK_MS = 20 * 60_000;

/** The page of the console behind each link; the secret follows as the fragment, which no server is sent. */
const PAGES = { invitation: '/app/invitation', reset: '/app/reset' } as const;

/** A new link of an account; it is sent when its transaction is committed. */
export async function makeLink(
  { store, random, clocks, baseUrl }: Pick<AccessParts, 'store' | 'random' | 'clocks' | 'baseUrl'>,
  tx: Transaction,
  accountId: string,
  kind: AccountLink['kind'],
): Promise<AccountLink> {
  const { token, hash } = mintToken(random);
  const created_at = clocks.process.now();
  const expiresAt = after(created_at, LINK_MS);
  const row = { token_hash: hash, account_id: accountId, kind, created_at, expires_at: expiresAt };
  await store.insertLink(tx, row);
  return { kind, url: `${baseUrl()}${PAGES[kind]}#${token}`, expiresAt };
}

/** Whether the link went by mail; who cannot send mails hands it over in another way. */
export async function mailLink(
  { sendLink, onUnsent }: Pick<AccessParts, 'sendLink' | 'onUnsent'>,
  { email, name }: Pick<AccountRow, 'email' | 'name'>,
  link: AccountLink,
): Promise<'mailed' | 'no-mail-server' | 'failed'> {
  if (sendLink === undefined) {
    onUnsent('MAIL_NOT_CONFIGURED');
    return 'no-mail-server';
  }
  try {
    await sendLink({ email, name }, link);
    return 'mailed';
  } catch {
    onUnsent('MAIL_FAILED');
    return 'failed';
  }
}
