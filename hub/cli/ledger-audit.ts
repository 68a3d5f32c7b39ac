import { parseTreeHead } from '../../ledger-verifier/checkpoint.ts';
import { readCheckpoint, readKeys } from '../../ledger-verifier/commands/command.ts';
import { checkSignature, sha256 } from '../../ledger-verifier/node-crypto.ts';
import { type VerifierKey, parseNote, parseVerifierKey } from '../../ledger-verifier/note.ts';
import { createTreeHash } from '../../ledger-verifier/tree.ts';
import { type AuditReport, auditLedger } from '../flows/audit-ledger.ts';
import * as auditReads from '../store/audit-reads.ts';
import * as ledger from '../store/ledger.ts';
import { administer } from './administration.ts';
import {
  type Command,
  type CommandContext,
  DONE,
  FOUND_WRONG,
  UsageError,
  parseCommandLine,
} from './command.ts';
import { ownKeyLines } from './ledger-reading.ts';

const TOLD_EVERY = 10_000;
const SHOWN = 20;

/** The database against its own ledger. */
export const ledgerAudit: Command = {
  name: 'ledger audit',
  usage: 'ledger audit [--key LINE|FILE] [--checkpoint FILE]...',
  summary: 'holds every row and record of the database against the leaves that tell of it',
  run: async (args, context) => {
    const { positionals, values, lists } = parseCommandLine(args, {
      key: { type: 'string' },
      checkpoint: { type: 'string', multiple: true },
    });
    if (positionals.length > 0) throw new UsageError('it takes no name');
    const kept = lists['checkpoint'] ?? [];
    const report = await administer(context, async ({ store, memberKeys }) => {
      const head = await ledger.findHead(store.query);
      if (head.checkpoint === null) return undefined;
      const key = values['key'];
      const keys = await trustedKeys(context, typeof key === 'string' ? key : undefined, head);
      const parts = { tree: createTreeHash(sha256), keys, check: checkSignature };
      return auditLedger({
        store: { ...store, ...ledger, ...auditReads },
        memberKeys,
        keys,
        checkSignature,
        keptHeads: await Promise.all(kept.map((file) => readCheckpoint(parts, file))),
        onProgress: (count) => {
          if (count > 0 && count % TOLD_EVERY === 0) context.print(`${count} transmissions`);
        },
        signal: context.signal,
      });
    });
    if (report === undefined) {
      context.print('no head of the ledger has been signed yet');
      return FOUND_WRONG;
    }
    describe(report).forEach(context.print);
    if (kept.length === 0) {
      context.print('no kept checkpoint given: a ledger rewritten as a whole would pass');
    }
    return report.ledger.findings.length + report.findings.length === 0 ? DONE : FOUND_WRONG;
  },
};

/** As given; else that of this hub's key file, which says no more than that all fits together. */
async function trustedKeys(
  context: CommandContext,
  key: string | undefined,
  { checkpoint }: { readonly checkpoint: string | null },
): Promise<VerifierKey[]> {
  if (key !== undefined) {
    return readKeys({ options: { key: [key] } });
  }
  const { origin } = parseTreeHead(parseNote(Buffer.from(checkpoint ?? '')).text);
  return ownKeyLines(context, origin).map((line) => parseVerifierKey(sha256, line));
}

function describe({ ledger: log, findings, firstBadIndex, ...counts }: AuditReport): string[] {
  const at = (index: number | undefined): string => (index === undefined ? '' : ` at ${index}`);
  const all = [
    ...log.findings.map(({ code, index, detail }) => `${code}${at(index)}: ${detail}`),
    ...findings.map(({ index, subject, says }) => `row${at(index)}: ${subject} ${says}`),
  ];
  const { transmissions, deliveries, opened, erased } = counts;
  return [
    ...all.slice(0, SHOWN),
    ...(all.length > SHOWN ? [`and ${all.length - SHOWN} more`] : []),
    ...(firstBadIndex === undefined ? [] : [`first bad index ${firstBadIndex}`]),
    `${all.length === 0 ? 'holds' : 'falls short'}: ${log.entries} entries hashed; ${transmissions} transmissions and ${deliveries} deliveries as their leaves say; ${opened} records opened, ${erased} transmissions erased`,
  ];
}
