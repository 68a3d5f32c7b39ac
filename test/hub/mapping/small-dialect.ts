import type { LocalFile } from '../../../hub/mapping/stored-documents.ts';
import { type Dialect, compileDialect } from '../../../hub/mapping/dialect.ts';
import { mapBack, mapThere } from '../../../hub/mapping/scope.ts';
import { startRun } from '../../../hub/mapping/run.ts';
import type { JsonObject, JsonValue } from '../../../hub/message/json.ts';

export const TYPE = 'compact.departure-notice.v1';

export interface SmallDialect {
  readonly rules: readonly object[];
  readonly carried?: readonly object[];
  readonly unread?: readonly object[];
  readonly blocks?: Readonly<Record<string, readonly object[]>>;
  readonly codes?: Readonly<Record<string, readonly [JsonValue, JsonValue][]>>;
  readonly format?: 'json' | 'xml';
  readonly dialect?: object;
  readonly local?: object;
}

/** A dialect with one activity, whose rules begin at the envelope and at the record. */
export function smallDialect(small: SmallDialect): Dialect {
  const {
    rules,
    carried = [],
    unread = [],
    blocks = {},
    codes = {},
    format = 'json',
    dialect = {},
    local,
  } = small;
  const root = format === 'xml' ? '/R' : '';
  return compileDialect({
    name: 'small',
    dialect: {
      dialect: 'small',
      title: 'Small',
      format,
      contentType: format === 'xml' ? 'application/xml' : 'application/json',
      records: { cut: 'whole' },
      recognise: [{ type: TYPE, mapping: 'm.json', when: [{ path: `${root}/id` }], root }],
      envelope: [{ op: 'copy', canonical: '/id', local: '/id' }],
      extension: { path: '/ext', as: 'object' },
      ...dialect,
    },
    mappings: {
      'm.json': { type: TYPE, title: 'M', rules, carried, unread } as unknown as JsonObject,
    },
    blocks: mapValues(blocks, (inner, block) => ({ block, title: block, rules: inner })),
    codes: mapValues(codes, (pairs, name) => ({
      codes: name,
      title: name,
      pairs: pairs.map((pair) => ({ canonical: pair[0], local: pair[1] })),
    })),
    ...(local === undefined ? {} : { local: local as LocalFile }),
  });
}

function mapValues<In>(
  values: Readonly<Record<string, In>>,
  make: (value: In, name: string) => object,
): Record<string, JsonObject> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, make(value, name) as JsonObject]),
  );
}

export interface Mapped {
  readonly value: JsonObject;
  readonly carried: Readonly<Record<string, JsonValue>>;
  /** `CODE pointer`. */
  readonly problems: readonly string[];
}

/** The rules of a small dialect on their own: canonical to local. */
export function there(dialect: Dialect, canonical: JsonObject): Mapped {
  const run = startRun(dialect.format === 'xml', { caseId: 'C-1', ownCaseNumber: '77' });
  const { scope } = dialect.activities.get(TYPE)!;
  const value = mapThere(scope, canonical, { base: '', localBase: '' }, run);
  return { value, carried: Object.fromEntries(run.carried), problems: run.problems.map(named) };
}

/** Local to canonical, with what the extension slot carried. */
export function back(
  dialect: Dialect,
  local: JsonObject,
  carried: Readonly<Record<string, JsonValue>> = {},
): Mapped {
  const run = startRun(dialect.format === 'xml');
  for (const [pointer, value] of Object.entries(carried)) run.carried.set(pointer, value);
  const { scope } = dialect.activities.get(TYPE)!;
  const value = mapBack(scope, local, { base: '', localBase: '' }, run);
  return { value, carried: {}, problems: run.problems.map(named) };
}

function named({ code, pointer }: { code: string; pointer: string }): string {
  return `${code} ${pointer}`;
}
