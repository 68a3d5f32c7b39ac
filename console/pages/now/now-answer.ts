import type { Answers, Incident } from '../../generated/answers.ts';
import { causeOf } from '../../words/causes.ts';
import { countOf } from '../../words/count.ts';
import { stateName } from '../../words/names.ts';
import type { Look } from '../../words/standing.ts';
import { span } from '../../words/time.ts';
import { type Destination, troubleOf } from '../../words/ways.ts';

type Health = Answers['GET /v1/health'];

/** The sentence that the page opens with, and the numbers behind it. */
export interface NowAnswer {
  readonly look: Look;
  readonly sentence: string;
  readonly numbers: string;
}

/** Of an open incident, what the sentence needs. */
type Trouble = Pick<Incident, 'member' | 'kind' | 'code'>;

/** What is wrong, the worst first, and whose turn it is; that all is well where nothing is. */
export function nowAnswer(
  health: Health,
  ways: readonly Destination[],
  incidents: readonly Trouble[],
): NowAnswer {
  const numbers = [oldestWords(health), checkpointWords(health)].join(' ');
  const answer = (look: Look, sentence: string): NowAnswer => ({ look, sentence, numbers });
  const hub = [
    ...(health.intake === 'open' ? [] : [health.intake]),
    ...(health.sequencing ? [] : ['EVIDENCE_LATE']),
    ...incidents.filter(({ kind }) => kind === 'hub').map(({ code }) => code),
  ];
  const [code] = hub;
  if (code !== undefined) return answer('late', troubleWords([{ member: 'national', code }]));
  const troubles = troublesOf(ways, incidents);
  const found = troubles.filter((trouble) => trouble.code !== 'PAUSED');
  if (found.length > 0)
    return answer('late', troubleWords(found) + othersWords(ways, found.length));
  if (troubles.length > 0) {
    return answer('soon', troubleWords(troubles) + othersWords(ways, troubles.length));
  }
  const { failed } = health.undelivered;
  if (failed === 0) return answer('in-order', delivering(ways));
  const needs = countOf(failed, 'delivery needs', 'deliveries need');
  return answer('soon', `${delivering(ways)} ${needs} a person.`);
}

interface StateTrouble {
  readonly member: string;
  readonly code: string;
}

/** One for each state to which deliveries do not go. */
function troublesOf(ways: readonly Destination[], incidents: readonly Trouble[]): StateTrouble[] {
  return ways.flatMap((way) => troubleOf(way, incidents) ?? []);
}

const MOST_TOLD = 3;

function troubleWords(troubles: readonly StateTrouble[]): string {
  const causes = troubles.map(causeOf);
  const turns = [...new Set(causes.map(({ turn }) => turn))];
  if (troubles.length > MOST_TOLD) {
    const names = troubles.slice(0, MOST_TOLD).map(({ member }) => stateName(member));
    return `${troubles.length} states do not get what is sent to them: ${names.join(', ')} and ${troubles.length - MOST_TOLD} more.`;
  }
  return `${causes.map(({ what }) => what).join('; ')}. Whose turn: ${turns.join(', ')}.`;
}

function othersWords(ways: readonly Destination[], troubled: number): string {
  const others = ways.filter(({ connected }) => connected).length - troubled;
  return others > 0 ? ` The other ${others} deliver.` : '';
}

function delivering(ways: readonly Destination[]): string {
  const off = ways.filter(({ connected }) => !connected);
  const on = ways.length - off.length;
  if (ways.length === 1) {
    const name = stateName(ways[0]?.member ?? '');
    return on === 1 ? `${name} gets what is sent to it.` : `${name} is not connected yet.`;
  }
  if (off.length === 0) return `All ${on} states deliver.`;
  return `${countOf(on, 'state delivers', 'states deliver')}; ${off.length} of ${ways.length} are not connected yet.`;
}

function oldestWords({ at, undelivered: { oldest, waiting } }: Health): string {
  if (oldest === undefined || waiting === 0) return 'Nothing waits to be delivered.';
  return `Oldest undelivered ${span(secondsBetween(oldest, at))}.`;
}

function checkpointWords({ at, checkpoint: { signedAt } }: Health): string {
  if (signedAt === undefined) return 'No checkpoint yet.';
  return `Checkpoint ${span(secondsBetween(signedAt, at))} ago.`;
}

/** Never below zero: a time may be written a moment after the other was read. */
export function secondsBetween(from: string, until: string): number {
  return Math.max(0, (Date.parse(until) - Date.parse(from)) / 1_000);
}
