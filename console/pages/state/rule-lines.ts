type Values = Readonly<Record<string, unknown>>;

/** One rule as people read it; rules inside of another stand deeper. */
export interface RuleLine {
  readonly canonical: string;
  readonly local: string;
  readonly what: string;
  readonly depth: number;
}

const text = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(text).join(', ');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
};

/** By the operations of docs/mapping.md. */
const SAYINGS: Readonly<Record<string, (rule: Values) => string>> = {
  copy: () => 'the same value',
  constant: ({ value }) => `always “${text(value)}”`,
  code: ({ codes }) => `by the code list ${text(codes)}`,
  date: ({ format }) => `day written ${text(format)}`,
  time: ({ format }) => `time written ${text(format)}`,
  moment: ({ format }) => `moment written ${text(format)}`,
  dateTime: ({ format }) => `day and time written ${text(format)}`,
  number: ({ localAs, shift }) =>
    `number as ${text(localAs)}${shift === undefined ? '' : `, ${text(shift)} places shifted`}`,
  boolean: ({ yes, no }) =>
    `yes is “${text(yes)}”${no === undefined ? '' : `, no is “${text(no)}”`}`,
  join: ({ separator }) => `joined by “${text(separator)}”`,
  split: ({ separator, widths }) =>
    separator === undefined
      ? `cut after ${text(widths)} characters`
      : `split at “${text(separator)}”`,
  personName: ({ style }) => `name written ${text(style)}`,
  object: ({ block, prefix }) =>
    `a group${block === undefined ? '' : `, by the part ${text(block)}`}${prefix === undefined ? '' : `, names begin with ${text(prefix)}`}`,
  list: ({ block, maxItems }) =>
    `each item${block === undefined ? '' : ` by the part ${text(block)}`}${maxItems === undefined ? '' : `, ${text(maxItems)} at most`}`,
  wrap: ({ block }) => `a list of one${block === undefined ? '' : `, by the part ${text(block)}`}`,
  crosswalk: ({ identifier }) => `number of the crosswalk: ${text(identifier)}`,
};

const CARRIED: Readonly<Record<string, string>> = {
  absent: 'crosses in the extension: the state has no field for it',
  coarser: 'crosses in the extension too: the state’s field says less',
  shortened: 'crosses in the extension too where it is longer',
  overflow: 'what is more crosses in the extension',
};

/** The rules of a mapping or block in their order, and last what the format does not hold. */
export function linesOf(document: Values): RuleLine[] {
  return [...ruleLines(document['rules'], 0), ...carriedLines(document['carried'])];
}

function ruleLines(rules: unknown, depth: number): RuleLine[] {
  if (!Array.isArray(rules)) return [];
  return (rules as readonly Values[]).flatMap((rule) => {
    const longest = rule['maxLength'];
    const saying = SAYINGS[text(rule['op'])]?.(rule) ?? text(rule['op']);
    const line = {
      canonical: text(rule['canonical']),
      local: text(rule['local']),
      what: longest === undefined ? saying : `${saying}, ${text(longest)} characters at most`,
      depth,
    };
    return [line, ...ruleLines(rule['rules'], depth + 1)];
  });
}

function carriedLines(carried: unknown): RuleLine[] {
  if (!Array.isArray(carried)) return [];
  return (carried as readonly Values[]).map(({ path, kind, why }) => ({
    canonical: text(path),
    local: '',
    what: `${CARRIED[text(kind)] ?? text(kind)}${why === undefined ? '' : ` (${text(why)})`}`,
    depth: 0,
  }));
}
