import { readerOf } from '../../simulation/oracle/observed-state.ts';
import { findCanaries } from '../evidence/find-canaries.ts';
import { until } from '../faults/until.ts';
import { verifyStoredLedger } from '../support/ledger-export.ts';
import { caseDifferences, readCase } from './case-end.ts';
import { STORY_DIALECTS, STORY_MEMBERS, type StoryCaller, type StoryLab } from './story-lab.ts';
import { type PostBook, ONLY_CASE, canaryOf, caseOf, post, receiverOf } from './story-post.ts';
import type { Release, Sending, Story } from './story.ts';

/** What became of a story, and how much of it was looked at. */
export interface StoryEnd {
  /** What is otherwise than it was told; nothing for a story that holds. */
  readonly differences: readonly string[];
  readonly sent: number;
  readonly refused: number;
  readonly clocks: number;
  readonly leaves: number;
  /** Searches for the text of an activity that waits, at its receiver's, and those that found it. */
  readonly canaries: { readonly searched: number; readonly found: number };
  /** Activities that were released, and whose text was found at the receiver then. */
  readonly released: number;
  /** Tries to release by whoever may not, and those that were refused. */
  readonly wrongReleases: { readonly tried: number; readonly refused: number };
}

interface Sent {
  readonly step: Sending;
  readonly transmissionId: string;
  released: boolean;
}

interface Play {
  readonly lab: StoryLab;
  readonly story: Story;
  readonly book: PostBook;
  readonly sent: Map<string, Sent>;
  readonly differences: string[];
  readonly canaries: { searched: number; found: number };
  readonly wrongReleases: { tried: number; refused: number };
  refused: number;
  released: number;
}

const OUT_OF_ORDER = 422;
const ARRIVES_WITHIN_MS = 20_000;
const WRITTEN_WITHIN_MS = 5_000;

/** Plays the story step by step, then holds its end against what was told of it. */
export async function playStory(lab: StoryLab, story: Story): Promise<StoryEnd> {
  const play: Play = {
    lab,
    story,
    book: { story, caseIds: new Map() },
    sent: new Map(),
    differences: [],
    canaries: { searched: 0, found: 0 },
    wrongReleases: { tried: 0, refused: 0 },
    refused: 0,
    released: 0,
  };
  const rejectedBefore = await lab.countRejected();
  await playSteps(play).catch((error: unknown) => {
    play.differences.push(`cut short: ${error instanceof Error ? error.message : 'unknown'}`);
  });
  for (const { step } of play.sent.values()) {
    if (step.neverCrosses === true) await expectUnseen(play, step.as);
  }
  await compareEnd(play);
  const rejected = (await lab.countRejected()) - rejectedBefore;
  if (rejected !== play.refused) {
    play.differences.push(`${rejected} leaves of refusals instead of ${play.refused}`);
  }
  const leaves = await compareLeaves(play);
  await verifyLedger(play);
  play.differences.push(...lab.faults);
  const { differences, sent, refused, released, canaries, wrongReleases } = play;
  const clocks = Object.values(story.cases).flatMap((told) => told.clocks).length;
  return {
    differences,
    sent: sent.size,
    refused,
    clocks,
    leaves,
    released,
    canaries,
    wrongReleases,
  };
}

async function playSteps(play: Play): Promise<void> {
  for (const step of play.story.steps) {
    await play.lab.setClock(new Date(`${step.on}T17:00:00Z`));
    if ('releases' in step) await playRelease(play, step);
    else await playSending(play, step);
    await compareThen(play, step);
  }
}

async function playSending(play: Play, step: Sending): Promise<void> {
  const { lab, book } = play;
  const before = step.refusedBy === undefined ? undefined : await standing(play, step);
  const settlement = await post(lab, book, step);
  if (settlement.kind === 'refused') {
    await compareRefusal(play, step, { problem: settlement.problem, before });
    return;
  }
  const { transmissionId, status, caseId } = settlement.receipt;
  play.sent.set(step.as, { step, transmissionId, released: false });
  await noteCase(play, step, caseId);
  if (step.refusedBy !== undefined) {
    play.differences.push(`${step.as} was taken in spite of row ${step.refusedBy}`);
  }
  const expected = step.waits === true ? 'awaiting-release' : 'transmitted';
  if (status !== expected) play.differences.push(`${step.as} is ${status}, not ${expected}`);
  if (status === 'transmitted') await untilAcknowledged(play, step.as);
  if (step.waits === true) {
    await expectUnseen(play, step.as);
    await tryToRelease(play, step.as);
  }
}

