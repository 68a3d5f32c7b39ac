import type { AccessEventType, LedgerChannel } from '../ledger/event.ts';
import { NATIONAL } from '../access/actor.ts';
import { mintUuid } from '../message/identifiers.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { Transaction } from '../store/database.ts';
import type { AccessParts } from './access-parts.ts';
import type { ProviderFailure } from './provider-port.ts';

/** Why an account or a session is not what somebody wanted it to be. */
export type AccessCode =
  | 'PASSWORD_WRONG'
  | 'PASSWORD_REFUSED'
  | 'CODE_WRONG'
  | 'CODE_REPLAYED'
  | 'RECOVERY_CODE_WRONG'
  | 'ACCOUNT_UNKNOWN'
  | 'ACCOUNT_NOT_OPEN'
  | 'ACCOUNT_EXISTS'
  | 'ACCOUNT_HAS_CASES'
  | 'ROLE_NOT_ADMITTED'
  | 'NOT_PERMITTED'
  | 'LINK_INVALID'
  | 'TOO_MANY_FAILURES'
  | 'SIGNED_OUT'
  | 'SIGNED_IN_AGAIN'
  | 'ENDED_BY_ADMINISTRATOR'
  | 'ENDED_BY_OWNER'
  | 'ROLES_CHANGED'
  | 'DEACTIVATED'
  | 'INVITED_AGAIN'
  | 'PASSWORD_CHANGED'
  | 'PASSWORD_RESET'
  | 'BY_INVITATION'
  | 'BY_SECURITY_KEY'
  | 'BY_PASSKEY'
  | 'KEY_WRONG'
  | 'KEY_COPIED'
  | 'BY_PROVIDER'
  | 'ATTEMPT_INVALID'
  | 'SUBJECT_TAKEN'
  | ProviderFailure;

/** Who does something to an account: the reference of a person, `command`, or `nobody`. */
export interface Doer {
  readonly reference: string;
  /** Address that it came from; without one it is a command of this machine. */
  readonly source?: string;
}

/** What happened to an account or a session. */
export interface AccessFact {
  readonly type: AccessEventType;
  readonly account?: Pick<AccountRow, 'reference' | 'member'> | undefined;
  readonly by: Doer;
  readonly outcome?: 'done' | 'refused';
  readonly code?: AccessCode;
  /** Hash of what is now in force. */
  readonly subjectHash?: string;
}

export type RecordAccess = (fact: AccessFact) => Promise<void>;

/**
 * A transaction whose facts are written with it, each as a leaf and as a row for administrators, and
 * told to the log once it is committed. Neither leaf nor log holds an address or a name.
 */
export async function recordingAccess<T>(
  parts: Pick<AccessParts, 'store' | 'evidence' | 'random' | 'clocks' | 'tell'>,
  work: (tx: Transaction, record: RecordAccess) => Promise<T>,
): Promise<T> {
  const facts: AccessFact[] = [];
  const result = await parts.store.withTransaction((tx) =>
    work(tx, async (fact) => {
      facts.push(fact);
      await writeFact(parts, tx, fact);
    }),
  );
  for (const fact of facts) parts.tell(fact);
  return result;
}

async function writeFact(
  {
    store,
    evidence,
    random,
    clocks,
  }: Pick<AccessParts, 'store' | 'evidence' | 'random' | 'clocks'>,
  tx: Transaction,
  { type, account, by, outcome, code, subjectHash }: AccessFact,
): Promise<void> {
  const at = clocks.business.now();
  const channel: LedgerChannel = by.source === undefined ? 'command' : 'console';
  const member = account?.member ?? NATIONAL;
  const leaf = evidence.single(
    {
      type,
      actor: by.reference,
      channel,
      ...(member === NATIONAL ? {} : { from: member }),
      ...(account === undefined ? {} : { subject: account.reference }),
      ...(subjectHash === undefined ? {} : { subjectHash }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(code === undefined ? {} : { code }),
    },
    at,
  );
  await store.insertPendingLeaves(tx, [leaf]);
  await store.insertAccessEvent(tx, {
    event_id: mintUuid(at, random),
    leaf_hash: leaf.leaf_hash,
    member,
    type,
    outcome: outcome ?? null,
    code: code ?? null,
    subject: account?.reference ?? null,
    actor: by.reference,
    source: by.source ?? null,
    transmission_id: null,
    occurred_at: at,
  });
}
