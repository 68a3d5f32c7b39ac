import { migrate } from '../store/migrate.ts';
import { type Command, DONE } from './command.ts';
import { openedDatabase } from './run-hub.ts';

export const migrateCommand: Command = {
  name: 'migrate',
  usage: 'migrate',
  summary: 'brings the database to this release, or prints what an administrator must run first',
  run: async (_args, { config, print }) => {
    const database = await openedDatabase(config());
    try {
      await migrate(database.url);
      print('the database is up to date');
      return DONE;
    } finally {
      await database.stop();
    }
  },
};
