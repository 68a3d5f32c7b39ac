import { expect } from 'chai';
import { sha256 } from '../../ledger-verifier/node-crypto.ts';
import { type StoredFacts, type StoredRecord, checkModel } from './model-check.ts';

const T = 'transmission-1';
const D = 'delivery-1';
const [RECEIVED, CANONICAL, SENT] = ['aa', 'bb', 'cc'].map((byte) => byte.repeat(32));

const TOLD: readonly object[] = [
  { type: 'credential-added' },
  { type: 'accepted', transmissionId: T, payloadCommit: RECEIVED, envelopeCommit: CANONICAL },
  { type: 'transmitted', transmissionId: T, to: 'TX' },
  { type: 'dispatching', transmissionId: T, deliveryId: D, payloadCommit: SENT },
  { type: 'handed-over', transmissionId: T, deliveryId: D },
  { type: 'acknowledged', transmissionId: T, deliveryId: D },
];

/** An entry as the log has it: random bytes, then the event with its names in order. */
function entryOf(event: object, index: number): Buffer {
  const whole = {
    v: 1,
    eventId: `event-${index}`,
    occurredAt: '2026-03-02T12:00:00.000Z',
    ...event,
  };
  const ascending = Object.entries(whole).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat([
    Buffer.alloc(16, index),
    Buffer.from(JSON.stringify(Object.fromEntries(ascending))),
  ]);
}

const hashOf = (entry: Uint8Array | undefined): Buffer =>
  Buffer.from(sha256(Buffer.concat([Buffer.of(0), entry ?? Buffer.alloc(0)])));

function consistent(): StoredFacts {
  const entries = TOLD.map(entryOf);
  const record = (kind: StoredRecord['kind'], commitment = ''): StoredRecord => ({
    transmission_id: T,
    delivery_id: kind === 'sent' ? D : null,
    kind,
    commitment: Buffer.from(commitment, 'hex'),
  });
  return {
    transmissions: [
      {
        transmission_id: T,
        to_member: 'TX',
        status: 'transmitted',
        event_no: 2,
        last_leaf_hash: hashOf(entries[2]),
      },
    ],
    deliveries: [
      {
        delivery_id: D,
        transmission_id: T,
        to_member: 'TX',
        case_id: 'C-1',
        case_sequence: 1,
        state: 'acknowledged',
        attempt: 1,
        handed_over: true,
        acknowledged: true,
        event_no: 3,
        last_leaf_hash: hashOf(entries[5]),
      },
    ],
    records: [record('received', RECEIVED), record('canonical', CANONICAL), record('sent', SENT)],
    principals: 1,
    entries,
  };
}

describe('the check of rows against leaves', () => {
  it('finds nothing where every fact has its leaf and every leaf its fact', () => {
    expect(checkModel(consistent())).to.deep.equal([]);
  });

  for (const [index, event] of TOLD.entries()) {
    it(`finds that leaf ${index} is gone (${'type' in event ? String(event.type) : ''})`, () => {
      const facts = consistent();
      const entries = facts.entries.filter((_, position) => position !== index);
      expect(checkModel({ ...facts, entries })).to.not.deep.equal([]);
    });
  }

  const [transmission] = consistent().transmissions;
  const [delivery] = consistent().deliveries;
  const planted: readonly { name: string; change: Partial<StoredFacts>; words: string }[] = [
    {
      name: 'a transmission is gone',
      change: { transmissions: [] },
      words: 'names a transmission that is not there',
    },
    {
      name: 'a delivery is gone',
      change: { deliveries: [] },
      words: 'names a delivery that is not there',
    },
    {
      name: 'a delivery is in another state',
      change: { deliveries: [{ ...delivery!, state: 'queued' }] },
      words: 'is something else in its row',
    },
    {
      name: 'a delivery was sent once more',
      change: { deliveries: [{ ...delivery!, attempt: 2 }] },
      words: 'was sent more or less often',
    },
    {
      name: 'an acknowledgement is not in the row',
      change: { deliveries: [{ ...delivery!, acknowledged: false }] },
      words: 'was acknowledged in its row or in its leaves only',
    },
    {
      name: 'a case has a gap',
      change: { deliveries: [{ ...delivery!, case_sequence: 2 }] },
      words: 'is not numbered without gaps',
    },
    {
      name: 'a transmission is shown before it crossed',
      change: { transmissions: [{ ...transmission!, status: 'awaiting-release' }] },
      words: 'crossed in its row or in its leaves only',
    },
    {
      name: 'a document as received is gone',
      change: { records: consistent().records.filter(({ kind }) => kind !== 'received') },
      words: 'has another document as received',
    },
    {
      name: 'a copy of what was sent is another',
      change: {
        records: consistent().records.map((record) =>
          record.kind === 'sent' ? { ...record, commitment: Buffer.alloc(32) } : record,
        ),
      },
      words: 'keeps other documents as sent',
    },
    {
      name: 'a row ends with another leaf',
      change: { transmissions: [{ ...transmission!, last_leaf_hash: Buffer.alloc(32) }] },
      words: 'ends with another leaf than its row',
    },
    {
      name: 'a credential has no leaf',
      change: { principals: 2 },
      words: 'has other credentials than leaves',
    },
  ];
  for (const { name, change, words } of planted) {
    it(`finds that ${name}`, () => {
      expect(checkModel({ ...consistent(), ...change }).join('\n')).to.contain(words);
    });
  }
});
