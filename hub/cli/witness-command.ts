import { runVerifier } from '../../ledger-verifier/cli.ts';
import { DONE, FOUND_WRONG, type Command, WRONG_USE } from './command.ts';

export const witness: Command = {
  name: 'witness',
  usage: 'witness FOLDER (--name NAME | --key LINE|FILE [--port N] [--host ADDRESS])',
  summary: 'cosigns the heads of ledgers; needs no hub, no settings and no database',
  run: async (args, { print }) => {
    const code = await runVerifier(['witness', ...args], print);
    return code === DONE || code === WRONG_USE ? code : FOUND_WRONG;
  },
};
