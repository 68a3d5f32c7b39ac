import type { ActivityData } from '../../hub/generated/messages.ts';
import { messageIdOf } from '../state-event.ts';
import { ACTIVITY_CODE_OF } from './activity-frame.ts';
import type { ActivityType } from './activity-frame.ts';
import { addDays } from './calendar.ts';
import { caseFacts } from './case-facts.ts';
import type { CaseFacts, CaseFrame } from './case-facts.ts';
import { partOf } from './draw.ts';
import type { Draw } from './draw.ts';
import { activityOf, createDraw } from './generate-activity.ts';
import type { Choices } from './generate-activity.ts';
import type { Random } from './random.ts';
import type { RateKey } from './rates.ts';
import { plotCase } from './plot-case.ts';
import type { CaseVariant } from './plot-case.ts';
import type { PlotStep } from './plot-steps.ts';

export interface StoryPlan extends CaseFrame {
  /** Together with the other members the whole story: equal plans give equal stories. */
  readonly seed: string;
  /** Day of the first activity, ISO. */
  readonly startDate: string;
  /** `any` by the national rates; `ordinary` is the shortest way; the tours together hold every type. */
  readonly variant: CaseVariant;
  /** With which the ids of the activities begin, so that one can name another. */
  readonly key?: string;
}

/** One activity of a story; each but the first follows the one before it. */
export interface StoryStep<Type extends ActivityType = ActivityType> {
  /** From 1. */
  readonly number: number;
  readonly type: Type;
  readonly from: string;
  readonly to: string;
  /** Day on which it is submitted, ISO. */
  readonly date: string;
  readonly data: ActivityData[Type];
}

/** A step whose activity is written when it is asked for: of a long story only the plot is kept. */
export type ScriptStep = Omit<StoryStep, 'data'> & { readonly write: () => StoryStep['data'] };

export interface CaseScript extends Omit<CaseStory, 'steps'> {
  readonly steps: readonly ScriptStep[];
}

export interface CaseStory {
  readonly sending: string;
  readonly receiving: string;
  /** The type by which a split state routes; a person under both goes to the probation office. */
  readonly supervisionType: 'PROBATION' | 'PAROLE';
  readonly steps: readonly StoryStep[];
}

/** What no story may hold: ids that only a hub gives, and files, which cross apart from the activity. */
export const NOT_IN_STORIES: ReadonlySet<RateKey> = new Set([
  'supervised-individual.personId',
  'activity.attachments',
]);

/**
 * The whole story of a case with what each activity says: request for reporting instructions and
 * reply where it begins so, transfer request and reply, departure, arrival, what happens under
 * supervision, closure and reply, with the variants of `plotCase`. Facts of the person stay the same
 * throughout.
 */
export function caseStory(plan: StoryPlan): CaseStory {
  const script = caseScript(plan);
  const steps = script.steps.map(({ write, ...step }): StoryStep => ({ ...step, data: write() }));
  return { ...script, steps };
}

/** The same story, its activities not yet written. */
export function caseScript(plan: StoryPlan): CaseScript {
  const draw = createDraw(plan.seed, { today: plan.startDate, without: NOT_IN_STORIES });
  const facts = caseFacts(partOf(draw, 'facts'), plan);
  const plot = plotCase(draw.random.fork('plot'), plan.variant);
  let today = plan.startDate;
  const steps = plot.map((step, index): ScriptStep => {
    const { type, by, after } = step;
    if (index > 0) today = addDays(today, daysAfter(draw.random.fork(`days ${index}`), after));
    const date = today;
    return {
      number: index + 1,
      type,
      from: by === 'sending' ? plan.sending : plan.receiving,
      to: by === 'sending' ? plan.receiving : plan.sending,
      date,
      write: () => {
        const stepDraw: Draw = { ...partOf(draw, `step ${index}`), today: date };
        return activityOf(type, stepDraw, facts, choicesOf(plan, plot, step));
      },
    };
  });
  return {
    sending: plan.sending,
    receiving: plan.receiving,
    supervisionType: supervisionTypeOf(facts),
    steps,
  };
}

function choicesOf(plan: StoryPlan, plot: readonly PlotStep[], step: PlotStep): Choices {
  const { by, choices, about } = step;
  const named = about === undefined ? undefined : plot[about - 1];
  if (about === undefined || named === undefined) return { ...choices, by };
  const activity = ACTIVITY_CODE_OF[named.type];
  return { ...choices, by, reference: { activity, id: messageIdOf(plan.key ?? 'case', about) } };
}

function supervisionTypeOf(facts: CaseFacts): CaseStory['supervisionType'] {
  return facts.supervision.type === 'PAROLE' ? 'PAROLE' : 'PROBATION';
}

/** Days from the median and the 95th percentile of a log-normal spread, rounded up. */
function daysAfter(random: Random, [median, high]: readonly [number, number]): number {
  const sigma = Math.log(high / median) / 1.645;
  return Math.max(0, Math.ceil(median * Math.exp(sigma * normal(random)) - 0.5));
}

/** A draw from the normal distribution (Box-Muller). */
function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}
