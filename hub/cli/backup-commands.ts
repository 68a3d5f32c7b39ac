import { copyFile, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { takeBaseBackup } from '../store/base-backup.ts';
import { restoreEmbedded } from '../store/embedded-restore.ts';
import { WALL_CLOCKS } from '../wall-clocks.ts';
import { type Command, DONE, UsageError, parseCommandLine } from './command.ts';
import { beginRestore } from './restore-marker.ts';
import { openedDatabase } from './run-hub.ts';

const backup: Command = {
  name: 'backup',
  usage: 'backup FOLDER',
  summary: 'a base backup of a database on this machine, beside a hub that serves',
  run: async (args, context) => {
    const [folder, ...others] = parseCommandLine(args, {}).positionals;
    if (folder === undefined || others.length > 0) throw new UsageError('one folder is needed');
    const config = context.config();
    const now = WALL_CLOCKS.wall.now().toISOString().replace(/\..*/, '').replaceAll(':', '');
    const base = resolve(folder, `base-${now}`);
    await mkdir(base, { recursive: true, mode: 0o700 });
    const database = await openedDatabase(config);
    try {
      const { files } = await takeBaseBackup(database.url, join(base, 'cluster'));
      if (config.databaseUrl === undefined) {
        const name = 'postgres-password';
        await copyFile(join(config.dataDirectory, name), join(base, name));
      }
      context.print(`${files} files in ${base}`);
      context.print('the key files are not among them, nor the log that is written from now on');
      return DONE;
    } finally {
      await database.stop();
    }
  },
};

const restore: Command = {
  name: 'restore',
  usage: 'restore BASE --wal FOLDER [--wal FOLDER] [--until TIME]',
  summary: 'makes the embedded database of an empty data directory from a backup and its log',
  run: async (args, context) => {
    const { positionals, values, lists } = parseCommandLine(args, {
      wal: { type: 'string', multiple: true },
      until: { type: 'string' },
    });
    const [base, ...others] = positionals;
    if (base === undefined || others.length > 0) throw new UsageError('one backup is needed');
    const config = context.config();
    if (config.databaseUrl !== undefined) {
      throw new UsageError('it is for the embedded database; see docs/operations.md for another');
    }
    const until = momentOf(values['until']);
    await mkdir(config.dataDirectory, { recursive: true, mode: 0o711 });
    beginRestore(config.dataDirectory);
    await restoreEmbedded({
      dataDirectory: config.dataDirectory,
      base: resolve(base),
      logs: (lists['wal'] ?? []).map((folder) => resolve(folder)),
      ...(until === undefined ? {} : { until }),
      log: context.print,
    });
    context.print('recovered; no hub serves it before its erasures are done again:');
    context.print('  compact-hub erasure reapply LEDGER-FOLDER');
    return DONE;
  },
};

function momentOf(text: string | boolean | undefined): Date | undefined {
  if (typeof text !== 'string') return undefined;
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime()))
    throw new UsageError('--until is a moment, as 2026-03-01T12:00:00Z');
  return moment;
}

export const BACKUP_COMMANDS: readonly Command[] = [backup, restore];
