import { NONCE_BYTES, entryOf, leafHashOf } from '../../../hub/ledger/entry.ts';
import type { DeliveryEvent, TransmissionEvent } from '../../../hub/ledger/event.ts';
import { type RandomBytes, mintUuid } from '../../../hub/message/identifiers.ts';
import type { PendingLeafRow } from '../../../hub/store/pending-leaves.ts';
import { earlier } from './case-copy.ts';
import { type Template, written } from './template.ts';

/** A leaf of a told activity, to be written again for its copies. */
export interface LeafForm {
  readonly at: Date;
  readonly from: string | null;
  /** It is of the delivery's chain, not of the transmission's. */
  readonly ofDelivery: boolean;
  readonly text: Template;
}

/** What all leaves of a copy say in the place of what those of the told activity say. */
export interface OwnFacts {
  readonly transmissionId: string;
  readonly deliveryId: string;
  readonly payload: Buffer;
  readonly envelope: Buffer;
  readonly bytes: number;
}

/** Fields in which a leaf differs from its copy, by the numbers of their places. */
const OWN_FIELDS = [
  'eventId',
  'occurredAt',
  'prevEventHash',
  'transmissionId',
  'deliveryId',
  'subject',
  'payloadCommit',
  'envelopeCommit',
  'bytesOut',
  'bytesIn',
] as const satisfies readonly (keyof TransmissionEvent | keyof DeliveryEvent)[];

const PLACES = new Map<string, number>(OWN_FIELDS.map((field, place) => [field, place]));

/** Such members; made once, for a leaf would take longer to compile them than to be cut. */
const membersOf = (fields: readonly string[]): RegExp =>
  new RegExp(`"(${fields.join('|')})":(?:"[^"]*"|\\d+)`);
const OF_FIRST = membersOf(OWN_FIELDS);
/** A later leaf tells the bytes of an answer in, and not those of the document. */
const OF_LATER = membersOf(OWN_FIELDS.filter((field) => field !== 'bytesIn'));

const FIRST: TransmissionEvent['type'] = 'accepted';

export function leafForm({ entry, from_member: from, created_at: at }: PendingLeafRow): LeafForm {
  const text = entry.subarray(NONCE_BYTES).toString();
  const event = JSON.parse(text) as { readonly type: string; readonly deliveryId?: string };
  const pieces = text.split(event.type === FIRST ? OF_FIRST : OF_LATER);
  return {
    at,
    from,
    ofDelivery: event.deliveryId !== undefined,
    text: pieces.map((piece) => PLACES.get(piece) ?? piece),
  };
}

/** Chained leaves of a copy. */
export interface CopiedLeaves {
  readonly leaves: PendingLeafRow[];
  /** Hashes of the last leaves of its transmission and of its delivery. */
  readonly last: Buffer;
  readonly lastOfDelivery: Buffer;
}

/** The leaves, so much earlier and of other facts; a delivery's chain hangs on its transmission's. */
export function copyLeaves(
  forms: readonly LeafForm[],
  facts: OwnFacts,
  by: number,
  random: RandomBytes,
): CopiedLeaves {
  const own = saidOf(facts);
  const leaves: PendingLeafRow[] = [];
  let [last, lastOfDelivery]: (Buffer | undefined)[] = [];
  for (const form of forms) {
    const at = earlier(form.at, by);
    const before = form.ofDelivery ? (lastOfDelivery ?? last) : last;
    const said = [...saidAt(at, before, random), ...own];
    const entry = entryOf(written(form.text, said), random(NONCE_BYTES));
    const leaf_hash = leafHashOf(entry);
    const { from: from_member } = form;
    leaves.push({
      transmission_id: facts.transmissionId,
      from_member,
      leaf_hash,
      entry,
      created_at: at,
    });
    if (form.ofDelivery) lastOfDelivery = leaf_hash;
    else last = leaf_hash;
  }
  if (last === undefined) throw new Error('an activity has no leaf');
  return { leaves, last, lastOfDelivery: lastOfDelivery ?? last };
}

/** The first of the own fields: those of one leaf. */
function saidAt(at: Date, before: Buffer | undefined, random: RandomBytes): string[] {
  return [
    `"eventId":"${mintUuid(at, random)}"`,
    `"occurredAt":"${at.toISOString()}"`,
    before === undefined ? '' : `"prevEventHash":"${before.toString('hex')}"`,
  ];
}

/** The others. */
function saidOf({ transmissionId, deliveryId, payload, envelope, bytes }: OwnFacts): string[] {
  return [
    `"transmissionId":"${transmissionId}"`,
    `"deliveryId":"${deliveryId}"`,
    `"subject":"${deliveryId}"`,
    `"payloadCommit":"${payload.toString('hex')}"`,
    `"envelopeCommit":"${envelope.toString('hex')}"`,
    `"bytesOut":${bytes}`,
    `"bytesIn":${bytes}`,
  ];
}
