import { expect } from 'chai';
import fc from 'fast-check';
import type { CalendarDay } from '../../../hub/compact/calendar-day.ts';
import { ELIGIBILITY_CHECKS } from '../../../hub/compact/eligibility-rows.ts';
import { CHECK_CODES } from '../../../hub/compact/finding.ts';
import { askChecks, findIneligibility } from '../../../hub/compact/find-ineligibility.ts';
import { type EligibilityRequest, itemsAt, valueAt } from '../../../hub/compact/request-facts.ts';
import {
  REPORTING_INSTRUCTIONS_REASON,
  TRANSFER_REASON,
} from '../../../hub/generated/code-lists.ts';
import { type JsonObject, type JsonValue, isJsonObject } from '../../../hub/message/json.ts';
import { generateActivity } from '../../../simulation/generator/generate-activity.ts';
import { requestWith } from '../../support/eligibility-request.ts';

const TYPES = ['compact.transfer-request.v1', 'compact.reporting-instructions-request.v1'] as const;
const FEES = [
  { kind: 'application', payer: 'person-leaving', amount: '50.00', per: 'application' },
].map((fee) => ({
  ...fee,
  rule: 'a law',
  source: 'a page',
  confirmed: true,
})) as EligibilityRequest['fees'];

const days = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10) as CalendarDay);

const generated = fc
  .record({
    type: fc.constantFrom(...TYPES),
    seed: fc.string(),
    fill: fc.constantFrom('by-rate' as const, 'all' as const, 'none' as const),
    today: days,
  })
  .map(({ type, seed, fill, today }): EligibilityRequest => {
    const data = JSON.parse(JSON.stringify(generateActivity(type, seed, { fill }))) as JsonObject;
    return { type, data, from: 'OR', to: 'TX', today, fees: FEES };
  });

/** Values that a schema would not let through, among them names that objects have by nature. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>,
  fc.constantFrom<JsonValue>(
    '',
    null,
    [],
    {},
    [null],
    [[]],
    '2026-02-30',
    '9999-99-99',
    '0.00',
    -1,
  ),
  fc.constantFrom<JsonValue>('__proto__', 'constructor', 'toString', 'FELONY', 'RELEASE', true),
);

/** Each place that a check looks at, and the lists and objects above it. */
const PLACES = [
  ...new Set(
    TYPES.flatMap((type) => placesOf(requestWith(type.slice(8, -3) as 'transfer-request').data)),
  ),
];

function placesOf(value: JsonValue, at = ''): string[] {
  const names = Array.isArray(value)
    ? [...value.keys()].map(String)
    : isJsonObject(value)
      ? Object.keys(value)
      : [];
  return names.flatMap((name) => {
    const place = `${at}/${name}`;
    return [place, ...placesOf((value as JsonObject)[name] ?? null, place)];
  });
}

const reasons = fc.constantFrom(...TRANSFER_REASON, ...REPORTING_INSTRUCTIONS_REASON);

function broken(
  request: EligibilityRequest,
  changes: readonly [string, JsonValue][],
  reason: string,
) {
  const data = structuredClone(request.data);
  data['transferReason'] = reason;
  data['reason'] = reason;
  for (const [place, value] of changes) {
    const names = place.split('/').slice(1);
    const last = names.pop() ?? '';
    const parent = names.length === 0 ? data : valueAt(data, `/${names.join('/')}`);
    if (isJsonObject(parent)) parent[last] = value;
  }
  return { ...request, data };
}

function expectSound(request: EligibilityRequest): void {
  const answers = askChecks(request);
  const codes = answers.map(({ code }) => code);
  expect(new Set(codes).size).to.equal(codes.length);
  expect(CHECK_CODES).to.include.members(codes);
  const findings = findIneligibility(request);
  expect(findings).to.deep.equal(answers.filter(({ result }) => result !== 'met'));
  for (const { pointers } of findings) {
    for (const pointer of pointers) expect(pointer).to.match(/^\/data(\/[A-Za-z]+|\/\d+)+$/);
  }
}

describe('eligibility of any data', () => {
  it('finds each thing at most once in every generated request', () => {
    fc.assert(fc.property(generated, expectSound), { numRuns: 300 });
  });

  it('lets every generated request cross', () => {
    const refusing = ELIGIBILITY_CHECKS.filter(({ weight }) => weight === 'refusing');
    const codes = refusing.map(({ code }) => code);
    fc.assert(
      fc.property(generated, (request) => {
        const found = findIneligibility(request).map(({ code }) => code);
        expect(found).not.to.include.members(codes);
      }),
      { numRuns: 200 },
    );
  });

  it('never throws, whatever stands at the places it looks at', () => {
    const changes = fc.array(fc.tuple(fc.constantFrom(...PLACES), anything), { maxLength: 8 });
    fc.assert(
      fc.property(generated, changes, reasons, (request, list, reason) => {
        expectSound(broken(request, list, reason));
      }),
      { numRuns: 300 },
    );
  });

  it('never throws, whatever the data is', () => {
    const objects = fc.dictionary(
      fc.constantFrom(...PLACES.map((p) => p.slice(1)).filter((p) => !p.includes('/'))),
      anything,
    );
    fc.assert(
      fc.property(objects, fc.constantFrom(...TYPES), days, (data, type, today) => {
        expectSound({ type, data, from: 'OR', to: 'TX', today, fees: FEES });
      }),
      { numRuns: 300 },
    );
  });

  it('repeats nothing of the request', () => {
    const canary = 'Zebulon';
    const request = requestWith('transfer-request', { '/residence/address/state': canary });
    expect(JSON.stringify(findIneligibility(request))).not.to.include(canary);
    expect(itemsAt({ list: [{ [canary]: 1 }] }, '/list')).to.deep.equal(['/list/0']);
  });
});
