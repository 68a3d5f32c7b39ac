import { expect } from 'chai';
import { LENGTHS, RATES } from '../../../simulation/generator/rates.ts';
import {
  ACTIVITY_TYPES,
  generateActivity,
} from '../../../simulation/generator/generate-activity.ts';
import type { ActivityType } from '../../../simulation/generator/activity-frame.ts';
import { createChecker, readSchemas, schemaFileOf } from '../compact-schemas.ts';
import { pathsOf, propertyPaths } from '../property-paths.ts';

const SEEDS = Array.from({ length: 300 }, (_, index) => `seed ${index}`);

describe('generateActivity', () => {
  const problemsOf = createChecker();

  for (const type of ACTIVITY_TYPES) {
    for (const fill of ['by-rate', 'all', 'none'] as const) {
      it(`makes ${type} that its schema takes, filled ${fill}`, () => {
        const seeds = fill === 'by-rate' ? SEEDS : SEEDS.slice(0, 100);
        const invalid = seeds
          .map((seed) => ({
            seed,
            problems: problemsOf(type, generateActivity(type, seed, { fill })),
          }))
          .filter(({ problems }) => problems.length > 0);
        expect(invalid).to.deep.equal([]);
      });
    }
  }

  it('makes the same activity from the same seed and another from another', () => {
    const texts = ACTIVITY_TYPES.flatMap((type) =>
      ['a', 'a', 'b'].map((seed) => JSON.stringify(generateActivity(type, seed))),
    );
    for (let index = 0; index < texts.length; index += 3) {
      expect(texts[index]).to.equal(texts[index + 1]);
      expect(texts[index]).not.to.equal(texts[index + 2]);
    }
  });

  it('fills every property of every schema at least once in 300 seeds', () => {
    const { schemas } = readSchemas();
    const missing = ACTIVITY_TYPES.flatMap((type) => {
      const wanted = propertyPaths(schemas, schemaFileOf(type));
      const seen = seenPaths(type);
      const lacking = wanted.filter((path) => !seen.has(path));
      console.log(`      ${type}: ${wanted.length - lacking.length} of ${wanted.length} paths`);
      return lacking.map((path) => `${type} ${path}`);
    });
    expect(missing).to.deep.equal([]);
  });

  it('draws every code of every list that the schemas use', () => {
    const { schemas, codes } = readSchemas();
    const used = new Set([...schemas.values()].flatMap((schema) => listsIn(schema)));
    const rare = new Set(['address-state.v1']);
    const asked = [...used]
      .filter((list) => !rare.has(list))
      .flatMap((list) => (codes.get(list) ?? []).map((code) => ({ list, code })));
    const seen = new Set<string>();
    const unseen = (): unknown[] => asked.filter(({ code }) => !seen.has(code));
    for (const seed of [...SEEDS, ...SEEDS.map((first) => `more ${first}`)]) {
      if (unseen().length === 0) break;
      for (const type of ACTIVITY_TYPES) {
        addTexts(generateActivity(type, seed, { fill: 'all' }), seen);
      }
    }
    expect(unseen()).to.deep.equal([]);
  });

  it('makes progress reports of about 2 kB', () => {
    const sizes = SEEDS.map(
      (seed) => JSON.stringify(generateActivity('compact.progress-report.v1', seed)).length,
    ).sort((one, other) => one - other);
    expect(sizes[150]).to.be.within(1700, 2400);
  });

  it('uses no social security number outside the area 900 to 999', () => {
    const numbers = SEEDS.flatMap(
      (seed) =>
        generateActivity('compact.transfer-request.v1', seed).supervisedIndividual
          .socialSecurityNumbers ?? [],
    );
    expect(numbers.length).to.be.greaterThan(100);
    expect(numbers.filter((number) => !number.startsWith('9'))).to.deep.equal([]);
  });
});

describe('the table of rates', () => {
  it('has a row for every element that a schema leaves open, and no other', () => {
    expect(Object.keys(RATES).sort()).to.deep.equal(openElements().sort());
  });

  it('has the longest length that the schema allows for every list', () => {
    const longest = new Map(listLengths());
    for (const [list, [, , most]] of Object.entries(LENGTHS)) {
      expect([list, longest.get(list)]).to.deep.equal([list, most]);
    }
    expect([...longest.keys()].sort()).to.deep.equal(Object.keys(LENGTHS).sort());
  });
});

function seenPaths(type: ActivityType): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const seed of SEEDS) {
    for (const path of pathsOf(generateActivity(type, seed))) seen.add(path);
  }
  return seen;
}

const COMMON = ['releasedBy', 'senderCaseNumber', 'attachments', 'comments'];
/** Filled as the activity's decision demands, never by a rate. */
const DECIDED = [
  'supervisionPeriod.endDate',
  'reporting-instructions-reply.reportingInstructions',
  'reporting-instructions-reply.denialReasons',
  'reporting-instructions-reply.denialExplanation',
  'transfer-reply.reportingInstructions',
  'transfer-reply.rejectionReasons',
  'transfer-reply.rejectionExplanation',
  'return-instructions-request.residence',
  'return-instructions-request.residenceUnknown',
  'action-request.specialization',
  'action-request.about',
];

function openElements(): string[] {
  const open = blocks().flatMap(({ name, schema }) =>
    Object.keys(schema.properties ?? {})
      .filter((property) => !(schema.required ?? []).includes(property))
      .map((property) =>
        name.includes('-') && COMMON.includes(property)
          ? `activity.${property}`
          : `${name}.${property}`,
      ),
  );
  return [...new Set(open)].filter((key) => !DECIDED.includes(key));
}

function listLengths(): [string, number][] {
  return blocks().flatMap(({ schema }) =>
    Object.entries(schema.properties ?? {}).flatMap(([property, value]): [string, number][] =>
      value !== false && value.items !== undefined ? [[property, value.maxItems ?? 0]] : [],
    ),
  );
}

function blocks(): { name: string; schema: SchemaOf }[] {
  const found: { name: string; schema: SchemaOf }[] = [];
  const walk = (name: string, schema: SchemaOf): void => {
    found.push({ name, schema });
    for (const [property, value] of Object.entries(schema.properties ?? {})) {
      if (value === false) continue;
      if (value.properties !== undefined) walk(property, value);
      if (value.items?.properties !== undefined) walk(property, value.items);
    }
  };
  for (const [file, schema] of readSchemas().schemas) {
    if (schema.$defs === undefined) walk(file.replace('.v1.schema.json', ''), schema);
    for (const [name, block] of Object.entries(schema.$defs ?? {})) walk(name, block);
  }
  return found;
}

type SchemaOf = NonNullable<ReturnType<ReturnType<typeof readSchemas>['schemas']['get']>>;

function listsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = (value as SchemaOf)['x-code-list'];
  return [...(own === undefined ? [] : [own]), ...Object.values(value).flatMap(listsIn)];
}

function addTexts(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value);
  else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) addTexts(inner, texts);
  }
}
