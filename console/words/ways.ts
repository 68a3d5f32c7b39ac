import type { Answers, Incident } from '../generated/answers.ts';
import { causeOf } from './causes.ts';
import type { Standing } from './standing.ts';

export type Destination = Answers['GET /v1/destinations']['items'][number];

const TRANSPORTS: Readonly<Record<string, string>> = {
  rest: 'REST',
  soap: 'SOAP',
  sftp: 'SFTP files',
  queue: 'Message queue',
};

/** `REST`, or that the state comes for what is for it. */
export const transportName = ({
  transport,
  fetches,
}: Pick<Destination, 'transport' | 'fetches'>): string =>
  fetches ? 'Fetches by itself' : (TRANSPORTS[transport] ?? transport);

/** Nothing is sent to it now. */
export const isStopped = ({ hold }: Destination): boolean => hold !== undefined;

/** What keeps deliveries from a state: why it is held, else the incident that its deliveries meet. */
export function troubleOf(
  { hold, member }: Destination,
  incidents: readonly Pick<Incident, 'member' | 'kind' | 'code'>[],
): { readonly member: string; readonly code: string } | undefined {
  const met = incidents.filter((one) => one.member === member && one.kind === 'delivery');
  // That the breaker is open says less than why.
  const why = met.find(({ code }) => code !== 'CIRCUIT_OPEN') ?? met[0];
  const code = hold === undefined || hold.code === 'CIRCUIT_OPEN' ? why?.code : hold.code;
  const known = code ?? hold?.code;
  return known === undefined ? undefined : { member, code: known };
}

/** What deliveries to a state do now, in a word or two. */
export function flowWords(
  way: Destination,
  incidents: readonly Pick<Incident, 'member' | 'kind' | 'code'>[],
): string {
  const { hold, breaker } = way;
  if (hold?.code === 'PAUSED') return 'Paused';
  if (breaker === 'open') return 'Single tries';
  if (hold !== undefined) return 'Held';
  return troubleOf(way, incidents) === undefined ? 'Go through' : 'Tried again';
}

/** How the way to a state stands. */
export function wayStanding(
  way: Destination,
  incidents: readonly Pick<Incident, 'member' | 'kind' | 'code'>[],
): Standing {
  const { connected, expiring } = way;
  const trouble = troubleOf(way, incidents);
  if (trouble?.code === 'PAUSED') return { look: 'soon', word: 'Paused' };
  if (trouble !== undefined) return { look: 'late', word: causeOf(trouble).what };
  if (!connected) return { look: 'in-order', word: 'Not connected yet' };
  if (expiring.length > 0) return { look: 'soon', word: 'Something runs out' };
  return { look: 'in-order', word: 'In order' };
}
