import { encodeEntryOf, leafHashOf, NONCE_BYTES } from '../ledger/entry.ts';
import type { DeliveryEvent, HubEvent, LedgerEvent, TransmissionEvent } from '../ledger/event.ts';
import { mintUuid, type RandomBytes } from '../message/identifiers.ts';
import type { PendingLeafRow } from '../store/pending-leaves.ts';

/** Where a chain of events stands: its last number and leaf hash. */
export interface Chain {
  readonly eventNo: number;
  readonly lastLeafHash: Buffer;
}

type Minted = 'v' | 'eventId' | 'eventNo' | 'prevEventHash' | 'occurredAt' | 'softwareVersion';

/** An event but for what every event gets by itself. */
export type EventFacts<Event extends LedgerEvent> = Omit<Event, Minted>;

/** Makes leaves. They are written with the rows of their fact, in one transaction (style: rule 13). */
export interface Evidence {
  /** The next leaf of a transmission's chain (`undefined` before its first), or of a delivery's. */
  chained(
    chain: Chain | undefined,
    facts: EventFacts<TransmissionEvent> | EventFacts<DeliveryEvent>,
    occurredAt: Date,
  ): { readonly leaf: PendingLeafRow; readonly chain: Chain };
  /** A leaf that stands alone. */
  single(facts: EventFacts<HubEvent>, occurredAt: Date): PendingLeafRow;
}

interface EvidenceParts {
  readonly random: RandomBytes;
  readonly softwareVersion: string;
}

export function createEvidence({ random, softwareVersion }: EvidenceParts): Evidence {
  const common = (occurredAt: Date) =>
    ({
      v: 1,
      eventId: mintUuid(occurredAt, random),
      occurredAt: occurredAt.toISOString(),
      softwareVersion,
    }) as const;
  return {
    chained: (chain, facts, occurredAt) => {
      const eventNo = (chain?.eventNo ?? 0) + 1;
      const prevEventHash = chain?.lastLeafHash.toString('hex');
      const parts = [facts, common(occurredAt), { eventNo, prevEventHash }];
      const entry = encodeEntryOf(parts, random(NONCE_BYTES));
      const leaf = leafRow(entry, facts.transmissionId, facts.from, occurredAt);
      return { leaf, chain: { eventNo, lastLeafHash: leaf.leaf_hash } };
    },
    single: (facts, occurredAt) => {
      const entry = encodeEntryOf([facts, common(occurredAt)], random(NONCE_BYTES));
      return leafRow(entry, null, facts.from ?? null, occurredAt);
    },
  };
}

function leafRow(
  entry: Buffer,
  transmissionId: string | null,
  from: string | null,
  createdAt: Date,
): PendingLeafRow {
  return {
    transmission_id: transmissionId,
    from_member: from,
    leaf_hash: leafHashOf(entry),
    entry,
    created_at: createdAt,
  };
}
