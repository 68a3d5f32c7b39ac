import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ACTIVITIES,
  findActivity,
  isKnownInSomeVersion,
} from '../../../hub/compact/activity-catalogue.ts';
import { loadSchemas } from '../../../hub/load-data.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';

const ORIGINS = {
  sending: 'sending',
  receiving: 'receiving',
  leaving: 'the state the person leaves',
  reached: 'the state the person reaches',
  either: 'either',
} as const;

describe('the catalogue of activities', () => {
  it('has the same rows as docs/terms.md', () => {
    const terms = readFileSync(join(PROJECT_ROOT, 'docs/terms.md'), 'utf8');
    const written = [...terms.matchAll(/^\| `(compact\.[^`]+)` *\|([^\n]*)\|$/gm)].map(
      ([, type = '', cells = '']) => [type, ...cells.split('|').map((cell) => cell.trim())],
    );
    const rows = ACTIVITIES.map(({ type, title, icotsCode, managed, from }) => [
      type,
      title,
      icotsCode,
      managed ? 'yes' : 'no',
      icotsCode === 'NOFA' ? 'the state that expected the person' : ORIGINS[from],
    ]);
    expect(rows).to.deep.equal(written);
  });

  it('has the same activities as the code list by which one names another', () => {
    const { codeLists } = loadSchemas(join(PROJECT_ROOT, 'schemas'));
    const codes = codeLists['activity-code.v1']!.values.map(({ code, label }) => [code, label]);
    expect(ACTIVITIES.map(({ icotsCode, title }) => [icotsCode, title])).to.have.deep.members(
      codes,
    );
  });

  it('lets only requests of the sending state open a case', () => {
    const opening = ACTIVITIES.filter(({ opensCase }) => opensCase);
    expect(opening.map(({ icotsCode }) => icotsCode)).to.deep.equal(['RFRI', 'TREQ']);
    for (const { from, managed } of opening)
      expect([from, managed]).to.deep.equal(['sending', true]);
  });

  it('finds a type with its version and knows others of its name', () => {
    expect(findActivity('compact.arrival-notice.v1')?.icotsCode).to.equal('NOA');
    expect(findActivity('compact.arrival-notice.v2')).to.equal(undefined);
    expect(isKnownInSomeVersion('compact.arrival-notice.v2')).to.equal(true);
    expect(isKnownInSomeVersion('compact.departure.v1')).to.equal(false);
  });
});
