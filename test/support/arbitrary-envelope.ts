import fc from 'fast-check';
import { findActivity } from '../../hub/compact/activity-catalogue.ts';
import { MEMBER_CODES } from '../../hub/compact/members.ts';
import type { JsonObject } from '../../hub/message/json.ts';
import { type ArbitraryOptions, arbitraryFromSchema } from './arbitrary-from-schema.ts';

const CASE_ID = /^C-[0-9A-HJKMNP-TV-Z]{26}$/;

/** Envelopes of one activity type as the hub delivers them: valid, the case by the hub's id. */
export function arbitraryEnvelope(
  options: ArbitraryOptions,
  type: string,
): fc.Arbitrary<JsonObject> {
  const file = findActivity(type)?.schemaFile ?? '';
  const schema = options.files.schemas[file];
  if (schema === undefined) throw new Error(`no schema of ${type}`);
  const data = arbitraryFromSchema(options, { file, schema });
  const parties = fc.uniqueArray(fc.constantFrom(...MEMBER_CODES), { minLength: 2, maxLength: 2 });
  const track = fc.option(fc.constantFrom('PROBATION', 'PAROLE'), { nil: undefined });
  return fc
    .record({
      id: fc.stringMatching(/^[!-~]{1,40}$/),
      time: times(),
      parties,
      track,
      data,
      subject: fc.stringMatching(CASE_ID),
    })
    .map(({ id, time, parties: [from = 'OR', to = 'TX'], track: supervisiontype, ...others }) => ({
      specversion: '1.0',
      id,
      source: `urn:compact:${from}`,
      type,
      time,
      destination: to,
      ...(supervisiontype === undefined ? {} : { supervisiontype }),
      dataschema: `https://schemas.compact-hub.example/${file}`,
      datacontenttype: 'application/json',
      subject: others.subject,
      data: others.data,
    }));
}

/** RFC 3339 date-times as different systems write them. */
function times(): fc.Arbitrary<string> {
  const moment = fc.date({
    min: new Date('2020-01-01T00:00:00Z'),
    max: new Date('2040-01-01T00:00:00Z'),
    noInvalidDate: true,
  });
  const fraction = fc.constantFrom('', '.5', '.123', '.123456789');
  const zone = fc.constantFrom('Z', '+00:00', '-05:00', '+05:30', '-10:00');
  return fc
    .tuple(moment, fraction, zone)
    .map(([date, rest, offset]) => `${date.toISOString().slice(0, 19)}${rest}${offset}`);
}
