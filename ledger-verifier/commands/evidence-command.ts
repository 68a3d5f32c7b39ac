import { parseEvidence, verifyEvidence } from '../evidence.ts';
import type { EntryEvent } from '../entry.ts';
import { EXIT_CODES, HOLDS } from '../exit-code.ts';
import { readBytes, readProofParts, requireOperands } from './command.ts';
import type { Command } from './command.ts';

/** Verifies the evidence of one transmission, as the hub answers it, and tells its story. */
export const evidenceCommand: Command = async (call) => {
  const [file = ''] = requireOperands(call, 'evidence');
  const parts = await readProofParts(call);
  const evidence = parseEvidence(await readBytes(file));
  const { checkpoint, events } = verifyEvidence(parts, evidence);
  call.print(`transmission ${evidence.transmissionId} in ${checkpoint.origin}`);
  for (const { index, event } of events) call.print(`${index}  ${describeEvent(event)}`);
  call.print(
    `holds: ${events.length} entries under the signed checkpoint of ${checkpoint.size.toString()} entries`,
  );
  const isErased = events.some(({ event }) => saysErased(event));
  return isErased ? EXIT_CODES.erased : HOLDS;
};

/** Destroyed, or destroyed again after a restore. */
function saysErased({ type, code }: EntryEvent): boolean {
  return type === 'expunged' || (type === 'erasure-reapplied' && code === 'expunge');
}

function describeEvent({ occurredAt, type, from, to, code }: EntryEvent): string {
  const way = to === undefined ? (from ?? '') : `${from ?? ''} to ${to}`;
  return [occurredAt, type, way, code ?? ''].join('  ').trimEnd();
}
