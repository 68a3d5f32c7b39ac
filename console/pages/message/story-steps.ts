import type { MessageStory } from '../../generated/answers.ts';
import { activityName, stateName } from '../../words/names.ts';
import type { Look } from '../../words/standing.ts';
import { bytes, milliseconds, whole } from '../../words/amount.ts';
import { failureWords } from '../../words/failures.ts';
import { CHANNELS, MESSAGE_TEXT } from './message-text.ts';
import { reasonWords } from './viewing-text.ts';
import { type ToldEvent, toldEvents } from './message-event.ts';

/** One line of the story. */
export interface StoryStep {
  readonly key: string;
  readonly at: string;
  readonly look: Look;
  readonly text: string;
  /** Why, as a person of the reader’s own state wrote it. */
  readonly reason?: string;
  /** The message that takes the place of this one. */
  readonly successor?: string;
  /** Small, behind the text: who it was. */
  readonly fine: string;
  /** What an engineer asks for: codes, references, the leaf. */
  readonly technical: string;
}

interface Told {
  readonly look: Look;
  readonly text: string;
}

interface Telling {
  readonly story: MessageStory;
  readonly event: ToldEvent;
  /** How long the try took that this event ends; in milliseconds. */
  readonly took: number | undefined;
}

type Tell = (telling: Telling) => Told;

const fine = (text: string): Told => ({ look: 'in-order', text });
const bad = (text: string): Told => ({ look: 'late', text });
const warn = (text: string): Told => ({ look: 'soon', text });

const there = ({ event, story }: Telling): string => stateName(event.to ?? story.to);
const here = ({ story }: Telling): string => stateName(story.from);
const because = ({ event }: Telling): string =>
  event.code === undefined ? '' : `: ${failureWords(event.code)}`;
const attempt = ({ event }: Telling): string =>
  event.attempt === undefined ? '' : `Attempt ${event.attempt}: `;

/** What each event means to people, by its type (docs/ledger-format.md, Types). */
const TELL: Readonly<Record<string, Tell>> = {
  released: (told) => fine(`Released by ${here(told)}’s compact office`),
  returned: (told) => warn(`Returned to ${here(told)}; it did not cross${because(told)}`),
  transmitted: (told) => fine(`Crossed to ${there(told)}${sequenceOf(told)}`),
  staged: (told) =>
    fine(`${attempt(told)}uploaded under a name that ${there(told)} does not read yet`),
  unsent: (told) => warn(`${attempt(told)}not sent, because an earlier one of its case failed`),
  dispatching: (told) => fine(`${attempt(told)}being handed over to ${there(told)}`),
  'handed-over': (told) => fine(`${attempt(told)}handed over to ${there(told)}${how(told)}`),
  acknowledged: (told) => fine(acknowledged(told)),
  refused: (told) => bad(`${attempt(told)}refused by ${there(told)}${because(told)}`),
  retry: (told) => warn(`${attempt(told)}not delivered${because(told)}. The hub tries again`),
  'outcome-unknown': (told) => bad(`${attempt(told)}outcome unknown${because(told)}`),
  held: (told) => bad(`Held${because(told)}`),
  resumed: () => fine('No longer held'),
  'dead-letter': (told) => bad(`${attempt(told)}failed${because(told)}`),
  replayed: () => fine('Replayed: it is handed over again'),
  superseded: () => fine('Superseded by a later message'),
  skipped: (told) => fine(`Skipped: ${there(told)} has the matter another way`),
  cancelled: () => fine('Given up'),
  expired: () => bad('Expired before it could be delivered'),
  viewed: ({ event }) => fine(`${openedOf(event)} by ${viewerOf(event)}${reasonOf(event)}`),
  exported: () => fine('Exported'),
  reminded: () => warn('The states were reminded of a duty'),
  sealed: () => warn('The content was sealed by order of an authority'),
  unsealed: () => fine('The seal on the content was lifted'),
  expunged: () => warn('The content was expunged by order of an authority'),
  purged: () => fine('The content ended with its retention'),
  'erasure-reapplied': () =>
    warn('After a restore, the order on the content was carried out again'),
};

function sequenceOf({ story, event }: Telling): string {
  const delivery = story.deliveries.find(({ to }) => to === event.to);
  return delivery === undefined ? '' : ` as number ${delivery.caseSequence} of this case`;
}

function how({ event, took }: Telling): string {
  const size = event.bytesOut === undefined ? '' : `, ${bytes(event.bytesOut)}`;
  return took === undefined ? size : `${size} in ${milliseconds(took)}`;
}

function acknowledged(told: Telling): string {
  const { deliveryId } = told.event;
  const delivery = told.story.deliveries.find((one) => one.deliveryId === deliveryId);
  const under = delivery?.peerReference === undefined ? '' : ` as ${delivery.peerReference}`;
  return `Acknowledged by ${there(told)}${under}`;
}

const OPENED: Readonly<Record<string, string>> = {
  attachment: 'A file was opened',
  person: 'The person was opened',
};

const openedOf = ({ outcome = '' }: ToldEvent): string =>
  OPENED[outcome] ?? 'The documents were opened';

/** Only the national office states one. */
const reasonOf = ({ code }: ToldEvent): string =>
  code === undefined ? '' : `: ${reasonWords(code).toLowerCase()}`;

const viewerOf = ({ subject, actor }: ToldEvent): string =>
  subject === undefined ? actor : stateName(subject);

/** Ends of a try to deliver: the beginning of the same try is told with them. */
const ENDS_TRY: ReadonlySet<string> = new Set([
  'handed-over',
  'acknowledged',
  'refused',
  'retry',
  'outcome-unknown',
  'held',
  'dead-letter',
  'unsent',
]);

