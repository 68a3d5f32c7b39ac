import { BACKUP_COMMANDS } from './backup-commands.ts';
import { benchCommand } from './bench-command.ts';
import { CASE_COMMANDS } from './case-commands.ts';
import type { Command } from './command.ts';
import { demo } from './demo.ts';
import { ERASURE_COMMANDS } from './erasure-commands.ts';
import { LEDGER_COMMANDS } from './ledger-commands.ts';
import { mappingShadow } from './mapping-shadow.ts';
import { migrateCommand } from './migrate-command.ts';
import { serve } from './serve.ts';
import { STATE_COMMANDS } from './state-commands.ts';
import { USER_COMMANDS } from './user-commands.ts';
import { witness } from './witness-command.ts';

/** Every command of compact-hub, in the order of its help. */
export const COMMANDS: readonly Command[] = [
  serve,
  demo,
  migrateCommand,
  benchCommand,
  ...STATE_COMMANDS,
  mappingShadow,
  ...CASE_COMMANDS,
  ...LEDGER_COMMANDS,
  witness,
  ...ERASURE_COMMANDS,
  ...BACKUP_COMMANDS,
  ...USER_COMMANDS,
];
