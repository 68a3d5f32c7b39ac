import { randomBytes } from 'node:crypto';
import { checkSignature, sha256 } from '../../ledger-verifier/node-crypto.ts';
import { parseVerifierKey } from '../../ledger-verifier/note.ts';
import { EPOCH_REASONS, beginEpoch } from '../flows/begin-epoch.ts';
import { createEvidence } from '../flows/evidence.ts';
import { readKept } from '../flows/kept-head.ts';
import { knownKeyLines } from '../flows/ledger-keys.ts';
import { recoverLedger } from '../flows/recover-ledger.ts';
import { openHeadFile } from '../head-file.ts';
import { mintOrigin } from '../ledger/origin.ts';
import { ledgerKeysOf } from '../open-ledger.ts';
import * as ledger from '../store/ledger.ts';
import * as ledgerKeys from '../store/ledger-keys.ts';
import * as ledgerRecovery from '../store/ledger-recovery.ts';
import { insertPendingLeaves } from '../store/pending-leaves.ts';
import { WALL_CLOCKS } from '../wall-clocks.ts';
import { asOwner, onDatabase } from './administration.ts';
import {
  type Command,
  type CommandContext,
  DONE,
  UsageError,
  parseCommandLine,
} from './command.ts';
import { openExportFolder } from './export-folder.ts';

const RESTART = 'restart every hub process: it compares anew, and opens';

export const ledgerRecover: Command = {
  name: 'ledger recover',
  usage: 'ledger recover FOLDER',
  summary: 'brings a ledger that is behind its last signed head up to an export of it',
  run: async (args, context) => {
    const [folder, ...others] = parseCommandLine(args, {}).positionals;
    if (folder === undefined || others.length > 0) throw new UsageError('one folder is needed');
    const { size, imported, pending } = await onDatabase(context, async (exchange) => {
      const headFile = openHeadFile(context.config().ledgerHeadFile);
      const origin =
        (await readKept(headFile))?.origin ?? (await ledger.findHead(exchange.query)).origin;
      const lines = await knownKeyLines(ledgerKeysOf(context.config(), exchange, { origin }));
      return recoverLedger({
        ...commonParts(context),
        store: { ...ledger, ...ledgerRecovery, insertPendingLeaves, ...exchange },
        headFile,
        readFile: (path) => openExportFolder(folder).read(path),
        keys: lines.map((line) => parseVerifierKey(sha256, line)),
        checkSignature,
      });
    });
    context.print(`${imported} entries imported, ${pending} of them had waited for their indexes`);
    context.print(`the ledger holds ${size} entries again; ${RESTART}`);
    return DONE;
  },
};

export const ledgerNewEpoch: Command = {
  name: 'ledger new-epoch',
  usage: 'ledger new-epoch --reason CODE --approver REFERENCE --approver REFERENCE',
  summary: 'ends a ledger that cannot be continued and begins another under a new origin',
  run: async (args, context) => {
    const { positionals, values, lists } = parseCommandLine(args, {
      reason: { type: 'string' },
      approver: { type: 'string', multiple: true },
    });
    const reason = EPOCH_REASONS.find((known) => known === values['reason']);
    const approvers = lists['approver'] ?? [];
    if (positionals.length > 0 || reason === undefined) {
      throw new UsageError(`--reason is one of ${EPOCH_REASONS.join(', ')}`);
    }
    if (new Set(approvers).size !== 2) {
      throw new UsageError('two persons of the national office are needed, by their references');
    }
    const { publicUrl, ledgerHeadFile } = context.config();
    const successor = mintOrigin(new URL(publicUrl ?? 'http://localhost').host, randomBytes);
    const { origin, size } = await asOwner(context, (owner) =>
      beginEpoch(
        {
          ...commonParts(context),
          store: { ...ledger, ...ledgerRecovery, ...ledgerKeys, ...owner },
          headFile: openHeadFile(ledgerHeadFile),
          successor,
          signers: ledgerKeysOf(context.config(), owner, { origin: successor }).loadSigners(),
        },
        { reason, approvers },
      ),
    );
    context.print(`the ledger ${origin} begins with ${size} entries`);
    context.print('hand its key lines to whoever verifies (docs/ledger-recovery.md);');
    context.print(RESTART);
    return DONE;
  },
};

function commonParts({ softwareVersion }: CommandContext) {
  return {
    evidence: createEvidence({ random: randomBytes, softwareVersion }),
    actor: 'command',
    now: (): Date => WALL_CLOCKS.business.now(),
  };
}
