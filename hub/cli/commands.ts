import { benchCommand } from './bench-command.ts';
import type { Command } from './command.ts';
import { demo } from './demo.ts';
import { LEDGER_COMMANDS } from './ledger-commands.ts';
import { mappingShadow } from './mapping-shadow.ts';
import { migrateCommand } from './migrate-command.ts';
import { serve } from './serve.ts';
import { STATE_COMMANDS } from './state-commands.ts';
import { USER_COMMANDS } from './user-commands.ts';

/** Every command of compact-hub, in the order of its help. */
export const COMMANDS: readonly Command[] = [
  serve,
  demo,
  migrateCommand,
  benchCommand,
  ...STATE_COMMANDS,
  mappingShadow,
  ...LEDGER_COMMANDS,
  ...USER_COMMANDS,
];
