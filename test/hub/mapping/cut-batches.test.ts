import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadFiles } from '../../../hub/load-files.ts';
import { MappingError } from '../../../hub/mapping/mapping-error.ts';
import { joinDocuments, splitDocument } from '../../../hub/mapping/native-document.ts';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';

const MAPPINGS = join(PROJECT_ROOT, 'mappings');
const { states } = loadFiles(MAPPINGS);
const LINE_END = '\r\n';

/** A format without a trailer cannot tell a batch of fewer activities from one that is broken off. */
const formats = [
  { name: 'csv-groups', extension: 'csv', hasTrailer: true },
  { name: 'fixed-width', extension: 'txt', hasTrailer: true },
  { name: 'charge-rows', extension: 'csv', hasTrailer: false },
] as const;

for (const { name, extension, hasTrailer } of formats) {
  const where = hasTrailer ? 'anywhere' : 'anywhere but between two activities';
  it(`a batch of ${name} that is broken off ${where} is refused whole`, () => {
    const dialect = states.dialects.get(name)!;
    const [one, two] = ['transfer-request', 'arrival-notice'].map((activity) =>
      readFileSync(join(MAPPINGS, 'dialects', name, 'samples', `${activity}.in.${extension}`)),
    );
    const whole = joinDocuments(dialect, [one!, two!]);
    const taken: number[] = [];
    for (let length = 0; length < whole.length; length += 1) {
      try {
        splitDocument(dialect, dialect.contentType, whole.subarray(0, length));
        taken.push(length);
      } catch (error) {
        expect(error).to.be.instanceOf(MappingError);
      }
    }
    const names = whole.indexOf(LINE_END) + LINE_END.length;
    const fewer = [names, joinDocuments(dialect, [one!]).length];
    const ends = hasTrailer ? [] : fewer.flatMap((end) => [end - LINE_END.length, end]);
    expect(taken).to.deep.equal([...ends, whole.length - LINE_END.length]);
  });
}
