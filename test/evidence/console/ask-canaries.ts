import { NATIONAL } from '../../../hub/access/actor.ts';
import type { Route } from '../../../hub/access/policy.ts';
import type { Ask, CanaryCaller } from './canary-callers.ts';
import type { CanaryNation } from './canary-nation.ts';
import { inTurns } from '../in-turns.ts';
import {
  GUARDED_ROUTES,
  type Question,
  questionsOf,
  readsOnly,
  rolesOf,
} from './canary-questions.ts';

export interface CanaryCounts {
  readonly leaks: readonly string[];
  readonly answers: number;
  /** Canaries in answers to those whom they concern: that they can be found at all. */
  readonly own: number;
  readonly reading: number;
  readonly writing: number;
  /** Reading routes that answered nobody, so that nothing is known of them. */
  readonly silent: readonly Route[];
}

export interface AskOptions {
  /** Every role asks everything; else one role of a state does, and the others every ninth. */
  readonly everything: boolean;
  /** Also what changes something, with records that are not the caller’s: only where a policy refuses it. */
  readonly writes: boolean;
  readonly progress: (text: string) => void;
  readonly signal?: AbortSignal | undefined;
}

const DRY_RUN: Route = 'POST /v1/dry-run';
const SAMPLE = 9;

/** Asks every guarded route as every caller, and looks for what the caller must never see. */
export async function askCanaries(
  ask: Ask,
  nation: CanaryNation,
  callers: readonly CanaryCaller[],
  { everything, writes, progress, signal }: AskOptions,
): Promise<CanaryCounts> {
  const leaks: string[] = [];
  const silent: Route[] = [];
  const counts = { answers: 0, own: 0, reading: 0, writing: 0 };
  for (const route of GUARDED_ROUTES) {
    const reads = readsOnly(route);
    const questions = reads || writes ? questionsOf(route, nation) : [];
    if (signal?.aborted === true) break;
    let answered = 0;
    const work = callers.flatMap((caller) => {
      const own = reads ? questions : questions.filter((question) => isForeign(caller, question));
      const asksAll = everything || asksFor(caller, route);
      return own
        .filter((_, at) => asksAll || at % SAMPLE === 0)
        .map((question) => ({ caller, question }));
    });
    if (work.length === 0) continue;
    counts[reads ? 'reading' : 'writing'] += 1;
    await inTurns(work, async ({ caller, question: { path, json } }) => {
      const { status, text } = await ask(caller.name, path, json === undefined ? {} : { json });
      const found = nation.canaries.foundIn(text, caller.member);
      // A dry run answers with the activity that it was given; no other answer repeats what was asked.
      const said = route === DRY_RUN ? JSON.stringify(json) : '';
      const foreign = found.foreign.filter((word) => !said.includes(word));
      counts.answers += 1;
      counts.own += found.own;
      if (status < 300) answered += 1;
      if (foreign.length > 0) leaks.push(`${path} by ${caller.name}: ${foreign[0] ?? ''}`);
    });
    if (reads && answered === 0) silent.push(route);
    progress(`${route}: ${work.length} answers, ${leaks.length} leaks so far`);
  }
  return { ...counts, leaks, silent };
}

/** Nobody is told to change a record of its own, nor what is no record. */
function isForeign({ member }: CanaryCaller, { of }: Question): boolean {
  return of !== undefined && member !== NATIONAL && !of.includes(member);
}

/** Of each state the first role that may call the route. */
function asksFor({ member, role }: CanaryCaller, route: Route): boolean {
  const allowed = rolesOf(route).filter(
    (one) => (one === 'national-office' || one === 'auditor') === (member === NATIONAL),
  );
  return allowed[0] === role;
}
