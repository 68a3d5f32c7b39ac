import { expect } from 'chai';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMark } from '../../hub/checked-files.ts';
import { HubError } from '../../hub/errors.ts';
import { loadFiles } from '../../hub/load-files.ts';
import { PROJECT_ROOT } from '../../hub/project-root.ts';

const DIALECTS = ['flat-json', 'niem-xml', 'fixed-width'];

describe('files that were checked once', () => {
  let folder: string;
  let mappings: string;
  let data: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'checked-'));
    mappings = join(folder, 'mappings');
    data = join(folder, 'data');
    for (const dialect of DIALECTS) {
      const shipped = join(PROJECT_ROOT, 'mappings', 'dialects', dialect);
      cpSync(shipped, join(mappings, 'dialects', dialect), { recursive: true });
    }
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const isMarked = (): boolean => readMark(data, mappings).areChecked;

  it('are marked by the start that found them right, and by no other', () => {
    expect(isMarked()).to.equal(false);
    expect(isMarked()).to.equal(false);
    readMark(data, mappings).keep();
    expect(isMarked()).to.equal(true);
  });

  const CHANGES: readonly { readonly what: string; readonly change: () => void }[] = [
    {
      what: 'a byte more in a mapping document',
      change: () => {
        appendFileSync(join(mappings, 'dialects', 'flat-json', 'arrival-notice.json'), ' ');
      },
    },
    {
      what: 'a file that is new',
      change: () => {
        mkdirSync(join(mappings, 'OR'));
        writeFileSync(join(mappings, 'OR', 'profile.json'), '{}');
      },
    },
    {
      what: 'a file that has gone',
      change: () => {
        rmSync(join(mappings, 'dialects', 'niem-xml', 'local.xsd'));
      },
    },
    {
      what: 'a mark that was cut',
      change: () => {
        writeFileSync(join(data, 'checked-files'), '');
      },
    },
  ];

  for (const { what, change } of CHANGES) {
    it(`are checked again after ${what}`, () => {
      readMark(data, mappings).keep();
      change();
      expect(isMarked()).to.equal(false);
    });
  }

  it('keep their mark when a sample changes, which no hub reads', () => {
    readMark(data, mappings).keep();
    appendFileSync(join(mappings, 'dialects', 'flat-json', 'samples', 'new.txt'), 'x');
    expect(isMarked()).to.equal(true);
  });

  it('do not keep a hub from starting where no mark can be left', () => {
    writeFileSync(data, 'no folder');
    readMark(data, mappings).keep();
    expect(isMarked()).to.equal(false);
  });

  it('are read as the check read them', () => {
    const checked = loadFiles(mappings);
    const trusted = loadFiles(mappings, { areChecked: true });
    expect(trusted.filesHash).to.equal(checked.filesHash);
    expect(trusted.documents).to.deep.equal(checked.documents);
    for (const [name, dialect] of checked.states.dialects) {
      const again = trusted.states.dialects.get(name);
      expect([...(again?.activities.keys() ?? [])], name).to.deep.equal([
        ...dialect.activities.keys(),
      ]);
      for (const [type, { localCheck, mappingHash }] of dialect.activities) {
        const other = again?.activities.get(type);
        expect(other?.mappingHash).to.equal(mappingHash);
        expect(other?.localCheck?.({}), `${name} ${type}`).to.deep.equal(localCheck?.({}));
      }
    }
    expect(() => trusted.validator.validate({})).to.throw(Error, /envelope/i);
  });

  it('that cannot even be compiled are refused with or without the mark', () => {
    rmSync(join(mappings, 'dialects', 'flat-json', 'arrival-notice.json'));
    for (const areChecked of [false, true]) {
      expect(() => loadFiles(mappings, { areChecked })).to.throw(HubError, 'not right');
    }
  });
});
