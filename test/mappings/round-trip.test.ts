import { expect } from 'chai';
import fc from 'fast-check';
import type { Dialect } from '../../hub/mapping/dialect.ts';
import { mapInbound, readNative } from '../../hub/mapping/map-inbound.ts';
import { mapOutbound } from '../../hub/mapping/map-outbound.ts';
import type { JsonObject } from '../../hub/message/json.ts';
import { arbitraryEnvelope } from '../support/arbitrary-envelope.ts';
import { failureReport } from '../support/failure-report.ts';
import { ACTIVITY_NAMES, dialects, files, validator } from './load.ts';

// Shrinking documents of this size takes minutes; the problems in the error name the place.
const RUNS = { numRuns: 40, seed: 20_261_122, endOnFailure: true, reporter: failureReport };

const variants = [
  { name: 'some optional elements', optional: 'some', arrays: 2 },
  { name: 'every optional element', optional: 'all', arrays: 1 },
  { name: 'no optional element', optional: 'none', arrays: 0 },
] as const;

for (const dialect of dialects) {
  describe(`the dialect ${dialect.name}`, () => {
    for (const { type, name: activity } of ACTIVITY_NAMES) {
      for (const { name, ...variant } of variants) {
        it(`loses nothing of ${activity} with ${name}`, function () {
          this.timeout(60_000);
          const envelopes = arbitraryEnvelope({ files, ...variant }, type);
          const runs = variant.optional === 'some' ? RUNS : { ...RUNS, numRuns: 10 };
          fc.assert(
            fc.property(envelopes, (envelope) => {
              checkRoundTrip(dialect, envelope);
            }),
            runs,
          );
        });
      }
    }
  });
}

function checkRoundTrip(dialect: Dialect, envelope: JsonObject): void {
  validator.validate(envelope);
  const crosswalk = { caseId: envelope['subject'] as string, ownCaseNumber: 'OWN-7' };
  const { contentType, bytes } = mapOutbound(dialect, envelope, crosswalk);
  const [record, ...others] = readNative(dialect, contentType, bytes);
  expect(others).to.deep.equal([]);
  const member = (envelope['source'] as string).slice(-2);
  expect(mapInbound(dialect, record!, { member })).to.deep.equal(envelope);
}
