import type { Envelope } from '../../hub/generated/messages.ts';
import type { ActivityType } from '../generator/activity-frame.ts';
import { NativeError } from './meaning.ts';
import type { Meaning, NativeDialect } from './meaning.ts';

const SCHEMAS = 'https://schemas.compact-hub.example';

/** The compact's own words: a CloudEvents envelope, for states whose system speaks no other. */
export const canonical: NativeDialect = {
  name: 'canonical',
  contentType: 'application/cloudevents+json',
  ending: 'json',
  write: (meaning) => Buffer.from(JSON.stringify(envelopeOf(meaning))),
  read: (document) => meaningOf(JSON.parse(document.toString('utf8')) as Envelope),
};

function envelopeOf(meaning: Meaning): Envelope {
  const { caseReference, supervisionType } = meaning;
  return {
    specversion: '1.0',
    id: meaning.id,
    source: `urn:compact:${meaning.from}`,
    type: meaning.type,
    ...(caseReference === undefined ? {} : { subject: caseReference }),
    time: meaning.time,
    destination: meaning.to,
    ...(supervisionType === undefined ? {} : { supervisiontype: supervisionType }),
    dataschema: `${SCHEMAS}/${meaning.type.slice('compact.'.length)}.schema.json`,
    datacontenttype: 'application/json',
    data: meaning.data,
  };
}

function meaningOf(envelope: Envelope): Meaning {
  const { subject, supervisiontype } = envelope;
  const from = /^urn:compact:([A-Z]{2})$/.exec(envelope.source)?.[1];
  if (from === undefined) throw new NativeError('/source names no member');
  return {
    id: envelope.id,
    type: envelope.type as ActivityType,
    from,
    to: envelope.destination,
    time: envelope.time,
    ...(subject === undefined ? {} : { caseReference: subject }),
    ...(supervisiontype === undefined ? {} : { supervisionType: supervisiontype }),
    data: envelope.data as Meaning['data'],
  };
}
