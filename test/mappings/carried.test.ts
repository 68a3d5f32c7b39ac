import { expect } from 'chai';
import type { Dialect } from '../../hub/mapping/dialect.ts';
import { mapInbound } from '../../hub/mapping/map-inbound.ts';
import { mapTree } from '../../hub/mapping/map-outbound.ts';
import type { JsonObject, JsonValue } from '../../hub/message/json.ts';
import { ACTIVITY_NAMES, dialects } from './load.ts';
import { ROUND_TRIPS, WHOLE, checkEach, envelopesOf } from './round-trip-draws.ts';

for (const { type, name } of ACTIVITY_NAMES) {
  describe(`without what is carried of ${name}`, () => {
    for (const dialect of dialects) {
      it(`${dialect.name} loses exactly what it lists`, function () {
        this.timeout(60_000 + ROUND_TRIPS * 500);
        const envelopes = envelopesOf(type, WHOLE, ROUND_TRIPS);
        checkEach(envelopes, (envelope) => {
          checkLosses(dialect, type, envelope);
        });
      });
    }
  });
}

function checkLosses(dialect: Dialect, type: string, envelope: JsonObject): void {
  const crosswalk = { caseId: envelope['subject'] as string };
  const { tree, carried, mappingHash } = mapTree(dialect, envelope, crosswalk);
  const bare = withoutExtension(dialect, type, tree);
  const member = (envelope['source'] as string).slice(-2);
  const back = mapInbound(dialect, { type, mappingHash, tree: bare }, { member });
  const listed = listedPaths(dialect, type);
  for (const pointer of carried) expect(listed).to.include(pointer.replace(/\/\d+(?=\/|$)/g, '/*'));
  expect(withPaths(envelope, carried, undefined)).to.deep.equal(
    withPaths(back, carried, undefined),
  );
  for (const pointer of carried) {
    expect(valueAt(back, pointer), pointer).to.not.deep.equal(valueAt(envelope, pointer));
  }
}

function listedPaths(dialect: Dialect, type: string): string[] {
  const entries = dialect.activities.get(type)!.entries;
  return entries.filter(({ kind }) => kind !== undefined).map(({ canonical: [path] }) => path!);
}

function withoutExtension(dialect: Dialect, type: string, tree: JsonObject): JsonObject {
  const { root } = dialect.activities.get(type)!.row;
  return withPaths(tree, [root + dialect.document!.extension.path], undefined);
}

function valueAt(value: JsonObject, pointer: string): unknown {
  return keysOf(pointer).reduce<unknown>(
    (at, key) => (at as Record<string, unknown> | undefined)?.[key],
    value,
  );
}

/** A copy in which the members at these pointers are gone. */
function withPaths(value: JsonObject, pointers: readonly string[], gone: undefined): JsonObject {
  const copy = structuredClone(value);
  for (const pointer of pointers) {
    const keys = keysOf(pointer);
    const parent = keys
      .slice(0, -1)
      .reduce<JsonValue | undefined>((at, key) => (at as JsonObject | undefined)?.[key], copy);
    if (parent !== undefined) Object.assign(parent as JsonObject, { [keys.at(-1)!]: gone });
  }
  return JSON.parse(JSON.stringify(copy)) as JsonObject;
}

function keysOf(pointer: string): string[] {
  return pointer.split('/').slice(1);
}
