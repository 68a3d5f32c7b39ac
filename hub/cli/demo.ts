import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseEnd } from '../../simulation/progress-book.ts';
import { type Simulation, startSimulation } from '../../simulation/player.ts';
import type { StateEvent } from '../../simulation/state-event.ts';
import type { Config } from '../config.ts';
import { addSystemKey, connectState } from '../flows/administer.ts';
import { loadFiles } from '../load-files.ts';
import { administer } from './administration.ts';
import { type Command, type CommandContext, DONE } from './command.ts';
import { type RunningHub, runHub } from './run-hub.ts';
import { type StoryTeller, createStoryTeller } from './story-teller.ts';

/** The states that are simulated: each speaks a dialect of its own. */
const STATES = ['OR', 'TX', 'GA'] as const;

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
    const hub = await runHub({ config, softwareVersion });
    const told = createStoryTeller(print);
    const simulation = await startStates(config, told.heard);
    try {
      await connectStates(context, hub, simulation);
      print(`compact hub ready at ${hub.url}`);
      if (!signal.aborted) await play({ context, hub, simulation, told });
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

async function startStates(
  config: Config,
  heard: (event: StateEvent, sentence: string) => void,
): Promise<Simulation> {
  const { states } = loadFiles(config.mappingsDirectory);
  const run = Date.now().toString(36);
  return startSimulation({
    seed: run,
    run,
    startDate: new Date().toISOString().slice(0, 10),
    states: STATES.map((member) => ({
      member,
      dialect: states.profiles.get(member)?.dialect ?? 'canonical',
      // What the states hold is theirs: it lies beside the hub's data, never in it.
      dataDirectory: join(`${config.dataDirectory}-states`, member),
    })),
    heard,
  });
}

/** Keys are made at the first start and kept, so that a second one goes on with the same. */
async function connectStates(
  context: CommandContext,
  hub: RunningHub,
  simulation: Simulation,
): Promise<void> {
  await administer(context, async (parts) => {
    for (const [member, state] of simulation.states) {
      const file = keyFileOf(context.config(), member);
      if (!existsSync(file)) {
        const { secret } = await addSystemKey(parts, { member, label: 'simulated' });
        mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
        writeFileSync(file, `${secret}\n`, { mode: 0o600 });
      }
      const { endpoint, pushKey } = state;
      await connectState(parts, { member, endpoint, credential: pushKey });
      await simulation.connect(member, hub.url, readFileSync(file, 'utf8').trim());
    }
  });
}

function keyFileOf(config: Config, member: string): string {
  return join(config.dataDirectory, 'demo', `${member}.key`);
}

interface Play {
  readonly context: CommandContext;
  readonly hub: RunningHub;
  readonly simulation: Simulation;
  readonly told: StoryTeller;
}

async function play({ context, hub, simulation, told }: Play): Promise<void> {
  const { print, signal } = context;
  print('');
  print(
    `Oregon, Texas and Georgia are simulated; ${CASES_IN_PROGRESS} cases are in progress. One of them:`,
  );
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
  const key = keyFileOf(config(), 'OR');
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
  print('');
  print(
    'Traffic goes on in the background. Ctrl-C stops; the next npm start goes on with the same data.',
  );
}