/** Persons by their references, of whom the page knows the names. */
export type Names = ReadonlyMap<string, string>;

/** The story of a message in the order of the ledger. */
export function storySteps(story: MessageStory, names: Names): StoryStep[] {
  const events = toldEvents(story.events);
  return events.flatMap((event, at): StoryStep[] => {
    if (event.type === 'accepted') return acceptedSteps(story, event);
    const end = events.slice(at + 1).find((later) => isEndOf(event, later));
    if (event.type === 'dispatching' && end !== undefined) return [];
    const begin = events.slice(0, at).findLast((earlier) => isEndOf(earlier, event));
    const took =
      begin === undefined ? undefined : Date.parse(event.occurredAt) - Date.parse(begin.occurredAt);
    const told = TELL[event.type]?.({ story, event, took }) ?? fine(event.type);
    const decision = decisionOf(story, events, event);
    const reason = decision?.reason;
    return [
      {
        ...stepOf(story, event, decision?.name ?? names.get(event.actor)),
        ...told,
        text: sentence(told.text),
        ...(reason === undefined ? {} : { reason }),
        ...successorIn(event),
      },
    ];
  });
}

const successorIn = ({ type, subject }: ToldEvent): Pick<StoryStep, 'successor'> =>
  type === 'superseded' && subject !== undefined ? { successor: subject } : {};

const isEndOf = (begin: ToldEvent, end: ToldEvent): boolean =>
  begin.type === 'dispatching' &&
  ENDS_TRY.has(end.type) &&
  begin.deliveryId === end.deliveryId &&
  begin.attempt === end.attempt;

/** What a person decided, by the event that its leaf is. */
const DECIDED: Readonly<Record<string, MessageStory['decisions'][number]['action']>> = {
  released: 'release',
  returned: 'return',
  replayed: 'replay',
  superseded: 'supersede',
  skipped: 'skip',
  cancelled: 'cancel',
};

/** Both are told in the order in which they came: the n-th replay is the n-th decision to replay. */
function decisionOf(
  { decisions }: MessageStory,
  events: readonly ToldEvent[],
  { type, eventId }: ToldEvent,
): MessageStory['decisions'][number] | undefined {
  const same = events.filter((event) => event.type === type);
  const place = same.findIndex((event) => event.eventId === eventId);
  return decisions.filter(({ action }) => action === DECIDED[type])[place];
}

const stepOf = (
  story: MessageStory,
  event: ToldEvent,
  name: string | undefined,
): Omit<StoryStep, 'look' | 'text' | 'reason'> => ({
  key: event.eventId,
  at: event.occurredAt,
  fine:
    event.type === 'transmitted'
      ? MESSAGE_TEXT.crossed(whoOf(story, event, name), story.to)
      : whoOf(story, event, name),
  technical: technicalOf(event),
});

/** `accepted · S-… · leaf 393`. */
const technicalOf = ({ type, code, actor, leaf }: ToldEvent, more?: string): string =>
  [type, code, more, actor, `leaf ${whole(leaf)}`].filter((one) => one !== undefined).join(' · ');

/** What the receiving state's own system says of a delivery; whatever else a system does, the sender's does. */
const BY_RECEIVER: ReadonlySet<string> = new Set(['acknowledged', 'refused']);

function whoOf(story: MessageStory, event: ToldEvent, name: string | undefined): string {
  const { actor, channel, type } = event;
  if (actor === 'hub') return BY_RECEIVER.has(type) ? MESSAGE_TEXT.told : 'by the hub';
  const way = `through ${CHANNELS[channel] ?? channel}`;
  if (name !== undefined) return `by ${name} ${way}`;
  if (!actor.startsWith('S-') || type === 'viewed') return `by ${actor} ${way}`;
  return `by ${stateName(BY_RECEIVER.has(type) ? story.to : story.from)}’s system ${way}`;
}

/** An entry of the ledger in the words of the story, by the number of its leaf. */
export function entryWords(story: MessageStory): ReadonlyMap<number, string> {
  return new Map(
    toldEvents(story.events).map((event) => {
      const told =
        event.type === 'accepted'
          ? receivedWords(story, event)
          : (TELL[event.type]?.({ story, event, took: undefined }) ?? fine(event.type)).text;
      return [event.leaf, sentence(told)] as const;
    }),
  );
}

function receivedWords({ from }: MessageStory, { channel, bytesIn }: ToldEvent): string {
  const size = bytesIn === undefined ? '' : `, ${bytes(bytesIn)}`;
  return `Received from ${stateName(from)} by ${CHANNELS[channel] ?? channel}${size}`;
}

/** An acceptance is three facts in one: it came, it keeps to its schema, and the case allows it. */
function acceptedSteps(story: MessageStory, event: ToldEvent): StoryStep[] {
  const step = stepOf(story, event, undefined);
  const found = story.findings.length;
  const notes = found === 0 ? '' : `, ${found === 1 ? '1 note' : `${found} notes`} of the checks`;
  return [
    {
      ...step,
      look: 'in-order',
      text: receivedWords(story, event),
      technical: technicalOf(event, `schema ${story.schemaHash.slice(0, 8)}`),
    },
    {
      ...step,
      key: `${step.key} valid`,
      look: 'in-order',
      text: `Valid: it keeps to its schema, 0 problems${notes}`,
      fine: '',
      technical: '',
    },
    {
      ...step,
      key: `${step.key} allowed`,
      look: 'in-order',
      text: `Allowed: ${activityName(story.type).toLowerCase()} may follow in this case`,
      fine: MESSAGE_TEXT.rules,
      technical: '',
    },
  ];
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
