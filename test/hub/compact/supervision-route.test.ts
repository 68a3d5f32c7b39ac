import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from '../../../hub/compact/profile.ts';
import { supervisionRoute } from '../../../hub/compact/supervision-route.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';

const packOf = (member: string): Profile =>
  JSON.parse(
    readFileSync(join(PROJECT_ROOT, 'mappings', member, 'profile.json'), 'utf8'),
  ) as Profile;

/** The states with an office for each type of supervision, as the national system lists them. */
const SORTING = ['AZ', 'CO', 'CT', 'HI', 'IL', 'IN', 'MA', 'NE', 'NJ', 'NY', 'SD'];

describe('the way into a state', () => {
  for (const member of SORTING) {
    it(`of ${member} is by type of supervision`, () => {
      const way = (route?: string, type?: string) =>
        supervisionRoute(packOf(member), { route, type });
      expect(way('PROBATION', 'PROBATION')).to.deep.equal({
        kind: 'route',
        name: `${member}-probation`,
      });
      expect(way('PAROLE', 'PAROLE')).to.deep.equal({ kind: 'route', name: `${member}-parole` });
      expect(way('PAROLE', 'BOTH')).to.deep.equal({ kind: 'route', name: `${member}-parole` });
      expect(way('PAROLE')).to.deep.equal({ kind: 'route', name: `${member}-parole` });
      expect(way('PAROLE', 'PROBATION')).to.deep.equal({ kind: 'differs' });
      expect(way(undefined, 'PROBATION')).to.deep.equal({ kind: 'missing' });
      expect(way(undefined, 'BOTH')).to.deep.equal({ kind: 'missing' });
    });
  }

  it('of others asks for no type', () => {
    for (const member of ['OR', 'TX']) {
      expect(supervisionRoute(packOf(member), { route: undefined, type: 'BOTH' })).to.deep.equal({
        kind: 'not-sorted',
      });
    }
    expect(supervisionRoute(undefined, { route: undefined, type: undefined })).to.deep.equal({
      kind: 'not-sorted',
    });
  });
});