async function compareRefusal(
  play: Play,
  step: Sending,
  { problem, before }: { readonly problem: string; readonly before: string | undefined },
): Promise<void> {
  if (step.refusedBy === undefined) {
    throw new Error(`${play.story.key} ${step.as} was refused: ${problem.slice(0, 1_000)}`);
  }
  play.refused += 1;
  if (!problem.includes('OUT_OF_ORDER') || !problem.includes(`row ${step.refusedBy} of the`)) {
    play.differences.push(`${step.as} was refused otherwise: ${problem.slice(0, 500)}`);
  }
  const after = await standing(play, step);
  if (after !== before) play.differences.push(`${step.as} was refused and changed the case`);
}

/** Everything that the API says of the case and its activities. */
async function standing({ lab, book }: Play, step: Sending): Promise<string> {
  const caseId = book.caseIds.get(step.of ?? ONLY_CASE) ?? '';
  const found = await lab.call('national', `GET /v1/cases/${caseId}?person=no`);
  const messages = await lab.call('national', `GET /v1/messages?case=${caseId}&limit=200`);
  return JSON.stringify([found, messages]);
}

async function noteCase({ lab, book }: Play, step: Sending, caseId: string): Promise<void> {
  book.caseIds.set(step.of ?? ONLY_CASE, caseId);
  if (book.personId !== undefined) return;
  const { body } = await lab.call(step.from, `GET /v1/cases/${caseId}?person=no`);
  book.personId = String(body['personId']);
}

async function playRelease(play: Play, step: Release): Promise<void> {
  const { lab, story, differences } = play;
  const waiting = play.sent.get(step.releases);
  if (waiting === undefined) throw new Error(`${step.releases} was not sent`);
  await expectUnseen(play, step.releases);
  const route = `POST /v1/messages/${waiting.transmissionId}/release`;
  const { status, body } = await lab.call(`${step.office} office`, route, {});
  if (step.refusedBy !== undefined) {
    const said = JSON.stringify(body);
    if (status !== OUT_OF_ORDER || !said.includes(`row ${step.refusedBy} of the lifecycle`)) {
      differences.push(`the release of ${step.releases} came to ${status}: ${said}`);
    }
    await expectUnseen(play, step.releases);
    return;
  }
  if (status >= 300) throw new Error(`${story.key}: release of ${step.releases}: ${status}`);
  waiting.released = true;
  await untilAcknowledged(play, step.releases);
  const { hits } = await searchCanary(play, waiting.step);
  if (hits > 0) play.released += 1;
  else differences.push(`${step.releases} was released, and its text is not found`);
}

/** Nothing of an activity that waits is with its receiver, nor may the receiver know of it. */
async function expectUnseen(play: Play, name: string): Promise<void> {
  const { lab, story, differences, canaries } = play;
  const waiting = play.sent.get(name);
  if (waiting === undefined) return;
  const { hits } = await searchCanary(play, waiting.step);
  canaries.searched += 1;
  if (hits > 0) {
    canaries.found += 1;
    differences.push(`the text of ${name} lies with its receiver before it was released`);
  }
  const receiver = receiverOf(story, waiting.step);
  const route = `GET /v1/messages/${waiting.transmissionId}`;
  for (const caller of [receiver, `${receiver} office`] as const) {
    const { status } = await lab.call(caller, route);
    if (status !== 404) differences.push(`${caller} asks for ${name} and gets ${status}`);
  }
}

async function searchCanary({ lab, story }: Play, step: Sending): Promise<{ hits: number }> {
  const places = lab.placesOf(receiverOf(story, step));
  const { hits } = await findCanaries(places, [canaryOf(story, step.as)]);
  return { hits: hits.length };
}

/** The key of a system releases nothing, of the sender's no more than of another's; nor another's office. */
async function tryToRelease(play: Play, name: string): Promise<void> {
  const { lab, differences, wrongReleases } = play;
  const waiting = play.sent.get(name);
  if (waiting === undefined) return;
  const systems: readonly StoryCaller[] = STORY_MEMBERS;
  const others = STORY_MEMBERS.filter((member) => member !== waiting.step.from);
  const callers = [...systems, ...others.map((member): StoryCaller => `${member} office`)];
  for (const caller of callers) {
    const route = `POST /v1/messages/${waiting.transmissionId}/release`;
    const { status } = await lab.call(caller, route, {});
    wrongReleases.tried += 1;
    if (status === 403 || status === 404) wrongReleases.refused += 1;
    else differences.push(`${caller} releases ${name} and gets ${status}`);
  }
}

interface MessageView {
  readonly deliveries: readonly { readonly deliveryId: string; readonly state: string }[];
  readonly events: readonly {
    readonly event: { readonly type: string; readonly deliveryId?: string };
  }[];
}

async function messageOf({ lab, sent }: Play, name: string): Promise<MessageView> {
  const route = `GET /v1/messages/${sent.get(name)?.transmissionId ?? ''}`;
  return (await lab.call('national', route)).body as unknown as MessageView;
}

