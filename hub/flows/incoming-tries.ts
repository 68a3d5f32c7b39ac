import type { Actor } from '../access/actor.ts';
import type { Clocks } from '../clock.ts';
import type { LedgerChannel } from '../ledger/event.ts';
import { sha256 } from '../message/sealed-content.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import { ExchangeError } from './exchange-error.ts';
import type { ExchangeStore } from './exchange-store.ts';
import { type IncidentParts, reportCauses } from './report-incidents.ts';

export interface TryParts extends IncidentParts {
  readonly store: ExchangeStore;
  readonly memberKeys: Pick<MemberKeys, 'identifierToken'>;
  readonly clocks: Clocks;
}

/** Something with bytes that a state left for the hub. */
export interface Tried {
  readonly actor: Actor;
  readonly channel: LedgerChannel;
  readonly body: Buffer;
}

/** Finds what ends processes among what they fetch: each item is counted before it is worked on. */
export interface IncomingTries {
  /** Throws DOCUMENT_QUARANTINED for what ended three processes, after it is on the record. */
  begin(tried: Tried): Promise<void>;
  /** It was worked on to its end, whatever that was. */
  end(tried: Tried): Promise<void>;
}

/** As many processes may end while they work on the same bytes of the same state. */
const MOST_TRIES = 3;

const QUARANTINED = 'DOCUMENT_QUARANTINED';

export function createIncomingTries(parts: TryParts): IncomingTries {
  const { store, memberKeys, clocks } = parts;
  const tokenOf = ({ actor, body }: Tried): Buffer =>
    memberKeys.identifierToken(actor.member, 'incoming', sha256(body).toString('hex'));
  return {
    begin: async (tried) => {
      const { member } = tried.actor;
      const at = clocks.process.now();
      const token = tokenOf(tried);
      const count = await store.countIncomingTry(store.query, { token, member, at });
      if (count <= MOST_TRIES) return;
      await quarantine(parts, tried);
      throw new ExchangeError(QUARANTINED);
    },
    end: (tried) => store.forgetIncomingTry(store.query, tokenOf(tried)),
  };
}

/** Its refusal is on the record each time that it is offered; for the state it is one incident. */
async function quarantine(parts: TryParts, { actor, channel, body }: Tried): Promise<void> {
  const { member, reference } = actor;
  const at = parts.clocks.business.now();
  const leaf = parts.evidence.single(
    {
      type: 'rejected',
      from: member,
      actor: reference,
      channel,
      code: QUARANTINED,
      bytesIn: body.length,
    },
    at,
  );
  await parts.store.withTransaction(async (tx) => {
    await parts.store.insertPendingLeaves(tx, [leaf]);
    await reportCauses(parts, tx, [{ member, kind: 'intake', code: QUARANTINED }], at);
  });
}
