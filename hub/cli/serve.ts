import { once } from 'node:events';
import { type Command, DONE } from './command.ts';
import { runHub } from './run-hub.ts';

export const serve: Command = {
  name: 'serve',
  usage: 'serve',
  summary: 'the hub, until Ctrl-C; no simulated states',
  run: async (_args, { config, print, signal, softwareVersion }) => {
    const hub = await runHub({ config: config(), softwareVersion });
    print(`compact hub ready at ${hub.url}`);
    if (!signal.aborted) await once(signal, 'abort');
    await hub.stop();
    return DONE;
  },
};
