import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChannelConfig } from '../../simulation/channel.ts';
import { type Simulation, startSimulation } from '../../simulation/player.ts';
import { brokerAnswers } from '../../simulation/queue-link.ts';
import type { StateEvent } from '../../simulation/state-event.ts';
import { findMember } from '../compact/members.ts';
import type { Config } from '../config.ts';
import { addSystemKey, connectState } from '../flows/administer.ts';
import { agree } from '../flows/agree.ts';
import { loadExchangePolicy } from '../load-policies.ts';
import { administer } from './administration.ts';
import type { CommandContext } from './command.ts';
import { profileAt } from './profile-at.ts';

/** Each speaks a dialect of its own, by the transport of its pack. None has hours in which it takes nothing. */
const STATES = ['OR', 'TX', 'GA', 'NY', 'OH'] as const;
/** They join where there is a broker. */
const QUEUE_STATES = ['IL', 'WA'] as const;

const WAYS = { rest: 'REST', soap: 'SOAP', sftp: 'SFTP', queue: 'queues' } as const;

/** The simulated states of a demo, and how they are told of. */
export interface DemoStates {
  readonly simulation: Simulation;
  /** Who they are, and who is missing. */
  readonly introduction: readonly string[];
}

interface DemoState {
  readonly member: string;
  readonly dialect: string;
  readonly channel: ChannelConfig;
}

/** Starts the states' systems, on the data of the demo before. */
export async function startDemoStates(
  config: Config,
  heard: (event: StateEvent, sentence: string) => void,
): Promise<DemoStates> {
  const { amqpUrl } = config;
  const broker = amqpUrl !== undefined && (await brokerAnswers(amqpUrl)) ? amqpUrl : undefined;
  const states = [...STATES, ...(broker === undefined ? [] : QUEUE_STATES)].map((member) =>
    demoState(config, member, broker),
  );
  const run = Date.now().toString(36);
  const simulation = await startSimulation({
    seed: run,
    run,
    startDate: new Date().toISOString().slice(0, 10),
    states: states.map((state) => ({
      ...state,
      // What the states hold is theirs: it lies beside the hub's data, never in it.
      dataDirectory: join(`${config.dataDirectory}-states`, state.member),
    })),
    heard,
  });
  return { simulation, introduction: introductionOf(states, amqpUrl, broker) };
}

function demoState(config: Config, member: string, broker: string | undefined): DemoState {
  const { dialect = 'canonical', kind = 'rest' } = profileAt(config.mappingsDirectory, member);
  const channel = kind === 'queue' && broker !== undefined ? { kind, broker } : { kind };
  return { member, dialect, channel };
}

function introductionOf(
  states: readonly DemoState[],
  amqpUrl: string | undefined,
  broker: string | undefined,
): string[] {
  const ways = Object.entries(WAYS).flatMap(([kind, word]) => {
    const names = states.filter(({ channel }) => channel.kind === kind).map(nameOf);
    return names.length === 0 ? [] : [`${inWords(names)} by ${word}`];
  });
  if (broker !== undefined) return [`Simulated: ${ways.join('; ')}.`];
  const missing = inWords(QUEUE_STATES.map((member) => nameOf({ member })));
  const why =
    amqpUrl === undefined
      ? 'HUB_AMQP_URL names a RabbitMQ broker'
      : 'the broker of HUB_AMQP_URL answers, which it does not now';
  return [`Simulated: ${ways.join('; ')}.`, `${missing} join by queues when ${why}.`];
}

function nameOf({ member }: { readonly member: string }): string {
  return findMember(member)?.name ?? member;
}

function inWords(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' and ');
}

/**
 * Gives the hub the address, credential and host keys of each system, and each system a key at the hub:
 * made at the first start and kept, so that a second one goes on with the same.
 */
export async function connectDemoStates(
  context: CommandContext,
  hubUrl: string,
  simulation: Simulation,
): Promise<void> {
  const policy = loadExchangePolicy();
  const { version } = policy;
  await administer(context, async (parts) => {
    for (const [member, { endpoint, credential, hostKeys }] of simulation.states) {
      await agree(parts, { command: true }, { member, version, policy });
      const file = demoKeyFile(context.config(), member);
      if (!existsSync(file)) {
        const { secret } = await addSystemKey(parts, { member, label: 'simulated' });
        mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
        writeFileSync(file, `${secret}\n`, { mode: 0o600 });
      }
      await connectState(parts, { member, endpoint, credential, hostKeys });
      await simulation.connect(member, hubUrl, readFileSync(file, 'utf8').trim());
    }
  });
}

/** Where a simulated state's key at the hub lies. */
export function demoKeyFile(config: Config, member: string): string {
  return join(config.dataDirectory, 'demo', `${member}.key`);
}
