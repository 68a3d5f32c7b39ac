import { officeErasure } from '../support/office-erasure.ts';
import { createSeededRandom } from '../support/seeded-random.ts';
import type { TestHub } from '../support/test-hub.ts';

/** A transmission that its sender may have expunged. */
export interface Erasable {
  readonly from: string;
  readonly transmissionId: string;
  readonly caseId: string;
  readonly personId: string;
  /** Whether its sender opened the case, and so may have all of it expunged. */
  readonly opensCase: boolean;
}

export interface RandomErasures {
  readonly hub: TestHub;
  readonly orders: number;
  readonly seed: number;
}

/** Of transmissions, cases and persons in turn, by the state that may. */
export async function eraseAtRandom(
  { hub, orders, seed }: RandomErasures,
  played: readonly Erasable[],
): Promise<void> {
  const random = createSeededRandom(seed + 1);
  const office = officeErasure(hub);
  const left = [...played];
  for (let done = 0; done < orders && left.length > 0; done += 1) {
    const [one] = left.splice(random.below(left.length), 1);
    if (one === undefined) break;
    const { from, opensCase } = one;
    const scope =
      random.pick(['transmission', 'transmission', 'case', 'person'] as const) ?? 'case';
    const subject = { transmission: one.transmissionId, case: one.caseId, person: one.personId }[
      scope
    ];
    await office.carryOut(from, { scope, subject });
    if (scope === 'transmission') continue;
    // The rest of its case went with it, as far as its state may order that.
    for (const other of left.filter(({ caseId }) => caseId === one.caseId)) {
      if (opensCase || other.from === from) left.splice(left.indexOf(other), 1);
    }
  }
}
