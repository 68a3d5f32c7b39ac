import { checkSignature, sha256 } from '../node-crypto.ts';
import { createTreeHash } from '../tree.ts';
import { HOLDS } from '../exit-code.ts';
import { serveWitness } from '../witness/serve-witness.ts';
import { makeWitnessFolder, openWitnessFolder } from '../witness/witness-folder.ts';
import { readKeys, requireOperands, UsageError } from './command.ts';
import type { Command, CommandCall } from './command.ts';

const DEFAULT_PORT = '8090';

/**
 * Cosigns the heads of logs as long as each extends the one before (C2SP tlog-witness); with `--name` it
 * makes the folder of a new witness instead, and prints its key line.
 */
export const witnessCommand: Command = async (call) => {
  const [folder = ''] = requireOperands(call, 'folder');
  const [name] = call.options['name'] ?? [];
  if (name !== undefined) {
    call.print(await makeWitnessFolder(folder, name));
    call.print('this line is for the log and for whoever verifies; keep the folder as it is:');
    call.print('a witness that lost it is retired, and another made under another name');
    return HOLDS;
  }
  const port = Number(call.options['port']?.[0] ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError('--port is a port');
  await serve(call, folder, port);
  return HOLDS;
};

async function serve(call: CommandCall, folder: string, port: number): Promise<void> {
  const logs = await readKeys(call);
  const { key, keyLine, sign, store, close } = await openWitnessFolder(folder);
  const parts = {
    tree: createTreeHash(sha256),
    check: checkSignature,
    logs,
    key,
    sign,
    store,
    now: () => BigInt(Math.floor(call.now() / 1_000)),
  };
  const host = call.options['host']?.[0] ?? '127.0.0.1';
  const running = await serveWitness(parts, { port, host }, ({ status }) => {
    if (status === 409 || status === 422) call.print(`refused a head with ${status}`);
  });
  call.print(`witness ${keyLine}`);
  call.print(`ready at ${running.url}/add-checkpoint`);
  await call.stopped();
  await running.close();
  await close();
}
