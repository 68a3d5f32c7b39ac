import { expect } from 'chai';
import fc from 'fast-check';
import type { DeliveryOutcome } from '../../adapters/adapter.ts';
import { sendInCaseOrder } from '../../adapters/case-order.ts';
import { createSendSlots } from '../../adapters/send-slots.ts';
import { parcelOf } from './adapter-contract.ts';

const OK: DeliveryOutcome = { kind: 'handed-over', bytesIn: 0 };
const FAILED: DeliveryOutcome = { kind: 'failed', code: 'NO_ANSWER', detail: '', bytesIn: 0 };
const seed = 20261123;

describe('case order', () => {
  it(`keeps each case in list order and ends it at its first failure (seed ${seed})`, async () => {
    const item = fc.record({ caseNumber: fc.nat(4), fails: fc.boolean(), turns: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(item, { maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        async (items, most) => {
          const parcels = items.map(({ caseNumber }) => parcelOf({ caseId: `C-${caseNumber}` }));
          const placeOf = new Map(parcels.map(({ deliveryId }, place) => [deliveryId, place]));
          const slots = createSendSlots(most);
          const sent: number[] = [];
          let atOnce = 0;
          const outcomes = await sendInCaseOrder(parcels, ({ deliveryId }) =>
            slots.run(async () => {
              const place = placeOf.get(deliveryId)!;
              sent.push(place);
              atOnce += 1;
              expect(atOnce).to.be.at.most(most);
              for (let turn = 0; turn < items[place]!.turns; turn += 1) await Promise.resolve();
              atOnce -= 1;
              return items[place]!.fails ? FAILED : OK;
            }),
          );
          const broken = new Set<number>();
          const expected = items.map(({ caseNumber, fails }): DeliveryOutcome => {
            if (broken.has(caseNumber)) return { kind: 'not-sent' };
            if (fails) broken.add(caseNumber);
            return fails ? FAILED : OK;
          });
          expect(outcomes).to.deep.equal(expected);
          for (const number of [0, 1, 2, 3, 4]) {
            const ofCase = sent.filter((place) => items[place]!.caseNumber === number);
            expect(ofCase).to.deep.equal([...ofCase].sort((one, other) => one - other));
          }
        },
      ),
      { seed, numRuns: 200 },
    );
  });

  it('frees a slot when its work throws', async () => {
    const slots = createSendSlots(1);
    const failing = slots.run(() => Promise.reject(new Error('broken')));
    const next = slots.run(() => Promise.resolve('done'));
    expect(await failing.catch((error: unknown) => (error as Error).message)).to.equal('broken');
    expect(await next).to.equal('done');
  });
});
