import type { PostBook } from './story-post.ts';
import type { CaseEnd } from './story.ts';
import type { StoryLab } from './story-lab.ts';

/** A deadline as the API shows it, as far as the stories tell of it. */
interface ShownClock {
  readonly duty: string;
  readonly rule: string;
  readonly owedBy: string;
  readonly dueOn: string;
  readonly status: string;
  readonly ended?: { readonly how: string };
}

interface ShownChoices {
  readonly choices: readonly { readonly choice: string; readonly by: string }[];
}

type AnyEnd = Readonly<Record<string, unknown>>;

/** A case by the API, in the words of a story; asked for by both states, who must see the same. */
export async function readCase(
  lab: StoryLab,
  { story, caseIds, personId }: PostBook,
  name: string,
): Promise<{ end: AnyEnd; clocks: string[]; supervisionType: string }> {
  const told = story.cases[name];
  const route = `GET /v1/cases/${caseIds.get(name) ?? ''}?person=no`;
  const { status, body } = await lab.call(told?.sending ?? 'national', route);
  if (status !== 200) throw new Error(`${story.key} ${name}: ${status}`);
  const { body: other } = await lab.call(told?.receiving ?? 'national', route);
  const { choices } = (body['choices'] ?? { choices: [] }) as ShownChoices;
  const isOne = JSON.stringify(shared(body)) === JSON.stringify(shared(other));
  return {
    end: {
      ...body,
      choices: choices.map(({ choice, by }) => `${choice} ${by}`),
      ...(isOne ? {} : { status: 'the two states do not read the same' }),
      ...(body['personId'] === personId ? {} : { status: 'of another person' }),
    },
    clocks: (body['deadlines'] as ShownClock[]).map(clockLine),
    supervisionType: String(body['supervisionType']),
  };
}

/** All but what each state reads of its own: its numbers, what waits for its release, its assignments. */
function shared(body: AnyEnd): AnyEnd {
  const { timeline, designations } = body as {
    readonly timeline: readonly { readonly status: string }[];
    readonly designations: object;
  };
  return {
    ...body,
    identifiers: undefined,
    timeline: timeline.filter(({ status }) => status === 'transmitted'),
    designations: { ...designations, history: undefined },
  };
}

function clockLine({ duty, rule, owedBy, dueOn, status, ended }: ShownClock): string {
  const parts = [duty, rule, owedBy, dueOn, status, ...(ended === undefined ? [] : [ended.how])];
  return parts.join(' | ');
}

/** Where a case stands otherwise than it was told. */
export function caseDifferences(where: string, told: Partial<CaseEnd>, found: AnyEnd): string[] {
  return Object.entries(told)
    .filter(([name, value]) => JSON.stringify(found[name]) !== JSON.stringify(value))
    .map(
      ([name, value]) =>
        `${where}: ${name} is ${JSON.stringify(found[name])}, not ${JSON.stringify(value)}`,
    );
}
