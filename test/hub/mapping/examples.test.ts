import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { loadSchemas } from '../../../hub/load-data.ts';
import { loadMappings } from '../../../hub/load-mappings.ts';
import type { Dialect } from '../../../hub/mapping/dialect.ts';
import { mapInbound, readNative } from '../../../hub/mapping/map-inbound.ts';
import { mapOutbound } from '../../../hub/mapping/map-outbound.ts';
import { joinDocuments } from '../../../hub/mapping/native-document.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { messageSchemasOf } from '../../../hub/message/schema-files.ts';
import { createMessageValidator } from '../../../hub/message/validate-message.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import { arbitraryEnvelope } from '../../support/arbitrary-envelope.ts';
import { failureReport } from '../../support/failure-report.ts';
import { refusal } from './layout/small-layout.ts';

const schemas = loadSchemas(join(PROJECT_ROOT, 'schemas'));
const files = messageSchemasOf(schemas);
const validator = createMessageValidator(files);
const { dialects } = loadMappings(join(import.meta.dirname, 'examples'), schemas);
const NAMES = ['csv-wide', 'csv-typed', 'csv-rows', 'fixed-lines'] as const;
const DEPARTURE = 'compact.departure-notice.v1';
const RUNS = { seed: 20_261_125, endOnFailure: true, reporter: failureReport };
const variants = [
  { name: 'some optional elements', optional: 'some', arrays: 5, numRuns: 30 },
  { name: 'every optional element', optional: 'all', arrays: 20, numRuns: 8 },
  { name: 'no optional element', optional: 'none', arrays: 0, numRuns: 8 },
] as const;

function exampleOf(name: string): Dialect {
  const dialect = dialects.get(name);
  if (dialect === undefined) throw new Error(`no example ${name}`);
  return dialect;
}

function written(dialect: Dialect, envelope: JsonObject): Buffer {
  const crosswalk = {
    caseId: envelope['subject'] as string,
    ownCaseNumber: 'OWN-7',
    deliveryId: '6f1c1f0e-5d0a-4a39-9f0e-0c9a3a4a1b77',
  };
  return mapOutbound(dialect, envelope, crosswalk).bytes;
}

function read(dialect: Dialect, bytes: Buffer): JsonObject[] {
  const records = readNative(dialect, dialect.contentType, bytes);
  return records.map((record) => mapInbound(dialect, record, { member: 'OR' }));
}

for (const name of NAMES) {
  describe(`the example ${name}`, () => {
    const dialect = exampleOf(name);
    for (const type of dialect.activities.keys()) {
      for (const { name: variant, numRuns, ...options } of variants) {
        it(`gives back ${type} with ${variant}`, () => {
          fc.assert(
            fc.property(arbitraryEnvelope({ files, ...options }, type), (envelope) => {
              validator.validate(envelope);
              expect(read(dialect, written(dialect, envelope))).to.deep.equal([envelope]);
            }),
            { ...RUNS, numRuns },
          );
        });
      }
    }

    it('has in a batch the activities of its documents, in order', () => {
      const envelopes = fc.uniqueArray(envelopeTo('TX'), {
        minLength: 2,
        maxLength: 4,
        selector: ({ id }) => id,
      });
      fc.assert(
        fc.property(envelopes, (all) => {
          const bodies = all.map((envelope) => written(dialect, envelope));
          const whole = joinDocuments(dialect, bodies);
          expect(read(dialect, whole)).to.deep.equal(all);
          expect(joinDocuments(dialect, [whole]).equals(whole)).to.equal(true);
        }),
        { ...RUNS, numRuns: 10 },
      );
    });
  });
}

/** Of either type, from one state to another. */
function envelopeTo(destination: string): fc.Arbitrary<JsonObject> {
  const types = [DEPARTURE, 'compact.case-closure-notice.v1'];
  const options = { files, optional: 'some', arrays: 3 } as const;
  return fc
    .oneof(...types.map((type) => arbitraryEnvelope(options, type)))
    .map((envelope) => ({ ...envelope, source: 'urn:compact:OR', destination }));
}

const notice: JsonObject = {
  specversion: '1.0',
  id: 'm-1',
  source: 'urn:compact:OR',
  type: DEPARTURE,
  time: '2026-03-02T10:11:12Z',
  destination: 'TX',
  dataschema: 'https://schemas.compact-hub.example/departure-notice.v1.schema.json',
  datacontenttype: 'application/json',
  subject: 'C-0123456789ABCDEFGHJKMNPQRS',
  data: {
    submittedBy: { name: 'Ann Example', role: 'OFFICER', reference: 'aexample' },
    direction: 'OUTBOUND',
    departureDate: '2026-03-02',
  },
};

describe('a document outside the state’s own layout', () => {
  const dialect = exampleOf('csv-typed');
  const text = written(dialect, notice).toString();
  const changes: [string, string, string, string][] = [
    ['a code', '|OR|TX|', '|ZZ|TX|', 'NATIVE_INVALID; CODE_UNKNOWN /lines/2/FROM_ST'],
    ['a required column', '|m-1|', '||', 'NATIVE_INVALID; required /lines/2/TXN_ID'],
    [
      'a date',
      '|03/02/2026 10',
      '|13/02/2026 10',
      'NATIVE_INVALID; VALUE_UNREADABLE /lines/2/TXN_TS',
    ],
    ['a length', '|m-1|', `|${'m'.repeat(200)}|`, 'NATIVE_INVALID; maxLength /lines/2/TXN_ID'],
  ];
  for (const [name, from, to, outcome] of changes) {
    it(`is refused with its place: ${name}`, () => {
      expect(text).to.contain(from);
      expect(refusal(() => read(dialect, Buffer.from(text.replace(from, to))))).to.equal(outcome);
    });
  }
});

describe('an activity outside the state’s own layout', () => {
  it('is not held, by its place in the envelope', () => {
    const fixed = exampleOf('fixed-lines');
    const crosswalk = { caseId: 'C-1', ownCaseNumber: 'x'.repeat(41) };
    expect(refusal(() => mapOutbound(fixed, notice, crosswalk))).to.equal('NOT_HELD; maxLength ');
    const broken = { ...notice, id: 'm\n1' };
    expect(refusal(() => mapOutbound(fixed, broken, { caseId: 'C-1' }))).to.equal(
      'NOT_HELD; VALUE_NOT_HELD /id',
    );
  });

  it('is not held in one document with those that it cannot be told from', () => {
    const dialect = exampleOf('csv-typed');
    const bytes = written(dialect, {
      ...notice,
      data: { ...(notice['data'] as JsonObject), attachments: [attachment] },
    });
    expect(refusal(() => joinDocuments(dialect, [bytes, bytes]))).to.equal(
      'NOT_HELD; KEY_REPEATED /records/1/DEPART',
    );
  });
});

const attachment: JsonObject = {
  sha256: 'a'.repeat(64),
  mediaType: 'application/pdf',
  size: 7,
  kind: 'OTHER',
  fileName: 'a.pdf',
  description: 'a',
};
