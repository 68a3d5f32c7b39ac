import type { CaseRow } from '../../../hub/store/cases.ts';
import { type CaseCopy, copiesOf, slackOf } from './case-copy.ts';
import { type ToldActivity, copyActivity, toldActivity } from './copied-activity.ts';
import type { FillParts } from './fill-parts.ts';
import { type Told, tellActivity } from './filled-activity.ts';
import { type FilledBatch, endCase, keepCase } from './filled-batch.ts';
import { addRows } from './filled-rows.ts';
import { keptAfter } from './kept-case.ts';
import { type OpenCase, copiedCase, copiedKept, openCaseOf } from './open-case.ts';
import type { OpenStory, StoryMoment } from './story-book.ts';
import { type Carried, type Telling, createTelling } from './telling.ts';

/** Tells the stories of a fill: the flows tell each once, and what they wrote is copied for cases alike. */
export interface StoryTeller {
  /** Writes a moment of all its cases into the batch, of so many at most; how many activities that made. */
  tell(batch: FilledBatch, moment: StoryMoment, most: number): Promise<number>;
  /** Nothing happens any more: ends so many of the stories that go on; whether that was all of them. */
  endSome(batch: FilledBatch, most: number): boolean;
}

/** Copies of an activity are earlier than it by up to this, so that no two cases have the same times. */
const MOST_EARLIER_MS = 3 * 3_600_000;

export function createStoryTeller(parts: FillParts, casesAlike: number): StoryTeller {
  const carried: Carried = { cases: new Map(), identifiers: new Map() };
  const open = new Map<OpenStory, OpenCase>();

  async function tell(batch: FilledBatch, moment: StoryMoment, most: number): Promise<number> {
    const { story } = moment;
    const telling = createTelling(carried, parts.states);
    const told = await tellActivity(parts, telling, moment);
    const isOver = goOn(story, told);
    let made = 0;
    if (told.kind !== 'refused') {
      const current = caseOf(story);
      endCopies(batch, current, current.copies.splice(most - 1));
      const activity = toldActivity(moment, telling.rows(), told.said);
      const happened = { ...moment, telling, activity };
      made = 1 + (await copyAll(batch, current, happened));
      keep(batch, current, happened);
    }
    if (isOver) endStory(batch, story);
    return made;
  }

  function caseOf(story: OpenStory): OpenCase {
    const known = open.get(story);
    if (known !== undefined) return known;
    const copies = copiesOf(story.key, casesAlike - 1, parts.random);
    const opened = openCaseOf(story.key, copies);
    open.set(story, opened);
    return opened;
  }

  async function copyAll(
    batch: FilledBatch,
    current: OpenCase,
    happened: Happened,
  ): Promise<number> {
    const { activity, telling } = happened;
    const row = caseAfter(telling);
    const slack = slackIn(parts, current, happened);
    for (const copy of current.copies) {
      const by = Math.floor(copy.random.next() * slack);
      addRows(batch.rows, await copyActivity(parts, activity, copy, by));
      copy.row = copiedCase(copy, current.row, row, by);
      keepCase(batch, copy.row, current.row === undefined);
    }
    return current.copies.length;
  }

  function endCopies(batch: FilledBatch, current: OpenCase, copies: readonly CaseCopy[]): void {
    for (const copy of copies) {
      if (copy.row !== undefined) {
        endCase(batch, copy.row, copiedKept(parts.memberKeys, current, copy));
      }
    }
  }

  function endStory(batch: FilledBatch, story: OpenStory): void {
    const ended = open.get(story);
    open.delete(story);
    if (ended?.row === undefined) return;
    carried.cases.delete(ended.row.case_id);
    endCase(batch, ended.row, ended.kept);
    endCopies(batch, ended, ended.copies);
  }

  return {
    tell,
    endSome: (batch, most) => {
      for (const story of [...open.keys()].slice(0, most)) endStory(batch, story);
      return open.size === 0;
    },
  };
}

/** A moment of a story as it was told. */
interface Happened {
  readonly at: Date;
  readonly telling: Telling;
  readonly activity: ToldActivity;
}

/** Where the story stands now; whether it is over. */
function goOn(story: OpenStory, told: Told): boolean {
  if (told.kind === 'crossed') story.lastAt = told.at.getTime();
  if (told.kind === 'returned') story.next -= 1;
  const stops = told.kind === 'waits' || told.kind === 'refused';
  story.over = stops || (told.kind === 'crossed' && told.blocks);
  const isLast = story.next + 1 >= story.script.steps.length;
  return story.over || (isLast && told.kind === 'crossed');
}

function keep(batch: FilledBatch, current: OpenCase, { telling, activity }: Happened): void {
  const { writes } = telling.set;
  const row = caseAfter(telling);
  addRows(batch.rows, activity.rows);
  keepCase(batch, row, current.row === undefined);
  current.row = row;
  current.kept = keptAfter(current.kept, writes);
  if (writes.descriptions.size > 0) current.described = activity.form;
  current.latest = Math.max(current.latest, ...momentsOf(activity));
}

function caseAfter({ set }: Telling): CaseRow {
  const [transmission] = set.writes.transmissions;
  const row = set.cases.get(transmission?.case_id ?? '');
  if (row === undefined) throw new Error('a case is not there');
  return row;
}

/**
 * By how much the activity can be earlier: on the same days, after all that came before it in the case,
 * and not while a system that refuses the hub since then did not.
 */
function slackIn(
  { downSince }: FillParts,
  { latest }: OpenCase,
  { at, activity }: Happened,
): number {
  const since = downSince.get(activity.transmission.destination) ?? Infinity;
  const moments = momentsOf(activity);
  const slacks = moments.map((moment) =>
    Math.min(slackOf(moment), moment >= since ? moment - since : Infinity),
  );
  return Math.max(0, Math.min(MOST_EARLIER_MS, at.getTime() - latest, ...slacks));
}

const momentsOf = ({ leaves }: ToldActivity): number[] => leaves.map(({ at }) => at.getTime());
