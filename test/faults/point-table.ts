/**
 * The hub's calls to the outside that a fault may hit, by the part of the path that makes them. The name
 * is the part's and the store's own; `write` is what a transaction writes together.
 */
export const CRASH_POINTS = [
  'accept.gather',
  'accept.findStoredAttachments',
  'accept.findPersonMembers',
  'accept.findRepeats',
  'accept.findIdentifiers',
  'accept.lockCases',
  'accept.findLatestOfTypes',
  'accept.write',
  'accept.commit',
  'refuse.insertPendingLeaves',
  'refuse.commit',
  'attach.lockKeys',
  'attach.insertAttachment',
  'attach.commit',
  'attach.findWaitingFor',
  'wait.findTransmission',
  'wait.lockCases',
  'wait.lockTransmission',
  'wait.insertDecisions',
  'wait.closeReview',
  'wait.countMissingAttachments',
  'wait.findStoredAttachments',
  'wait.write',
  'wait.changeTransmission',
  'wait.commit',
  'dispatch.claimDue',
  'dispatch.findRecords',
  'dispatch.identifiersOfCases',
  'dispatch.writeDeliveries',
  'dispatch.send',
  'settle.findAwaitingReceipt',
  'settle.writeDeliveries',
  'settle.extendLeases',
  'recover.takeExpired',
  'recover.takeResumed',
  'recover.writeDeliveries',
  'recover.commit',
  'act.lockDelivery',
  'act.findAwaitingReceipt',
  'act.writeDeliveries',
  'act.commit',
  'inbox.findGivenOut',
  'inbox.claimPulled',
  'remind.takeReminders',
  'remind.commit',
  'connect.findDestinations',
  'sequence.takeSequencerLease',
  'sequence.findPendingLeaves',
  'sequence.writeSequencedBatch',
  'sequence.commit',
  'sequence.renewSequencerLease',
  'sign.findHead',
  'sign.findTile',
  'sign.sign',
  'sign.publishCheckpoint',
] as const;

export type CrashPoint = (typeof CRASH_POINTS)[number];

/** A transaction belongs to the part whose statement is its first. */
const OPENS: Readonly<Record<string, string>> = {
  gather: 'accept',
  insertPendingLeaves: 'refuse',
  lockKeys: 'attach',
  findTransmission: 'wait',
  takeExpired: 'recover',
  lockDelivery: 'act',
  takeReminders: 'remind',
  findPendingLeaves: 'sequence',
};

export const partOpenedBy = (call: string): string | undefined => OPENS[call];

const always = (part: string) => () => part;

/** Of calls outside of any transaction, by what they are given beside the connection. */
export const PARTS_OF_LONE_CALLS: Readonly<Record<string, (args: readonly unknown[]) => string>> = {
  claimDue: always('dispatch'),
  findRecords: always('dispatch'),
  identifiersOfCases: always('dispatch'),
  writeDeliveries: ([writes]) => partOfWrites(writes as readonly DeliveryWrite[]),
  findAwaitingReceipt: always('settle'),
  extendLeases: always('settle'),
  findWaitingFor: always('attach'),
  findGivenOut: always('inbox'),
  claimPulled: always('inbox'),
  findDestinations: always('connect'),
  takeSequencerLease: always('sequence'),
  renewSequencerLease: always('sequence'),
  findHead: always('sign'),
  findTile: always('sign'),
  publishCheckpoint: always('sign'),
};

interface DeliveryWrite {
  readonly change: { readonly state: string };
}

function partOfWrites([first]: readonly DeliveryWrite[]): string {
  return first?.change.state === 'dispatching' ? 'dispatch' : 'settle';
}
