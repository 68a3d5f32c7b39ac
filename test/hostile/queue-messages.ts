import { HOSTILE_MESSAGES, type HostileMessage } from '../adapters/hostile-messages.ts';
import { HOSTILE_ANSWERS, type QueuePlayer, openQueuePlayer } from '../adapters/queue-player.ts';
import { openQueueState } from '../support/incoming/queue-sender.ts';
import type { HubWord } from '../support/incoming/sender.ts';
import type { HostileCase, HostileCategory, Played } from './hostile-case.ts';
import { type HostileLab, openHostileLab } from './hostile-lab.ts';

/** A hub that fetches messages from a queue of RabbitMQ, where a state puts what it likes. */
export async function openQueueLab(): Promise<{ lab: HostileLab; category: HostileCategory }> {
  const state = await openQueueState();
  try {
    const { port, vhost } = state.broker;
    const endpoint = `amqp://127.0.0.1:${port}/${vhost}`;
    const lab = await openHostileLab({ OR: state.stateAt(endpoint), TX: {} });
    const close = async (): Promise<void> => {
      await lab.close();
      await state.stop();
    };
    return { lab: { ...lab, close }, category: categoryOf(openQueuePlayer(state)) };
  } catch (error) {
    await state.stop();
    throw error;
  }
}

// prettier-ignore
const MORE: readonly HostileMessage[] = [
  { name: 'a reply asked for in another queue', properties: { replyTo: 'compact.TX.deliveries', correlationId: 'x' } },
  { name: 'another application', properties: { appId: 'CA' } },
  { name: 'headers that name another state', properties: { headers: { member: 'CA', source: 'urn:compact:CA' } } },
  { name: 'copies asked for', properties: { headers: { CC: ['compact.TX.deliveries'], BCC: ['compact.CA.deliveries'] } } },
  { name: 'a content type in capitals', properties: { contentType: 'APPLICATION/CLOUDEVENTS+JSON' } },
  { name: 'another charset', properties: { contentType: 'application/xml; charset=utf-16' }, code: 'CONTENT_TYPE_UNEXPECTED' },
  { name: 'half a document', make: (good) => good.subarray(0, 100), code: 'JSON_MALFORMED' },
  { name: 'two documents', make: (good) => Buffer.concat([good, good]), code: 'JSON_MALFORMED' },
  { name: 'nothing but depth', make: () => Buffer.from('['.repeat(500_000)), code: 'JSON_TOO_DEEP' },
  { name: 'broken UTF-8', make: (good) => Buffer.concat([good, Buffer.from([0xff])]), code: 'TEXT_INVALID' },
];

/** Each with a good one behind it: the lane goes on. */
const categoryOf = (player: QueuePlayer): HostileCategory => ({
  name: 'AMQP',
  least: 40,
  cases: () => [
    ...[...HOSTILE_MESSAGES, ...MORE].map((message): HostileCase => ({
      name: message.name,
      expected: message.code === undefined ? 'accept' : `refuse:${message.code}`,
      play: () => played(player, player.send(message)),
    })),
    ...HOSTILE_ANSWERS.map(({ name, text, code }): HostileCase => ({
      name: `an answer ${name}`,
      expected: `refuse:${code}`,
      play: () => played(player, player.answer(text)),
    })),
  ],
});

async function played(player: QueuePlayer, sent: Promise<HubWord>): Promise<Played> {
  const [word, next] = await Promise.all([sent, player.sendGood()]);
  if (next.kind !== 'accepted') return { verdict: 'refuse:LANE_STOPPED' };
  if (word.kind === 'accepted') return { verdict: 'accept', shown: JSON.stringify(word.receipt) };
  return { verdict: `refuse:${word.code}`, shown: word.text };
}
