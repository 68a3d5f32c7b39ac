import { expect } from 'chai';
import fc from 'fast-check';
import { MappingError } from '../../../../hub/mapping/mapping-error.ts';
import { cellsOf, csvLine, splitCsv } from '../../../../hub/mapping/layout/csv-lines.ts';
import type { Layout } from '../../../../hub/mapping/layout/layout.ts';
import { readLayout } from '../../../../hub/mapping/layout/read-layout.ts';
import { writeLayout } from '../../../../hub/mapping/layout/write-layout.ts';
import { layoutCases } from './arbitrary-layout.ts';
import { FIXED, ROWS, TYPED, WIDE, layoutOf } from './small-layout.ts';

const RUNS = { numRuns: 300, seed: 20_261_125 };

describe('lines of any layout', () => {
  it('are read as the activities that were written, and written as the same bytes', () => {
    fc.assert(
      fc.property(layoutCases(), ({ layout, records }) => {
        const compiled = layoutOf(layout);
        const bytes = writeLayout(compiled, records);
        const read = readLayout(compiled, bytes).records;
        expect(read).to.deep.equal(records);
        expect(writeLayout(compiled, read).equals(bytes)).to.equal(true);
      }),
      RUNS,
    );
  });

  it('are read whatever the order of their columns, where these have names', () => {
    const named = layoutCases().filter(({ layout }) => layoutOf(layout).names.length > 0);
    fc.assert(
      fc.property(named, fc.array(fc.nat(), { minLength: 60 }), ({ layout, records }, draws) => {
        const compiled = layoutOf(layout);
        const bytes = writeLayout(compiled, records);
        const mixed = mixColumns(compiled, bytes, draws);
        const { records: read, locate } = readLayout(compiled, mixed);
        expect(read).to.deep.equal(records);
        const first = compiled.header === undefined ? 2 : 3;
        expect(locate(read[0]!, '/ACT/KEY')).to.match(new RegExp(`^/lines/${first}/KEY$`));
      }),
      { ...RUNS, numRuns: 100 },
    );
  });

  it('are those of its parts when documents are joined', () => {
    fc.assert(
      fc.property(layoutCases(), ({ layout, records }) => {
        const compiled = layoutOf(layout);
        const parts = records.map((record) => writeLayout(compiled, [record]));
        const cut = parts.flatMap((bytes) => readLayout(compiled, bytes).records);
        const whole = writeLayout(compiled, cut);
        expect(readLayout(compiled, whole).records).to.deep.equal(cut);
      }),
      RUNS,
    );
  });

  it('when they are changed anywhere, are read as something that is written so, or refused', () => {
    const change = fc.record({
      at: fc.nat(),
      text: fc.constantFrom('', '"', '\n', '\r', ',', ';', '|', 'A', '0', ' ', '\u0000', 'é', '\\'),
      length: fc.nat({ max: 4 }),
    });
    fc.assert(
      fc.property(layoutCases(), change, ({ layout, records }, { at, text, length }) => {
        const compiled = layoutOf(layout);
        const whole = writeLayout(compiled, records).toString();
        const place = at % (whole.length + 1);
        const changed = whole.slice(0, place) + text + whole.slice(place + length);
        orRefused(() => {
          const read = readLayout(compiled, Buffer.from(changed)).records;
          const again = writeLayout(compiled, read);
          expect(readLayout(compiled, again).records).to.deep.equal(read);
        });
      }),
      { ...RUNS, numRuns: 1000 },
    );
  });

  it('that are any bytes are refused by a MappingError or taken', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(fc.constantFrom('A', 'C|1|x', '10', '\r\n', '\n', ',', '"', 'DEP', '99', ' '), {
          maxLength: 60,
        })
        .map((parts) => parts.join('')),
    );
    const layouts = [WIDE, TYPED, ROWS, FIXED].map(layoutOf);
    fc.assert(
      fc.property(bytes, fc.constantFrom(...layouts), (content, layout) => {
        orRefused(() => readLayout(layout, Buffer.from(content as string)));
      }),
      { ...RUNS, numRuns: 1000 },
    );
  });
});

/** The same document with the columns of its names, and of the lines by them, in another order. */
function mixColumns(layout: Layout, bytes: Buffer, draws: readonly number[]): Buffer {
  const csv = layout.document.csv!;
  const rows = splitCsv(bytes, csv.delimiter).map(cellsOf);
  const ends = [layout.header && 0, layout.trailer && rows.length - 1];
  const order = layout.names.map((_, place) => place);
  order.sort((a, b) => draws[a % draws.length]! - draws[b % draws.length]!);
  const mixed = rows.map((cells, row) =>
    ends.includes(row) ? cells : order.map((place) => cells[place]!),
  );
  return Buffer.from(mixed.map((cells) => `${csvLine(cells, csv)}\n`).join(''));
}

function orRefused(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
  }
}
