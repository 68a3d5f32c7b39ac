import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { type Chain, createEvidence } from '../../../hub/flows/evidence.ts';
import type { PendingLeafRow } from '../../../hub/store/pending-leaves.ts';
import { type OwnFacts, copyLeaves, leafForm } from './copied-leaf.ts';

const AT = new Date('2026-03-01T09:30:00.000Z');
const BY = 90_000;

const ownFacts = (digit: string, bytes: number): OwnFacts => ({
  transmissionId: `${digit.repeat(8)}-0000-7000-8000-000000000001`,
  deliveryId: `${digit.repeat(8)}-0000-7000-8000-000000000002`,
  payload: Buffer.alloc(32, digit),
  envelope: Buffer.alloc(32, digit.repeat(2)),
  bytes,
});

type ChainedFacts = Parameters<ReturnType<typeof createEvidence>['chained']>[1];

/** Draws that are the same each time. */
function countedDraws(): (size: number) => Buffer {
  let draws = 0;
  return (size) =>
    createHash('sha512')
      .update(String((draws += 1)))
      .digest()
      .subarray(0, size);
}

/** An activity that crosses and is answered, as the flows tell it. */
function told(facts: OwnFacts, at: Date): PendingLeafRow[] {
  const evidence = createEvidence({ random: countedDraws(), softwareVersion: '1.2.3' });
  const { transmissionId, deliveryId, bytes } = facts;
  const payloadCommit = facts.payload.toString('hex');
  const envelopeCommit = facts.envelope.toString('hex');
  const common = { transmissionId, from: 'KS', schema: 'ab', activityType: 'compact.note.v1' };
  const system = { ...common, actor: 'a system', channel: 'rest' } as const;
  const hub = { ...common, to: 'MO', deliveryId, actor: 'hub', channel: 'hub' } as const;
  const leaves: PendingLeafRow[] = [];
  const next = (before: Chain | undefined, event: ChainedFacts): Chain => {
    const { leaf, chain } = evidence.chained(before, event, at);
    leaves.push(leaf);
    return chain;
  };
  const accepted = next(undefined, {
    ...system,
    type: 'accepted',
    payloadCommit,
    envelopeCommit,
    bytesIn: bytes,
  });
  const crossed = next(accepted, { ...system, type: 'transmitted', to: 'MO', subject: deliveryId });
  const sent = next(
    { ...crossed, eventNo: 0 },
    { ...hub, type: 'dispatching', attempt: 1, payloadCommit, bytesOut: bytes },
  );
  next(sent, { ...hub, type: 'handed-over', attempt: 1, bytesOut: bytes, bytesIn: 212 });
  return leaves;
}

describe('copied leaves', () => {
  it('are to the byte those that the flows would have made of the copy', () => {
    const forms = told(ownFacts('1', 2_000), AT).map(leafForm);
    const facts = ownFacts('2', 12_345);
    const expected = told(facts, new Date(AT.getTime() - BY));
    const { leaves, last, lastOfDelivery } = copyLeaves(forms, facts, BY, countedDraws());
    expect(leaves).to.deep.equal(expected);
    expect(last).to.deep.equal(expected[1]?.leaf_hash);
    expect(lastOfDelivery).to.deep.equal(expected[3]?.leaf_hash);
  });
});
