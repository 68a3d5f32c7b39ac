import { createInterface } from 'node:readline';
import { createEventStream, startControlServer } from './control-server.ts';
import { startStateSystem } from './state-system.ts';
import type { StateConfig } from './state-system.ts';

/**
 * One simulated state system as a process: reads its configuration as one line of JSON from standard
 * input, writes its side of the channel and where it is controlled as one line, and serves until standard input ends, so that it
 * never outlives whoever started it.
 */
async function serve(): Promise<void> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done === true) throw new Error('no configuration on standard input');
  const config = JSON.parse(first.value) as StateConfig;
  const events = createEventStream();
  const system = await startStateSystem(config, (event) => {
    events.tell(event);
  });
  const control = await startControlServer(system, events);
  const { endpoint, credential, transport, hostKeys } = system.channel;
  const ready = { endpoint, credential, transport, hostKeys, control: control.url };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  await lines.next();
  await control.close();
  await system.close();
}

// The player ends its children by closing standard input; a Ctrl-C of the terminal reaches them too.
process.on('SIGINT', () => undefined);
await serve();