async function untilAcknowledged(play: Play, name: string): Promise<void> {
  await until(ARRIVES_WITHIN_MS, `${play.story.key} ${name} is acknowledged`, async () => {
    const [delivery] = (await messageOf(play, name)).deliveries;
    return delivery?.state === 'acknowledged';
  });
}

async function compareThen(play: Play, step: Sending | Release): Promise<void> {
  if (step.then === undefined) return;
  const name = 'releases' in step ? step.releases : step.as;
  const sending = 'releases' in step ? play.sent.get(name)?.step : step;
  if (sending === undefined) return;
  const { end } = await readCase(play.lab, play.book, sending.of ?? ONLY_CASE);
  play.differences.push(...caseDifferences(`after ${name}`, step.then, end));
}

async function compareEnd({ lab, story, book, differences }: Play): Promise<void> {
  for (const [name, told] of Object.entries(story.cases)) {
    const { end, clocks, supervisionType } = await readCase(lab, book, name);
    differences.push(...caseDifferences(name, { choices: [], ...told.end }, end));
    if (supervisionType !== told.supervisionType) {
      differences.push(`${name} is ${supervisionType}, not ${told.supervisionType}`);
    }
    const [found, expected] = [clocks.toSorted(), told.clocks.toSorted()];
    differences.push(
      ...expected.filter((clock) => !removed(found, clock)).map((clock) => `missing: ${clock}`),
    );
    differences.push(...found.map((clock) => `not told: ${clock}`));
  }
}

/** Takes one such line out of the list; false where there is none. */
function removed(lines: string[], line: string): boolean {
  const at = lines.indexOf(line);
  if (at >= 0) lines.splice(at, 1);
  return at >= 0;
}

/** Each transmission and each delivery by its leaves, and what the receiver's own reader finds. */
async function compareLeaves(play: Play): Promise<number> {
  const wrong = async (): Promise<string[]> => {
    const lines = await Promise.all([...play.sent.keys()].map((name) => leafFault(play, name)));
    return lines.filter((line) => line !== undefined);
  };
  // The last leaves of a story may still wait for their place in the log.
  await until(WRITTEN_WITHIN_MS, 'leaves', async () => (await wrong()).length === 0).catch(() => {
    play.differences.push('the leaves are not as told');
  });
  play.differences.push(...(await wrong()));
  let leaves = 0;
  for (const [name, { step }] of play.sent) {
    leaves += (await messageOf(play, name)).events.length;
    await compareReceived(play, name, step);
  }
  return leaves;
}

async function leafFault(play: Play, name: string): Promise<string | undefined> {
  const step = play.sent.get(name)?.step;
  if (step === undefined) return undefined;
  const expected = expectedLeaves(step);
  const found = leavesIn(await messageOf(play, name));
  return found === expected ? undefined : `${name} has ${found} instead of ${expected}`;
}

/** Whatever the transport: handed over and acknowledged are two facts, also where one answer says both. */
const DELIVERED = 'dispatching handed-over acknowledged';

function expectedLeaves(step: Sending): string {
  const own = step.leaves ?? 'accepted transmitted';
  return step.neverCrosses === true ? own : `${own}; ${DELIVERED}`;
}

function leavesIn({ events, deliveries }: MessageView): string {
  const typesOf = (deliveryId: string | undefined): string =>
    events
      .filter(({ event }) => event.deliveryId === deliveryId)
      .map(({ event }) => event.type)
      .join(' ');
  return [undefined, ...deliveries.map(({ deliveryId }) => deliveryId)].map(typesOf).join('; ');
}

async function compareReceived(play: Play, name: string, step: Sending): Promise<void> {
  const member = receiverOf(play.story, step);
  const dialect = STORY_DIALECTS[member];
  const [dataDirectory = ''] = play.lab.placesOf(member);
  const read = readerOf({ member, dialect, dataDirectory });
  for (const { deliveryId } of (await messageOf(play, name)).deliveries) {
    const meaning = await read(deliveryId);
    const { supervisionType } = caseOf(play.story, step);
    if (meaning?.type !== `compact.${step.sends}.v1`) {
      play.differences.push(`${member} reads ${name} as ${meaning?.type ?? 'nothing'}`);
    } else if (meaning.supervisionType !== supervisionType) {
      play.differences.push(`${member} sorts ${name} as ${meaning.supervisionType ?? 'neither'}`);
    }
  }
}

async function verifyLedger({ lab, differences }: Play): Promise<void> {
  const report = await verifyStoredLedger(lab.parts.ledgerStore, await lab.ledgerKeys());
  differences.push(...report.findings.map((finding) => `ledger: ${JSON.stringify(finding)}`));
  if (report.entries === 0) differences.push('the ledger is empty');
}
