import { expect } from 'chai';
import { cellPlaces } from '../../../../hub/mapping/layout/cell-places.ts';
import { readLayout } from '../../../../hub/mapping/layout/read-layout.ts';
import { FIXED, ROWS, TYPED, WIDE, layoutOf } from './small-layout.ts';

const NAMES =
  'REC,ID,N_CHARGE,CHARGE1_STATUTE,CHARGE1_CNTY01,CHARGE1_CNTY02,' +
  'CHARGE2_STATUTE,CHARGE2_CNTY01,CHARGE2_CNTY02,NOTE,CITY';

/** What stands where each cell is said to stand. */
function cellsOf(layout: object, text: string): Record<string, string> {
  const compiled = layoutOf(layout);
  const bytes = Buffer.from(text);
  // Only what can be read is ever asked about.
  readLayout(compiled, bytes);
  const places = cellPlaces(compiled, bytes);
  return Object.fromEntries(places.map(({ pointer, from, to }) => [pointer, text.slice(from, to)]));
}

describe('the places of cells in the text of a document', () => {
  it('are told by the names of columns, without quotes and empty cells', () => {
    const text =
      `${NAMES}\r\nDEP,m-1,3,§1,Lane,Linn,§2,,,"a ""b"", c",\r\n` +
      'DEP+,m-1,,§3,Polk,,,,,,\r\nARR,m-2,,,,,,,,,Salem\r\n';
    expect(cellsOf(WIDE, text)).to.deep.equal({
      '/lines/2/REC': 'DEP',
      '/lines/2/ID': 'm-1',
      '/lines/2/N_CHARGE': '3',
      '/lines/2/CHARGE1_STATUTE': '§1',
      '/lines/2/CHARGE1_CNTY01': 'Lane',
      '/lines/2/CHARGE1_CNTY02': 'Linn',
      '/lines/2/CHARGE2_STATUTE': '§2',
      '/lines/2/NOTE': 'a ""b"", c',
      '/lines/3/REC': 'DEP+',
      '/lines/3/ID': 'm-1',
      '/lines/3/CHARGE1_STATUTE': '§3',
      '/lines/3/CHARGE1_CNTY01': 'Polk',
      '/lines/4/REC': 'ARR',
      '/lines/4/ID': 'm-2',
      '/lines/4/CITY': 'Salem',
    });
  });

  it('are told in another order of columns, behind a mark of byte order, without a last line end', () => {
    const text = `\ufeff${NAMES.split(',').reverse().join(',')}\n,,,,,,,,0,m-1,DEP`;
    expect(cellsOf(WIDE, text)).to.deep.equal({
      '/lines/2/N_CHARGE': '0',
      '/lines/2/ID': 'm-1',
      '/lines/2/REC': 'DEP',
    });
  });

  it('are told by the type of the line where columns have no names', () => {
    const text =
      'HDR|TX|20260302|any\r\nA|m-1|TX|03/02/2026\r\nC|1|§1\r\nL|m-1|Doe\r\nTRL|1|5|1\r\n';
    expect(cellsOf(TYPED, text)).to.include({
      '/lines/1/TO': 'TX',
      '/lines/2/SENT': '03/02/2026',
      '/lines/3/STATUTE': '§1',
      '/lines/4/NAME': 'Doe',
      '/lines/5/LINES': '5',
    });
  });

  it('are told where all cells are quoted', () => {
    const text = '"OR";"1";"1";"Salem";"§1";"";"late"\n"OR";"1";"2";"Salem";"§2";"x";""\n';
    expect(cellsOf(ROWS, text)).to.include({
      '/lines/1/CITY': 'Salem',
      '/lines/1/REASON': 'late',
      '/lines/2/C_ON': 'x',
    });
  });

  it('are told by width in characters, not in bytes or units', () => {
    const text = ['10m-1   0004220260302 Salem', '2001a^nb^^c', '2002é😀z', '990003']
      .map((line) => `${line}${' '.repeat(30 - Array.from(line).length)}\n`)
      .join('');
    const cells = cellsOf(FIXED, text);
    expect(cells).to.include({
      '/lines/1/ID': 'm-1   ',
      '/lines/1/AMT': '00042',
      '/lines/1/ON': '20260302',
      '/lines/1/CITY': ' Salem',
      '/lines/4/N': '0003',
    });
    expect(Object.values(cells).map((cell) => cell.trim())).to.include('é😀z');
  });

  it('are those by which values are located', () => {
    const text = `${NAMES}\r\nDEP,m-1,1,§1,Lane,,,,,short,\r\n`;
    const layout = layoutOf(WIDE);
    const { records, locate } = readLayout(layout, Buffer.from(text));
    const pointers = cellPlaces(layout, Buffer.from(text)).map(({ pointer }) => pointer);
    for (const value of [
      '/DEP/ID',
      '/DEP/NOTE',
      '/DEP/CHARGE/0/STATUTE',
      '/DEP/CHARGE/0/COUNTY/0',
    ]) {
      expect(pointers).to.include(locate(records[0]!, value));
    }
  });
});
