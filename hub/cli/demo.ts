import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseEnd } from '../../simulation/progress-book.ts';
import type { Config } from '../config.ts';
import { type Command, type CommandContext, DONE } from './command.ts';
import { demoAccounts } from './demo-accounts.ts';
import { type DemoStates, connectDemoStates, demoKeyFile, startDemoStates } from './demo-states.ts';
import { type RunningHub, runHub } from './run-hub.ts';
import { type StoryTeller, createStoryTeller } from './story-teller.ts';

/** The case whose story is told. */
const TOLD_CASE = 1;
const CASES_IN_PROGRESS = 50;
const ACTIVITIES_A_SECOND = 5;

export const demo: Command = {
  name: 'demo',
  usage: 'demo',
  summary: 'the hub with simulated states that play transfers (npm start)',
  run: async (_args, given) => {
    const context = onLoopback(given);
    const { print, signal, softwareVersion } = context;
    const config = context.config();
    print(beginning(config));
    const told = createStoryTeller(print);
    const { hub, states } = await startBoth(
      runHub({ config, softwareVersion }),
      startDemoStates(config, told.heard),
    );
    const { simulation } = states;
    try {
      await connectDemoStates(context, hub.url, simulation);
      print(`compact hub ready at ${hub.url}`);
      for (const line of await demoAccounts(context, hub.url)) print(line);
      if (!signal.aborted) await play({ context, hub, states, told });
      if (!signal.aborted) await once(signal, 'abort');
    } finally {
      print('stopping');
      await simulation.stop();
      await hub.stop();
      print(`stopped; the data is kept in ${config.dataDirectory}`);
    }
    return DONE;
  },
};

/** Both start beside each other; when one of them cannot, the other is ended. */
async function startBoth(
  hubStarting: Promise<RunningHub>,
  statesStarting: Promise<DemoStates>,
): Promise<{ readonly hub: RunningHub; readonly states: DemoStates }> {
  const [hub, states] = await Promise.allSettled([hubStarting, statesStarting]);
  if (hub.status === 'rejected') {
    if (states.status === 'fulfilled') await states.value.simulation.stop();
    throw hub.reason;
  }
  if (states.status === 'rejected') {
    await hub.value.stop();
    throw states.reason;
  }
  return { hub: hub.value, states: states.value };
}

function beginning(config: Config): string {
  const again = existsSync(join(config.dataDirectory, 'demo'));
  return again
    ? `starting, with the data of the last start in ${config.dataDirectory}`
    : `starting for the first time, with data in ${config.dataDirectory}; it takes some twenty seconds`;
}

/** Simulated states listen on this machine, so the demo lets endpoints point there. */
function onLoopback(context: CommandContext): CommandContext {
  const given = context.config();
  const endpointNetworks = [...given.endpointNetworks, '127.0.0.0/8', '::1/128'];
  const logLevel = context.environment['HUB_LOG_LEVEL'] === undefined ? 'warn' : given.logLevel;
  const config = { ...given, endpointNetworks, logLevel } as const;
  return { ...context, config: () => config };
}

interface Play {
  readonly context: CommandContext;
  readonly hub: RunningHub;
  readonly states: DemoStates;
  readonly told: StoryTeller;
}

async function play({ context, hub, states, told }: Play): Promise<void> {
  const { print, signal } = context;
  const { simulation, introduction } = states;
  print('');
  for (const line of introduction) print(line);
  print(`${CASES_IN_PROGRESS} cases are in progress. One of them:`);
  simulation.playTraffic({ casesInProgress: CASES_IN_PROGRESS, rate: ACTIVITIES_A_SECOND });
  told.tell(TOLD_CASE);
  const played = await Promise.race([
    simulation.playCase(TOLD_CASE, {
      sending: 'OR',
      receiving: 'TX',
      variant: 'ordinary',
      thinkMs: [400, 900],
    }),
    once(signal, 'abort'),
  ]);
  if ('ended' in played) printWhereToLook(context, hub, played);
}

function printWhereToLook({ config, print }: CommandContext, hub: RunningHub, end: CaseEnd): void {
  const key = demoKeyFile(config(), 'OR');
  const authorization = `-H "Authorization: Bearer $(cat ${key})"`;
  const transmissionId = end.steps.find(
    (step) => step.transmissionId !== undefined,
  )?.transmissionId;
  const acknowledged = end.steps.filter(({ arrivedAt }) => arrivedAt !== undefined).length;
  print('');
  print(
    `${acknowledged} of ${end.steps.length} activities of this transfer are acknowledged by both states' systems.`,
  );
  print('');
  print('Where to look:');
  print(`  the API            ${hub.url}/docs`);
  print(`  Oregon's log       curl -s ${authorization} ${hub.url}/v1/messages`);
  print(`  this case          curl -s ${authorization} ${hub.url}/v1/cases/${end.caseId ?? ''}`);
  print(
    `  its first proof    curl -s ${authorization} ${hub.url}/v1/messages/${transmissionId ?? ''}/proof > proof.json`,
  );
  print(`  the ledger's key   curl -s ${hub.url}/v1/ledger/key > ledger.key`);
  print('  verify it          npx compact-hub ledger verify proof.json --key ledger.key');
  print(`  Ohio's files       ls ${config().dataDirectory}-states/OH/channel/files/*`);
  print('');
  print(
    'Traffic goes on in the background. Ctrl-C stops; the next npm start goes on with the same data.',
  );
}
