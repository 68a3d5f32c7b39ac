import { runCorpus } from '../hostile/corpus.ts';
import type { HostileLab } from '../hostile/hostile-lab.ts';
import type { CategoryResult } from '../hostile/run-category.ts';
import { type EvidenceLine, type EvidenceOptions, linesOf } from './evidence.ts';

const LEAST = 1_400;
const LEAST_OF_A_TYPE = 40;
const OF_A_TYPE = 'schema: ';

/** A hub that a run must find: what it is sent stands in what it answers. */
export const HOSTILE_DEFECTS = ['echoes-values'] as const;

/** Every hostile input of the corpus against every intake of a running hub. */
export async function showHostile(options: EvidenceOptions): Promise<EvidenceLine[]> {
  const claim = { line: 'hostile inputs', bar: '0 wrong verdicts, crashes and leaks' };
  return linesOf(claim, async () => {
    const { seed, progress, defect } = options;
    const echoes = defect !== undefined && HOSTILE_DEFECTS.some((known) => known === defect);
    const results = await runCorpus({
      seed,
      whole: !echoes,
      progress,
      ...(echoes ? { decorate: echoing } : {}),
    });
    const ofTypes = results.filter(({ name }) => name.startsWith(OF_A_TYPE));
    const others = results.filter(({ name }) => !name.startsWith(OF_A_TYPE));
    return [...others.map(categoryLine), typesLine(ofTypes), totalLine(results)];
  });
}

const isClean = ({ wrong, crashes, leaked }: CategoryResult): boolean =>
  wrong.length + crashes.length + leaked.length === 0;

function categoryLine(result: CategoryResult): EvidenceLine {
  return {
    line: `hostile: ${result.name}`,
    bar: `≥ ${result.least}; 0 wrong, crashed, leaked`,
    ...figureOf([result]),
    holds: isClean(result) && result.cases >= result.least,
  };
}

function typesLine(results: readonly CategoryResult[]): EvidenceLine {
  const least = Math.min(...results.map(({ cases }) => cases));
  const { figure, cases } = figureOf(results);
  return {
    line: 'hostile: every single change of a message that its schema forbids',
    bar: `≥ ${LEAST_OF_A_TYPE} of each type; 0 wrong, crashed, leaked`,
    figure: `${figure}; ${results.length} types, the least of one ${least}`,
    cases,
    holds: results.every(isClean) && least >= LEAST_OF_A_TYPE,
  };
}

function totalLine(results: readonly CategoryResult[]): EvidenceLine {
  const { figure, cases } = figureOf(results);
  return {
    line: 'hostile inputs in all, by HTTP, SOAP, SFTP and AMQP',
    bar: `≥ ${LEAST}; 0 wrong verdicts, crashes and leaks`,
    figure,
    cases,
    holds: results.every(isClean) && cases >= LEAST,
  };
}

function figureOf(results: readonly CategoryResult[]): Pick<EvidenceLine, 'figure' | 'cases'> {
  const count = (of: (result: CategoryResult) => number): number =>
    results.reduce((sum, result) => sum + of(result), 0);
  const slowest = results.toSorted((one, other) => other.slowestMs - one.slowestMs)[0];
  const first = results.flatMap(({ wrong, leaked }) => [...wrong, ...leaked])[0];
  const cases = count((result) => result.cases);
  const words = [
    `${cases}: ${count(({ wrong }) => wrong.length)} wrong, ${count(({ crashes }) => crashes.length)} crashed, ${count(({ leaked }) => leaked.length)} leaked`,
    `slowest ${Math.round(slowest?.slowestMs ?? 0)} ms of CPU, its making with it (${slowest?.slowest ?? ''})`,
    ...(first === undefined ? [] : [`first: ${first}`]),
  ];
  return { figure: words.join('; '), cases };
}

/** Answers with the document that it was sent behind its own words. */
function echoing(lab: HostileLab): HostileLab {
  return {
    ...lab,
    post: async (member, contentType, body) => {
      const played = await lab.post(member, contentType, body);
      return { ...played, shown: `${played.shown ?? ''}${body.toString()}` };
    },
  };
}
