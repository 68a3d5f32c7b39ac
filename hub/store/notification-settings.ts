import type { Query, Transaction } from './database.ts';

/** What an office asked to be told, and where. */
export interface SettingsRow {
  readonly member: string;
  readonly mailbox: string | null;
  /** By event: soon, digest or off. */
  readonly choices: Readonly<Record<string, string>>;
  readonly changed_by: string;
  readonly changed_at: Date;
}

const FIND_SETTINGS = `SELECT * FROM notification_settings WHERE member = $1`;

export async function findSettings(query: Query, member: string): Promise<SettingsRow | undefined> {
  const [row] = await query<SettingsRow>(FIND_SETTINGS, [member]);
  return row;
}

const PUT_SETTINGS = `
  INSERT INTO notification_settings (member, mailbox, choices, changed_by, changed_at)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (member) DO UPDATE
     SET mailbox = excluded.mailbox, choices = excluded.choices,
         changed_by = excluded.changed_by, changed_at = excluded.changed_at`;

export async function putSettings(tx: Transaction, row: SettingsRow): Promise<void> {
  const choices = JSON.stringify(row.choices);
  await tx.query(PUT_SETTINGS, [row.member, row.mailbox, choices, row.changed_by, row.changed_at]);
}

/** Who of a member is mailed. */
export interface RecipientRow {
  readonly member: string;
  /** Reference of an account, or `office`: the mailbox that was registered, which is no account. */
  readonly recipient: string;
  readonly address: string;
  /** Null: of every role. */
  readonly roles: readonly string[] | null;
}

// The mailbox of the settings, else the office's own; and the accounts that are in use.
const FIND_RECIPIENTS = `
  SELECT member, 'office' AS recipient, coalesce(s.mailbox, c.mailbox) AS address, NULL::text[] AS roles
    FROM (SELECT DISTINCT ON (member) member, mailbox FROM office_contacts
           ORDER BY member, version DESC) AS c
    FULL JOIN notification_settings s USING (member)
   WHERE coalesce(s.mailbox, c.mailbox) IS NOT NULL
     AND ($1::text[] IS NULL OR member = ANY ($1))
   UNION ALL
  SELECT member, reference, email, roles FROM accounts
   WHERE state = 'active' AND ($1::text[] IS NULL OR member = ANY ($1))
     AND roles && ARRAY['compact-office', 'state-administrator', 'national-office']`;

/** Whom mails of these members, or of all, go to as it is set now: the one place that knows. */
export function findRecipients(query: Query, members?: readonly string[]): Promise<RecipientRow[]> {
  return query<RecipientRow>(FIND_RECIPIENTS, [members ?? null]);
}

const FIND_CHOICES = `SELECT member, choices FROM notification_settings`;

/** By member, where anything else than the table was asked for. */
export async function findChoices(
  query: Query,
): Promise<ReadonlyMap<string, SettingsRow['choices']>> {
  const rows = await query<Pick<SettingsRow, 'member' | 'choices'>>(FIND_CHOICES);
  return new Map(rows.map(({ member, choices }) => [member, choices]));
}
