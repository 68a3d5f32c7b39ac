import { type BenchLab, type LabOptions, withBenchLab } from './bench-lab.ts';
import type { BenchPlan, Part } from './bench-plan.ts';
import { type BenchFigures, type BenchReport, reportOf } from './bench-report.ts';
import { measureAcceptance } from './measure-acceptance.ts';
import { measureEndToEnd } from './measure-end-to-end.ts';
import { measureMapping } from './measure-mapping.ts';
import { measureSequencer } from './measure-sequencer.ts';
import { measureSoak } from './measure-soak.ts';
import type { Progress } from './progress.ts';

export interface BenchOptions extends LabOptions {
  readonly plan: BenchPlan;
  readonly commit: string;
  readonly progress: Progress;
}

/** Measures what the plan asks for (docs/performance.md). Leaves nothing running and no file behind. */
export async function runBench(options: BenchOptions): Promise<BenchReport> {
  const { plan, commit, progress } = options;
  const mapping = plan.parts.has('mapping')
    ? { mapping: await measureMapping(plan, progress) }
    : {};
  if ([...plan.parts].every((part) => part === 'mapping')) {
    return reportOf(mapping, { plan, dialects: new Map(), commit });
  }
  progress('starting the database, the hub, the relay and the states, and preparing the cases');
  return withBenchLab(plan, options, async (lab) => {
    const figures = { ...(await measure(lab, plan, progress)), ...mapping };
    return reportOf(figures, { plan, dialects: lab.dialects, commit });
  });
}

async function measure(lab: BenchLab, plan: BenchPlan, progress: Progress): Promise<BenchFigures> {
  const asked = (part: Part): boolean => plan.parts.has(part);
  const [a, e, s, k] = [
    asked('accept') ? await measureAcceptance(lab, plan, progress) : undefined,
    asked('end-to-end') ? await measureEndToEnd(lab, plan, progress) : undefined,
    asked('sequencer') ? await measureSequencer(lab, plan, progress) : undefined,
    asked('soak') ? await measureSoak(lab, plan, progress) : undefined,
  ];
  return {
    ...(a === undefined ? {} : { acceptance: a }),
    ...(e === undefined ? {} : { endToEnd: e }),
    ...(s === undefined ? {} : { sequencer: s }),
    ...(k === undefined ? {} : { soak: k }),
  };
}
