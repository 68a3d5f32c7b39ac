import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { ACTIVITIES } from '../../hub/compact/activity-catalogue.ts';
import { HubError } from '../../hub/errors.ts';
import { loadSchemas } from '../../hub/load-data.ts';
import { loadMappings } from '../../hub/load-mappings.ts';
import type { Dialect } from '../../hub/mapping/dialect.ts';
import { mapInbound, readNative } from '../../hub/mapping/map-inbound.ts';
import { mapOutbound } from '../../hub/mapping/map-outbound.ts';
import type { JsonObject } from '../../hub/message/json.ts';
import { messageSchemasOf } from '../../hub/message/schema-files.ts';
import { createMessageValidator } from '../../hub/message/validate-message.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { arbitraryEnvelope } from '../support/arbitrary-envelope.ts';

const files = messageSchemasOf(loadSchemas(join(PROJECT_ROOT, 'schemas')));
const validator = createMessageValidator(files);
const { dialects } = loadMappings(join(PROJECT_ROOT, 'mappings'));
// Shrinking documents of this size takes minutes; the problems in the error name the place.
const RUNS = { numRuns: 40, seed: 20_261_122, endOnFailure: true, reporter: failureReport };

const variants = [
  { name: 'some optional elements', optional: 'some', arrays: 2 },
  { name: 'every optional element', optional: 'all', arrays: 1 },
  { name: 'no optional element', optional: 'none', arrays: 0 },
] as const;

for (const dialect of dialects.values()) {
  if (dialect.document === undefined) continue;
  describe(`the dialect ${dialect.name}`, () => {
    for (const { type } of ACTIVITIES) {
      for (const { name, ...variant } of variants) {
        it(`loses nothing of ${type} with ${name}`, function () {
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

/** Seed, path and problems, without the document: it would fill the screen. */
function failureReport({
  failed,
  seed,
  counterexamplePath,
  errorInstance,
}: fc.RunDetails<[JsonObject]>): void {
  if (!failed) return;
  const problems = errorInstance instanceof HubError ? errorInstance.problems.slice(0, 10) : [];
  const where = problems.map(({ pointer, code }) => `${code} ${pointer}`).join('; ');
  throw new Error(`seed ${seed}, path ${counterexamplePath ?? ''}: ${where}`, {
    cause: errorInstance,
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
