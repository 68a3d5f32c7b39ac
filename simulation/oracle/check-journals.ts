import { compareSent } from './compare-sent.ts';
import type { ObservedState } from './observed-state.ts';
import { readReceived } from './received-effects.ts';
import { createFindings } from './report.ts';
import type { Findings, OracleReport } from './report.ts';
import { readSent } from './sent-activities.ts';
import type { Sent, SentActivity } from './sent-activities.ts';

export type { ObservedState };

/**
 * Merges what the states wrote down and checks it: every receipt's activity arrived where it was
 * sent, once, in the order of its case, and says there what its sender meant. Knows nothing of the
 * hub. To be run when nothing is under way.
 */
export async function checkJournals(states: readonly ObservedState[]): Promise<OracleReport> {
  const findings = createFindings();
  const sent: Sent = new Map();
  for (const state of states) await readSent(state, sent, findings);
  const arrivals = { effects: 0, repeats: 0 };
  const senders = states.map(({ member }) => member);
  for (const state of states) await readReceived(state, sent, { senders, findings, arrivals });
  const lost = checkArrivals(sent, findings);
  let compared = 0;
  for (const state of states) compared += await compareSent(state, { states, sent, findings });
  const count = (...kinds: SentActivity['settled'][]): number =>
    [...sent.values()].filter(({ settled }) => kinds.includes(settled)).length;
  return {
    queued: sent.size,
    receipts: count('receipt', 'waiting'),
    waiting: count('waiting'),
    refused: count('refused'),
    unsettled: count('no'),
    delivered: count('receipt') - lost,
    ...arrivals,
    compared,
    ...findings.counts(),
    findings: findings.list(),
  };
}

function checkArrivals(sent: Sent, findings: Findings): number {
  let lost = 0;
  for (const [key, { settled, effectAt, to }] of sent) {
    if (settled !== 'receipt' || effectAt === to) continue;
    lost += 1;
    findings.add('lost', to, key);
  }
  return lost;
}
