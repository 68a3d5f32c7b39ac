import { expect } from 'chai';
import fc from 'fast-check';
import { type VersionComparison, compareVersions } from '../../hub/mapping/compare-versions.ts';
import { type Dialect, compileDialect } from '../../hub/mapping/dialect.ts';
import { mapOutbound } from '../../hub/mapping/map-outbound.ts';
import type { DialectFiles } from '../../hub/mapping/stored-documents.ts';
import { type JsonObject, isJsonObject } from '../../hub/message/json.ts';
import { arbitraryEnvelope } from '../support/arbitrary-envelope.ts';
import { anotherVersion, storedFiles } from '../support/dialect-versions.ts';
import { failureReport } from '../support/failure-report.ts';
import { ACTIVITY_NAMES, dialects, files, validator } from './load.ts';

const RUNS = { numRuns: 2, seed: 20_261_129, endOnFailure: true, reporter: failureReport };
const CROSSWALK = { caseId: 'C-00000000000000000000000001', ownCaseNumber: 'OWN-7' };

/** The activity that has most of the blocks. */
const RICHEST = 'compact.transfer-request.v1';
/** One of JSON and one of XML: hundreds of versions each. */
const CHANGED_RULE_BY_RULE = new Set(['nested-json', 'element-xml']);
/** With every optional element, and as they come: some exclude each other. */
const samples = (['all', 'some'] as const).flatMap((optional) =>
  fc.sample(arbitraryEnvelope({ files, optional, arrays: 1 }, RICHEST), {
    numRuns: 6,
    seed: 20_261_129,
  }),
);

function inBothDirections(comparison: VersionComparison, live: Dialect, envelope: JsonObject) {
  const { contentType, bytes } = mapOutbound(live, envelope, CROSSWALK);
  const type = envelope['type'] as string;
  const member = (envelope['source'] as string).slice(-2);
  return [
    ...comparison.outgoing(envelope, CROSSWALK),
    ...comparison.incoming({ type, member, contentType, bytes }),
  ];
}

for (const dialect of dialects) {
  describe(`versions of the dialect ${dialect.name}`, function () {
    this.timeout(120_000);

    const stored = storedFiles(dialect);
    const again = compileDialect(stored);

    it('have the hash of their files, however they were kept', () => {
      expect(again.versionHash).to.equal(dialect.versionHash);
      const codes = anotherVersion(stored, ({ dialect: document }) => {
        document['title'] = 'another';
      });
      expect(codes.versionHash).to.not.equal(dialect.versionHash);
    });

    for (const { type, name } of ACTIVITY_NAMES) {
      it(`do not differ in ${name} from themselves`, () => {
        const comparison = compareVersions(dialect, again, validator);
        const envelopes = arbitraryEnvelope({ files, optional: 'some', arrays: 2 }, type);
        fc.assert(
          fc.property(envelopes, (envelope) => {
            expect(inBothDirections(comparison, dialect, envelope)).to.deep.equal([]);
          }),
          RUNS,
        );
      });
    }

    if (!CHANGED_RULE_BY_RULE.has(dialect.name)) return;
    it('are found to differ by any one rule that writes another field', () => {
      const { local, ...whole } = stored;
      expect(local).to.not.equal(undefined);
      // The state's own schema would refuse the field before it is seen.
      const rules = withOneType(whole, RICHEST);
      const live = compileDialect(rules);
      const unseen = everyRule(rules).filter(({ change }) => {
        const candidate = anotherVersion(rules, change);
        // A block that the activity does not use changes nothing of it.
        const [one, other] = [live, candidate].map(
          ({ activities }) => activities.get(RICHEST)?.mappingHash,
        );
        const comparison = compareVersions(live, candidate, validator);
        return (
          one !== other &&
          !samples.some((envelope) => comparison.outgoing(envelope, CROSSWALK).length > 0)
        );
      });
      expect(unseen.map(({ at }) => at)).to.deep.equal([]);
    });
  });
}

function withOneType(whole: DialectFiles, type: string): DialectFiles {
  const rows = whole.dialect['recognise'] as JsonObject[];
  return {
    ...whole,
    dialect: { ...whole.dialect, recognise: rows.filter((row) => row['type'] === type) },
  };
}

interface ChangedRule {
  readonly at: string;
  readonly change: (files: DialectFiles) => void;
}

/** Each rule with a local field of its own, by the change that gives it another. */
function everyRule({ mappings, blocks }: DialectFiles): ChangedRule[] {
  const places = [
    ['mappings', 'transfer-request.json'] as const,
    ...Object.keys(blocks).map((name) => ['blocks', name] as const),
  ];
  return places.flatMap(([folder, name]) => {
    const rules = { mappings, blocks }[folder][name]?.['rules'];
    return pathsToRules(rules, []).map((path) => ({
      at: `${folder}/${name} ${path.join('/')}`,
      change: (changed) => {
        let at: unknown = changed[folder][name]?.['rules'];
        for (const key of path) at = (at as Record<string, unknown>)[key];
        const rule = at as { local: string };
        rule.local = rule.local.replace(/([^/]+)$/, '$1Other');
      },
    }));
  });
}

function pathsToRules(rules: unknown, path: readonly string[]): string[][] {
  if (!Array.isArray(rules)) return [];
  return rules.flatMap((rule: JsonObject, index) => {
    const here = [...path, String(index)];
    const inside = pathsToRules(rule['rules'], [...here, 'rules']);
    const isField = isJsonObject(rule) && typeof rule['local'] === 'string' && rule['local'] !== '';
    return isField && rule['op'] !== 'crosswalk' ? [here, ...inside] : inside;
  });
}
