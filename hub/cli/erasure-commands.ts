import { parseTreeHead } from '../../ledger-verifier/checkpoint.ts';
import { checkSignature, sha256 } from '../../ledger-verifier/node-crypto.ts';
import { parseNote, parseVerifierKey } from '../../ledger-verifier/note.ts';
import { verifyExport } from '../../ledger-verifier/verify-export.ts';
import { HubError } from '../errors.ts';
import { reapplyErasures } from '../flows/reapply-erasures.ts';
import { scrub } from '../flows/scrub.ts';
import { loadWrappingKey } from '../key-files.ts';
import { type CopiedErasure, readErasures } from '../ledger/copied-erasures.ts';
import { treeHash } from '../ledger/tree-hash.ts';
import { openScrubber } from '../store/scrub.ts';
import { administer } from './administration.ts';
import {
  type Command,
  type CommandContext,
  DONE,
  FOUND_WRONG,
  UsageError,
  parseCommandLine,
} from './command.ts';
import { openExportFolder } from './export-folder.ts';
import { ownKeyLines } from './ledger-reading.ts';
import { WALL_CLOCKS } from '../wall-clocks.ts';
import { endRestore } from './restore-marker.ts';
import { openedDatabase } from './run-hub.ts';

const erasureScrub: Command = {
  name: 'erasure scrub',
  usage: 'erasure scrub',
  summary: 'rewrites the tables from which content was erased; others wait for it meanwhile',
  run: async (args, context) => {
    if (parseCommandLine(args, {}).positionals.length > 0) throw new UsageError('it takes nothing');
    const database = await openedDatabase(context.config());
    const scrubber = openScrubber(database.url);
    try {
      const { orders, left, waits } = await administer(context, ({ store, now }) =>
        scrub({
          store,
          scrubber,
          now,
          largestBytes: Infinity,
          onTable: (table, bytes) => {
            context.print(`${table}: ${Math.ceil(bytes / 1024)} KiB written anew`);
          },
        }),
      );
      if (waits) context.print('an older transaction still goes on; try again when it has ended');
      if (left.length > 0) context.print(`in use for too long: ${left.join(', ')}; try again`);
      if (waits || left.length > 0) return FOUND_WRONG;
      context.print(`nothing of ${orders} orders is left in the files of the tables`);
      return DONE;
    } finally {
      await scrubber.close();
      await database.stop();
    }
  },
};

const erasureReapply: Command = {
  name: 'erasure reapply',
  usage: 'erasure reapply FOLDER',
  summary:
    'after a restore: does again what the ledger’s copy in the folder says was erased or sealed',
  run: async (args, context) => {
    const [folder, ...others] = parseCommandLine(args, {}).positionals;
    if (folder === undefined || others.length > 0) throw new UsageError('one folder is needed');
    const { head, erasures } = await readCopy(context, folder);
    const config = context.config();
    const done = await administer(context, (parts) =>
      reapplyErasures(
        {
          ...parts,
          sealKey: () => loadWrappingKey(config.keyFiles.seal),
          leaseNow: () => WALL_CLOCKS.process.now(),
        },
        erasures,
      ),
    );
    endRestore(config.dataDirectory);
    const { told, transmissions, unknown } = done;
    context.print(`the copy of ${head} entries tells of ${told} transmissions`);
    context.print(`${transmissions} erased or sealed again, ${unknown} not in this database`);
    return DONE;
  },
};

/** What a verified copy of the ledger tells; throws LEDGER_DAMAGED where it does not hold. */
async function readCopy(
  context: CommandContext,
  folder: string,
): Promise<{ readonly head: bigint; readonly erasures: Iterable<CopiedErasure> }> {
  const copy = openExportFolder(folder);
  const checkpoint = await copy.read('checkpoint');
  if (checkpoint === undefined) throw new UsageError(`${folder} holds no finished export`);
  const { origin } = parseTreeHead(parseNote(checkpoint).text);
  const reading = readErasures();
  const { head, findings } = await verifyExport({
    tree: treeHash,
    check: checkSignature,
    keys: ownKeyLines(context, origin).map((line) => parseVerifierKey(sha256, line)),
    keptHeads: [],
    followChains: false,
    readFile: (path) => copy.read(path),
    onEntry: reading.read,
  });
  if (head === undefined || findings.length > 0) {
    throw new HubError('LEDGER_DAMAGED', 'the copy does not hold: see compact-hub ledger verify');
  }
  return { head: head.size, erasures: reading.found.values() };
}

export const ERASURE_COMMANDS: readonly Command[] = [erasureScrub, erasureReapply];
