import { expect } from 'chai';
import type { Dialect } from '../../hub/mapping/dialect.ts';
import { dialects } from './load.ts';

/** Names of fields, without prefixes and in one case, so that spelling alone does not count. */
function fieldNames(dialect: Dialect): Set<string> {
  const paths = [...dialect.activities.values()].flatMap(({ entries }) =>
    entries.flatMap(({ local }) => local),
  );
  return new Set(
    paths.flatMap((path) =>
      path
        .split('/')
        .filter((name) => name !== '' && name !== '*')
        .map((name) =>
          name
            .replace(/^@|^\w+:/, '')
            .replace(/[_-]/g, '')
            .toLowerCase(),
        ),
    ),
  );
}

function fullPaths(dialect: Dialect): Set<string> {
  return new Set(
    [...dialect.activities.values()].flatMap(({ entries }) =>
      entries.flatMap(({ local }) => local),
    ),
  );
}

function share(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((name) => other.has(name)).length;
  return common / Math.min(one.size, other.size);
}

describe('any two dialects', () => {
  const pairs = dialects.flatMap((one, i) => dialects.slice(i + 1).map((other) => [one, other]));
  for (const [one, other] of pairs) {
    it(`${one!.name} and ${other!.name} share fewer than 15 % of their paths and names`, () => {
      expect(share(fullPaths(one!), fullPaths(other!))).to.be.below(0.15);
      expect(share(fieldNames(one!), fieldNames(other!))).to.be.below(0.15);
    });
  }
});
