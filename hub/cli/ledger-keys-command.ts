import { randomBytes } from 'node:crypto';
import { createEvidence } from '../flows/evidence.ts';
import { rotateLedgerKey } from '../flows/ledger-keys.ts';
import { LEDGER_KEY_KINDS, addLedgerKey } from '../key-files.ts';
import { ledgerKeysOf } from '../open-ledger.ts';
import { findHead } from '../store/ledger.ts';
import { insertPendingLeaves } from '../store/pending-leaves.ts';
import { onDatabase } from './administration.ts';
import { type Command, DONE, UsageError, parseCommandLine } from './command.ts';

const DAY_MS = 24 * 3_600_000;
const DEFAULT_DAYS = 30;
const MOST_DAYS = 366;

export const rotateKey: Command = {
  name: 'ledger rotate-key',
  usage: 'ledger rotate-key [--kind ed25519|p256] [--overlap-days N | --beside]',
  summary: 'a new key that signs the ledger; those of before sign beside it for a while',
  run: async (args, context) => {
    const { positionals, values } = parseCommandLine(args, {
      kind: { type: 'string' },
      'overlap-days': { type: 'string' },
      beside: { type: 'boolean' },
    });
    const kind = LEDGER_KEY_KINDS.find((known) => known === (values['kind'] ?? 'ed25519'));
    if (positionals.length > 0 || kind === undefined) {
      throw new UsageError(`--kind is one of ${LEDGER_KEY_KINDS.join(', ')}`);
    }
    const overlap = overlapOf(values['overlap-days'], values['beside'] === true);
    const file = context.config().keyFiles.ledger;
    const key = await onDatabase(context, async (exchange) => {
      const { origin } = await findHead(exchange.query);
      const keys = ledgerKeysOf(context.config(), exchange, { origin });
      return rotateLedgerKey(
        {
          ...keys,
          store: { ...keys.store, insertPendingLeaves },
          makeKey: () => addLedgerKey(file, kind),
          evidence: createEvidence({
            random: randomBytes,
            softwareVersion: context.softwareVersion,
          }),
          actor: 'command',
        },
        overlap,
      );
    });
    context.print(key);
    context.print(`it signs from now on; its private half is in ${file}: copy that file to every`);
    context.print('machine that runs the hub, and hand the line above to whoever verifies');
    return DONE;
  },
};

function overlapOf(
  days: string | boolean | undefined,
  beside: boolean,
): { readonly overlapMs: number | undefined } {
  if (beside && days !== undefined) throw new UsageError('--overlap-days or --beside, not both');
  if (beside) return { overlapMs: undefined };
  const count = Number(days ?? DEFAULT_DAYS);
  if (!Number.isInteger(count) || count < 1 || count > MOST_DAYS) {
    throw new UsageError(`--overlap-days is a whole number from 1 to ${MOST_DAYS}`);
  }
  return { overlapMs: count * DAY_MS };
}
