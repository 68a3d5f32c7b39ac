import type { DeliveryOutcome, Parcel } from './adapter.ts';

/**
 * Sends a list as `StateAdapter.deliver` promises: the parcels of one case one after the other in
 * list order, cases beside each other, and nothing more of a case after its first failure.
 *
 * @param send sends one parcel; bounds by itself how many are under way.
 */
export async function sendInCaseOrder(
  parcels: readonly Parcel[],
  send: (parcel: Parcel) => Promise<DeliveryOutcome>,
): Promise<DeliveryOutcome[]> {
  const outcomes = parcels.map((): DeliveryOutcome => ({ kind: 'not-sent' }));
  await Promise.all(
    placesByCase(parcels).map(async (places) => {
      for (const { place, parcel } of places) {
        const outcome = await send(parcel);
        outcomes[place] = outcome;
        if (outcome.kind !== 'handed-over') return;
      }
    }),
  );
  return outcomes;
}

interface Placed {
  readonly place: number;
  readonly parcel: Parcel;
}

function placesByCase(parcels: readonly Parcel[]): Placed[][] {
  const cases = new Map<string, Placed[]>();
  for (const [place, parcel] of parcels.entries()) {
    const before = cases.get(parcel.caseId);
    if (before === undefined) cases.set(parcel.caseId, [{ place, parcel }]);
    else before.push({ place, parcel });
  }
  return [...cases.values()];
}
