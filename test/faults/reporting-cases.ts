import { caseFacts } from '../../simulation/generator/case-facts.ts';
import { type StoryPlan, caseStory } from '../../simulation/generator/case-story.ts';
import { partOf } from '../../simulation/generator/draw.ts';
import { activityOf, createDraw } from '../../simulation/generator/generate-activity.ts';
import type { RateKey } from '../../simulation/generator/rates.ts';
import type { Meaning } from '../../simulation/native/meaning.ts';
import type { Simulation } from '../../simulation/player.ts';

/** Ids that only the hub gives, and files, which cross apart from the activity. */
const WITHOUT: ReadonlySet<RateKey> = new Set([
  'supervised-individual.personId',
  'activity.attachments',
]);

const REPORT = 'compact.progress-report.v1';
const ARRIVAL = 'compact.arrival-notice.v1';

/** Cases that were brought to the arrival of the person: from then on reports may follow each other. */
export interface ReportingCases {
  /** Lets so many cases, or all, send report after report, the next when the last has its receipt. */
  begin(most?: number): void;
  /** No further report; those under way go on until they have their receipts. */
  pause(): void;
  /** Resolves when no report is under way. */
  settled(): Promise<void>;
}

interface ReportingCase {
  readonly plan: StoryPlan;
  readonly lane: string;
  readonly caseId: string;
  reports: number;
}

export interface ReportingCasesOptions {
  readonly seed: string;
  readonly count: number;
  /** The family name of every person, which their reports name too. */
  readonly familyName?: string;
}

/** Brings so many cases to the arrival, between one pair of the states after another. An odd number of states. */
export async function openReportingCases(
  simulation: Simulation,
  { seed, count, familyName }: ReportingCasesOptions,
): Promise<ReportingCases> {
  const named: Named = familyName === undefined ? (data) => data : withName(familyName);
  const members = [...simulation.states.keys()];
  const plans = Array.from({ length: count }, (_, index) => planOf({ seed, members, index }));
  const cases = await Promise.all(
    plans.map((plan, index) => playToArrival(simulation, { plan, index, named })),
  );
  const underWay = new Map<ReportingCase, Promise<void>>();
  let reporting = false;

  async function report(one: ReportingCase): Promise<void> {
    while (reporting) {
      one.reports += 1;
      const report = reportOf(one);
      await submit(simulation, one.lane, { ...report, data: named(report.data) });
    }
  }

  return {
    begin: (most = count) => {
      reporting = true;
      for (const one of cases.slice(0, most)) {
        if (underWay.has(one)) continue;
        const done = report(one).finally(() => underWay.delete(one));
        done.catch(() => undefined); // seen by `settled`
        underWay.set(one, done);
      }
    },
    pause: () => {
      reporting = false;
    },
    settled: async () => {
      await Promise.all(underWay.values());
    },
  };
}

interface Planning {
  readonly seed: string;
  readonly members: readonly string[];
  readonly index: number;
}

/** Of an odd number of states each one sends, and each one receives, as often as any other. */
function planOf({ seed, members, index }: Planning): StoryPlan {
  const sending = memberAt(members, index);
  const receiving = memberAt(members, index + 1 + (index % 2));
  return {
    seed: `${seed}/reporting case ${index}`,
    startDate: '2026-05-04',
    sending,
    receiving,
    caseNumbers: { sending: `${sending}-R${index}`, receiving: `${receiving} R/${index}` },
    variant: 'ordinary',
  };
}

function memberAt(members: readonly string[], place: number): string {
  const member = members[place % members.length];
  if (member === undefined) throw new Error('no state is simulated');
  return member;
}

type Named = (data: Meaning['data']) => Meaning['data'];

function withName(familyName: string): Named {
  return (data) => ({
    ...data,
    ...('supervisedIndividual' in data
      ? {
          supervisedIndividual: {
            ...data.supervisedIndividual,
            name: { ...data.supervisedIndividual.name, lastName: familyName },
          },
        }
      : {}),
    ...('summary' in data ? { summary: `${familyName} reports as told.` } : {}),
  });
}

interface Opening {
  readonly plan: StoryPlan;
  readonly index: number;
  readonly named: Named;
}

async function playToArrival(
  simulation: Simulation,
  { plan, index, named }: Opening,
): Promise<ReportingCase> {
  const lane = `reporting-${index}`;
  let caseId: string | undefined;
  for (const { number, type, from, to, data } of caseStory(plan).steps) {
    const about = caseId === undefined ? {} : { caseReference: caseId };
    const time = '2026-05-04T12:00:00Z';
    const said = { ...about, data: named(data) };
    const meaning = { id: `${lane}.${number}`, type, from, to, time, ...said };
    caseId = await submit(simulation, lane, meaning);
    if (type === ARRIVAL) return { plan, lane, caseId, reports: number };
  }
  throw new Error('an ordinary case has no arrival');
}

function reportOf({ plan, lane, caseId, reports }: ReportingCase): Meaning {
  const frame = { today: plan.startDate, without: WITHOUT };
  const facts = caseFacts(partOf(createDraw(plan.seed, frame), 'facts'), plan);
  return {
    id: `${lane}.${reports}`,
    type: REPORT,
    from: plan.receiving,
    to: plan.sending,
    time: '2026-05-04T12:00:00Z',
    caseReference: caseId,
    data: activityOf(REPORT, createDraw(`${plan.seed}/report ${reports}`, frame), facts),
  };
}

/** Submits through the state's own system, which tries until it has a receipt; returns the case. */
async function submit(simulation: Simulation, lane: string, meaning: Meaning): Promise<string> {
  const settlement = await simulation.states.get(meaning.from)?.submit(lane, meaning);
  if (settlement?.kind === 'receipt') return settlement.receipt.caseId;
  throw new Error(`${meaning.from} could not submit ${meaning.type}: ${settlement?.problem ?? ''}`);
}
