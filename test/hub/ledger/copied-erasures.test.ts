import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { readErasures } from '../../../hub/ledger/copied-erasures.ts';
import { NONCE_BYTES, encodeEntryOf } from '../../../hub/ledger/entry.ts';

const TRANSMISSION = '0190a000-0000-7000-8000-000000000001';
const ORDER = '0190a000-0000-7000-8000-0000000000aa';

type Said = Parameters<typeof encodeEntryOf>[0][number];

/** An entry of one transmission, as the hub writes it. */
function entry(said: Said): Buffer {
  const common = { v: 1, eventId: randomUUID(), occurredAt: '2026-03-01T12:00:00.000Z' } as const;
  const order = { subject: ORDER, authority: 'ORDER-1', approvers: ['P-1', 'P-2'] };
  const of = {
    transmissionId: TRANSMISSION,
    from: 'OR',
    actor: 'P-2',
    channel: 'console',
  } as const;
  return encodeEntryOf([{ ...common, ...of, ...order, ...said }], Buffer.alloc(NONCE_BYTES));
}

function after(...said: readonly Said[]) {
  const reading = readErasures();
  for (const one of said) reading.read(entry(one));
  return reading.found.get(TRANSMISSION);
}

describe('what a copy of the ledger tells of erasures', () => {
  it('names order, authority, persons and scope', () => {
    expect(after({ type: 'accepted' })).to.equal(undefined);
    expect(after({ type: 'expunged', outcome: 'case' })).to.deep.equal({
      transmissionId: TRANSMISSION,
      action: 'expunge',
      scope: 'case',
      from: 'OR',
      erasureId: ORDER,
      authority: 'ORDER-1',
      approvers: ['P-1', 'P-2'],
    });
  });

  it('takes the last of seals, and an expungement for ever', () => {
    expect(after({ type: 'sealed' }, { type: 'unsealed' })).to.include({ action: 'unseal' });
    expect(after({ type: 'unsealed' }, { type: 'sealed' })).to.include({ action: 'seal' });
    expect(after({ type: 'expunged' }, { type: 'sealed' })).to.include({ action: 'expunge' });
  });

  it('reads what was done again after an earlier restore', () => {
    const again = (code: string) => after({ type: 'erasure-reapplied', code });
    expect(again('expunge')).to.include({ action: 'expunge', scope: 'transmission' });
    expect(again('seal')).to.include({ action: 'seal' });
    expect(again('other')).to.equal(undefined);
  });
});
