import { join } from 'node:path';
import { expect } from 'chai';
import { loadFiles } from '../../../hub/load-files.ts';
import { mapInbound, readNative } from '../../../hub/mapping/map-inbound.ts';
import { mapOutbound } from '../../../hub/mapping/map-outbound.ts';
import { joinDocuments } from '../../../hub/mapping/native-document.ts';
import type { JsonObject } from '../../../hub/message/json.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import { ACTIVITY_TYPES } from '../../../simulation/generator/generate-activity.ts';
import { canonical } from '../../../simulation/native/canonical.ts';
import { DIALECTS } from '../../../simulation/native/find-dialect.ts';
import { NativeError } from '../../../simulation/native/meaning.ts';
import type { Meaning, NativeBatch } from '../../../simulation/native/meaning.ts';
import { meaningOf } from '../meaning-of.ts';

const { states } = loadFiles(join(PROJECT_ROOT, 'mappings'));

/** One of each type, and one whose lists are longer than any line has places for. */
const MEANINGS: readonly Meaning[] = [
  ...ACTIVITY_TYPES.map((type) => meaningOf(type, `batch of ${type}`, { fill: 'all' })),
  withLongLists(),
];

for (const native of DIALECTS) {
  const { batch } = native;
  if (batch === undefined) continue;
  const dialect = states.dialects.get(native.name)!;

  describe(`a batch of ${native.name}`, () => {
    const alone = MEANINGS.map((meaning) => native.write(meaning));

    it('is read by the hub, activity by activity, as it is meant', () => {
      const records = readNative(dialect, native.contentType, batch.join(alone));
      const read = records.map((record, index) =>
        mapInbound(dialect, record, { member: MEANINGS[index]!.from }),
      );
      expect(read).to.deep.equal(MEANINGS.map(envelopeOf));
    });

    it('is cut as the hub joined it, with the deliveries that it names', () => {
      const documents = MEANINGS.map((meaning, index) => {
        const crosswalk = { caseId: meaning.caseReference ?? '', ...deliveryOf(index) };
        return mapOutbound(dialect, envelopeOf(meaning), crosswalk).bytes;
      });
      const cut = batch.cut(joinDocuments(dialect, documents));
      expect(cut.map(({ document }) => native.read(document))).to.deep.equal(MEANINGS);
      const named = cut.map(({ deliveryId, caseSequence }) => [deliveryId, `${caseSequence}`]);
      const meant = MEANINGS.map((_, index) => Object.values(deliveryOf(index)));
      expect(named).to.deep.equal(meant);
    });

    it('of one names no delivery when a state wrote it', () => {
      const [only, ...others] = batch.cut(alone[0]!);
      expect(others).to.deep.equal([]);
      expect(Object.keys(only!)).to.deep.equal(['document']);
      expect(native.read(only!.document)).to.deep.equal(MEANINGS[0]);
    });

    it('is refused when a line of it is missing', () => {
      const lines = linesOf(batch, alone.slice(4, 6));
      for (let missing = 0; missing < lines.length; missing += 1) {
        const rest = lines.filter((_, index) => index !== missing).join('');
        expect(() => batch.cut(Buffer.from(rest)), `line ${missing + 1}`).to.throw(NativeError);
      }
    });
  });
}

function deliveryOf(index: number): { deliveryId: string; caseSequence: string } {
  return { deliveryId: `D-${index}`, caseSequence: `${index + 1}` };
}

/** The lines of a batch of activities none of which has a line end in a value. */
function linesOf(batch: NativeBatch, documents: readonly Buffer[]): string[] {
  return batch
    .join(documents)
    .toString()
    .split(/(?<=\n)/);
}

function withLongLists(): Meaning {
  const type = 'compact.transfer-request.v1';
  const meaning = meaningOf(type, 'long lists', { fill: 'all' }) as Meaning<typeof type>;
  const { data } = meaning;
  const many = <Item>(items: readonly Item[] | undefined, most: number): Item[] =>
    Array.from({ length: most }, (_, index) => items![index % items!.length]!);
  const changed: Meaning<typeof type> = {
    ...meaning,
    data: {
      ...data,
      conditions: many(data.conditions, 100),
      offenses: many(data.offenses, 20),
      otherResidents: [],
      attachments: many(data.attachments, 20),
      supervisedIndividual: {
        ...data.supervisedIndividual,
        aliases: many(data.supervisedIndividual.aliases, 20),
        emails: many(data.supervisedIndividual.emails, 5),
      },
    },
  };
  return changed;
}

function envelopeOf(meaning: Meaning): JsonObject {
  return JSON.parse(canonical.write(meaning).toString()) as JsonObject;
}
