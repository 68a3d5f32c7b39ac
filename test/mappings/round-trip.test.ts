import { expect } from 'chai';
import type { Dialect } from '../../hub/mapping/dialect.ts';
import { mapInbound, readNative } from '../../hub/mapping/map-inbound.ts';
import { mapOutbound } from '../../hub/mapping/map-outbound.ts';
import type { JsonObject } from '../../hub/message/json.ts';
import { ACTIVITY_NAMES, dialects, validator } from './load.ts';
import { ROUND_TRIPS, VARIANTS, checkEach, envelopesOf } from './round-trip-draws.ts';

for (const { type, name: activity } of ACTIVITY_NAMES) {
  describe(`what is mapped there and back of ${activity}`, () => {
    for (const variant of VARIANTS) {
      for (const dialect of dialects) {
        it(`is whole in ${dialect.name} with ${variant.name}`, function () {
          this.timeout(60_000 + ROUND_TRIPS * 500);
          const envelopes = envelopesOf(type, variant, ROUND_TRIPS);
          checkEach(envelopes, (envelope) => {
            checkRoundTrip(dialect, envelope);
          });
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
