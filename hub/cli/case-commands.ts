import { rebuild } from '../flows/rebuild.ts';
import { loadFiles } from '../load-files.ts';
import * as caseHistory from '../store/case-history.ts';
import * as persons from '../store/persons.ts';
import { administer } from './administration.ts';
import { type Command, DONE, FOUND_WRONG, UsageError, parseCommandLine } from './command.ts';

const SHOWN = 20;
const TOLD_EVERY = 1_000;

const caseRebuild: Command = {
  name: 'case rebuild',
  usage: 'case rebuild [--write]',
  summary:
    'tells every case again from what crossed and compares; with --write, mends what differs',
  run: async (args, context) => {
    const { positionals, values } = parseCommandLine(args, { write: { type: 'boolean' } });
    if (positionals.length > 0) throw new UsageError('it takes no name');
    const write = values['write'] === true;
    const { states } = loadFiles(context.config().mappingsDirectory);
    const report = await administer(context, (parts) =>
      rebuild(
        { ...parts, store: { ...parts.store, ...caseHistory, ...persons }, states },
        {
          write,
          onCase: (count) => {
            if (count % TOLD_EVERY === 0) context.print(`${count} cases`);
          },
        },
      ),
    );
    const { cases, deadlines, differing, erased, forbidden } = report;
    for (const { caseId, columns } of differing.slice(0, SHOWN)) {
      context.print(`${caseId}: ${columns.join(', ')}`);
    }
    for (const caseId of forbidden.slice(0, SHOWN)) context.print(`${caseId}: lifecycle`);
    if (differing.length > SHOWN) context.print(`and ${differing.length - SHOWN} more`);
    const mended = write ? 'mended' : 'differ from what crossed';
    context.print(
      `${cases} cases with ${deadlines} deadlines: ${differing.length} ${mended}, ${erased} with erased content and ${forbidden.length} that the lifecycle refuses today left as they are`,
    );
    const isRight = forbidden.length === 0 && (differing.length === 0 || write);
    return isRight ? DONE : FOUND_WRONG;
  },
};

export const CASE_COMMANDS: readonly Command[] = [caseRebuild];
