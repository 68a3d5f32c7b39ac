import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntryEvent } from '../entry.ts';
import { fromBase64 } from '../encoding.ts';
import { parseEvidence, verifyEvidence } from '../evidence.ts';
import type { VerifiedEvidence } from '../evidence.ts';
import { EXIT_CODES, HOLDS } from '../exit-code.ts';
import { formatVerifierKey } from '../note.ts';
import { readBytes, readProofParts, requireOperands } from './command.ts';
import type { Command } from './command.ts';

/**
 * Verifies the evidence of one transmission and writes a folder that explains and proves it to somebody
 * who has neither the hub nor this program: each entry as it was hashed and as it reads, its proof, the
 * signed checkpoint, the keys, and a summary in plain words.
 */
export const bundleCommand: Command = async (call) => {
  const [file = '', folder = ''] = requireOperands(call, 'evidence', 'folder');
  const parts = await readProofParts(call);
  const bytes = await readBytes(file);
  const evidence = parseEvidence(bytes);
  const verified = verifyEvidence(parts, evidence);
  const write = async (path: string, content: Uint8Array | string): Promise<void> => {
    await writeFile(join(folder, path), content, { flag: 'wx' });
  };
  await mkdir(folder);
  await mkdir(join(folder, 'entries'));
  await mkdir(join(folder, 'proofs'));
  await write('evidence.json', bytes);
  await write('checkpoint', evidence.checkpoint);
  const keys = verified.checkpoint.signers.map((key) => `${formatVerifierKey(key)}\n`);
  await write('keys', keys.join(''));
  for (const { index, entry, proof } of evidence.entries) {
    await write(`entries/${index}`, fromBase64(entry));
    await write(`proofs/${index}.tlog-proof`, proof);
  }
  for (const { index, event } of verified.events) {
    await write(`entries/${index}.json`, `${JSON.stringify(event, undefined, 2)}\n`);
  }
  await write('summary.txt', summary(evidence.transmissionId, verified));
  call.print(`${verified.events.length} entries with their proofs and a summary in ${folder}`);
  const isErased = verified.events.some(({ event }) => event.type === 'expunged');
  return isErased ? EXIT_CODES.erased : HOLDS;
};

/** What each event means, in words for who never saw a ledger. */
const MEANING: Readonly<Record<string, string>> = {
  accepted: 'The hub accepted the activity from the sending state and committed to its content.',
  released: 'The compact office of the sending state released it.',
  returned: 'It was returned to its sender and never crossed.',
  transmitted: 'It crossed: from here on it was due to the receiving state.',
  viewed: 'A person read its content, or several did.',
  exported: 'Its content was exported.',
  reminded: 'The hub reminded of a deadline that it began.',
  sealed: 'Its content was sealed.',
  unsealed: 'Its content was unsealed.',
  expunged: 'Its content was destroyed by order of an authority.',
  purged: 'Its content ended with its retention.',
  'erasure-reapplied': 'After a restore the destroyed content was destroyed again.',
  dispatching: 'The hub was about to hand it to the receiving system.',
  staged: 'It was uploaded under a name that the receiving system does not read yet.',
  unsent: 'It was not sent in that attempt.',
  'handed-over': 'The transport of the receiving state took it.',
  acknowledged: 'The receiving system answered that it has it.',
  refused: 'The receiving system refused it.',
  retry: 'The attempt failed; it was to be tried again.',
  'outcome-unknown': 'The attempt ended without an answer: it may have been taken.',
  held: 'Delivery to the receiving state was held.',
  resumed: 'The hold ended.',
  'dead-letter': 'It could not be delivered as it is.',
  replayed: 'A person had it sent again.',
  superseded: 'Another took its place.',
  skipped: 'A person had it skipped.',
  cancelled: 'A person cancelled it.',
  expired: 'It was not taken in time.',
};

function summary(transmissionId: string, { checkpoint, events }: VerifiedEvidence): string {
  const first = events[0]?.event;
  const to = events.find(({ event }) => event.to !== undefined)?.event.to ?? 'not transmitted';
  return [
    `Transmission ${transmissionId}`,
    '',
    `What:     ${first?.activityType ?? ''}`,
    `From:     ${first?.from ?? ''}`,
    `To:       ${to}`,
    `Ledger:   ${checkpoint.origin}`,
    `Signed:   over ${checkpoint.size.toString()} entries, by the keys in the file "keys"`,
    '',
    'What happened, in the order of the ledger (times are in UTC):',
    '',
    ...events.map(({ index, event }) => describe(index, event)),
    '',
    'What this shows. Each entry above lies in the ledger at its number, under a signed head that states',
    'a hash over all entries: changing, removing or adding an entry would change that hash. The entries',
    'follow from each other without a gap. They hold no content; "payloadCommit" in an entry binds the hub',
    'to the document, and a state that holds document and salt can show which one it was.',
    '',
    'What this does not show. That nothing came after the last entry, only the whole ledger shows. The keys',
    'in this folder are those that verified it: compare them with the ones that the ledger’s operator',
    'handed over by other means before relying on them.',
    '',
    'To check it again: ledger-verifier evidence evidence.json --key <key line>. The formats are public',
    '(docs/ledger-format.md; RFC 6962; C2SP tlog-checkpoint and tlog-proof), so any other program may',
    'check it too: "entries" holds the bytes that were hashed, "proofs" a proof of each.',
    '',
  ].join('\n');
}

function describe(index: number, event: EntryEvent): string {
  const meaning = MEANING[event.type] ?? '';
  const code = event.code === undefined ? '' : ` (${event.code})`;
  return `  ${index}  ${event.occurredAt}  ${event.type}${code}\n      ${meaning}`;
}
