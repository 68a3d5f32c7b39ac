import { expect } from 'chai';
import {
  ACTIVITY_TYPES,
  generateActivity,
} from '../../../simulation/generator/generate-activity.ts';
import type { ActivityType } from '../../../simulation/generator/activity-frame.ts';
import { DIALECTS } from '../../../simulation/native/find-dialect.ts';
import { NativeError } from '../../../simulation/native/meaning.ts';
import type { Meaning } from '../../../simulation/native/meaning.ts';
import { propertyPaths, pathsOf } from '../property-paths.ts';
import { readSchemas, schemaFileOf } from '../compact-schemas.ts';
import { meaningOf } from '../meaning-of.ts';

const SEEDS = Array.from({ length: 25 }, (_, index) => `native ${index}`);
const FILLS = ['by-rate', 'all', 'none'] as const;

describe('native dialects', () => {
  for (const dialect of DIALECTS) {
    for (const type of ACTIVITY_TYPES) {
      it(`${dialect.name} reads of ${type} what it wrote`, () => {
        for (const seed of SEEDS) {
          for (const fill of FILLS) {
            const meaning = meaningOf(type, seed, { fill });
            expect(dialect.read(dialect.write(meaning)), seed).to.deep.equal(meaning);
          }
        }
      });
    }
  }

  it('meet every property of every schema in these activities', () => {
    const { schemas } = readSchemas();
    const seenIn = (type: ActivityType): ReadonlySet<string> =>
      new Set(
        SEEDS.flatMap((seed) => pathsOf(generateActivity(type, seed, { fill: 'all' }))).concat(
          SEEDS.flatMap((seed) => pathsOf(generateActivity(type, seed))),
        ),
      );
    const missing = ACTIVITY_TYPES.flatMap((type) => {
      const seen = seenIn(type);
      return propertyPaths(schemas, schemaFileOf(type)).filter((path) => !seen.has(path));
    });
    expect(missing).to.deep.equal([]);
  });

  it('carry what has no room, and only that', () => {
    const carried = new Map<string, number>();
    for (const dialect of DIALECTS.filter(({ name }) => name !== 'canonical')) {
      const text = ACTIVITY_TYPES.map((type) =>
        dialect.write(meaningOf(type, 'one', { fill: 'all' })).toString(),
      ).join('\n');
      carried.set(dialect.name, text.match(/\/data\//g)?.length ?? 0);
    }
    for (const [name, count] of carried) expect(count, name).to.be.within(1, 80);
  });

  const broken: readonly [string, string][] = [
    ['attribute-xml', '<VioRp xmlns="urn:another" MsgNbr="1"/>'],
    ['attribute-xml', '<NoSuch xmlns="https://doccs.newyork.example/ics/v4" MsgNbr="1"/>'],
    ['nested-json', '{"header":{"message_kind":999}}'],
    ['nested-json', '[]'],
    ['fixed-width', ''],
    ['fixed-width', 'HDRISC-INTERCHANGE 07\nTRL0000001000000002\n'],
    ['fixed-width', 'HDRISC-INTERCHANGE 07\nS010001\nTRL0000001000000003\n'],
    ['flat-json', '{"TXN_CD":"NONE"}'],
    ['resource-json', '{"resourceType":"bundle","meta":{"eventKind":"none"}}'],
    ['entry-json', '{"form":"none","answers":[]}'],
    ['entry-json', '{"form":"ISU-125"}'],
    ['entry-json', '{"form":"ISU-125","answers":[{"item":"AN03"}]}'],
    ['element-xml', '<!DOCTYPE a [<!ENTITY b "c">]><ProgressReport/>'],
    ['element-xml', '<ProgressReport xmlns="urn:another"/>'],
    ['element-xml', '<ProgressReport xmlns="https://dcs.georgia.example/compact/2"><A></B>'],
    ['csv-groups', ''],
    ['csv-groups', '"HDR|INTERSTATE-XTRCT'],
    ['csv-groups', 'HDR|INTERSTATE-XTRCT|04|11022026|\r\nRECTYP|TRNNO\r\nTRL|0|0\r\n'],
    ['niem-xml', '<!DOCTYPE a [<!ENTITY b "c">]><ProgressReportMessage/>'],
    ['niem-xml', '<ProgressReportMessage xmlns="urn:another"/>'],
    [
      'niem-xml',
      '<ArrivalNoticeMessage xmlns="https://fdc.florida.example/niem/compact/1.0/"><a:Date xmlns:a="urn:another"/></ArrivalNoticeMessage>',
    ],
    ['charge-rows', ''],
    ['charge-rows', 'row_dk,"evt_nk'],
    ['charge-rows', 'row_dk,evt_nk\r\nARRIVED,OH-1\r\n'],
  ];
  for (const [name, text] of broken) {
    it(`${name} refuses ${text.slice(0, 40)}`, () => {
      const dialect = DIALECTS.find((candidate) => candidate.name === name);
      expect(() => dialect?.read(Buffer.from(text))).to.throw(NativeError);
    });
  }

  it('read what they wrote when every text is hostile', () => {
    const hostile = `]]> & < > " ' &amp; <!-- x --> \u{1f600} é 体\ttab\nline {"a":1} \\ end`;
    const meaning: Meaning = {
      ...meaningOf('compact.failure-to-arrive-notice.v1', 'hostile'),
      caseReference: `O'R & <"9">`,
      data: {
        ...generateActivity('compact.failure-to-arrive-notice.v1', 'hostile'),
        efforts: hostile,
        comments: hostile,
      },
    };
    for (const dialect of DIALECTS) {
      expect(dialect.read(dialect.write(meaning)), dialect.name).to.deep.equal(meaning);
    }
  });
});
