import { HubError, type Problem } from '../../../../hub/errors.ts';
import { compileLayout } from '../../../../hub/mapping/layout/compile-layout.ts';
import type { Layout } from '../../../../hub/mapping/layout/layout.ts';
import type { LayoutDocument } from '../../../../hub/mapping/layout/layout-document.ts';

/** A layout as its file says it; what does not fit together throws. */
export function layoutOf(document: object): Layout {
  const problems: Problem[] = [];
  const layout = compileLayout({ title: 'Test', ...document } as LayoutDocument, problems);
  if (problems.length > 0) throw new Error(problems.map(({ detail }) => detail).join('; '));
  return layout;
}

/** `CODE pointer; …` of a refusal, or `taken`. */
export function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    return [error.code, ...error.problems.map((found) => `${found.code} ${found.pointer}`)].join(
      '; ',
    );
  }
  return 'taken';
}

const TAG = { name: 'REC', is: 'tag' };

/** One line an activity by names, numbered groups, the rest on further lines. */
export const WIDE = {
  csv: { delimiter: ',', names: true },
  lines: {
    DEP: {
      tag: 'DEP',
      columns: [
        TAG,
        { name: 'ID', required: true },
        { name: 'N_CHARGE', count: 'CHARGE' },
        {
          group: 'CHARGE',
          prefix: 'CHARGE{n}_',
          max: 2,
          most: 6,
          columns: [
            { name: 'STATUTE' },
            { group: 'COUNTY', prefix: 'CNTY{nn}', max: 2, value: { maxLength: 9 } },
          ],
        },
        { name: 'NOTE' },
      ],
    },
    MORE: {
      tag: 'DEP+',
      continues: ['DEP'],
      columns: [
        TAG,
        { name: 'ID', key: 'ID' },
        {
          group: 'CHARGE',
          prefix: 'CHARGE{n}_',
          max: 2,
          columns: [
            { name: 'STATUTE' },
            { group: 'COUNTY', prefix: 'CNTY{nn}', max: 2, value: { maxLength: 9 } },
          ],
        },
      ],
    },
    ARR: { tag: 'ARR', columns: [TAG, { name: 'ID', required: true }, { name: 'CITY' }] },
  },
};

/** Several line types: children that follow, children that point by key, texts in pieces. */
export const TYPED = {
  csv: { delimiter: '|' },
  header: {
    columns: [
      { name: 'H', constant: 'HDR' },
      { name: 'TO', same: 'TO' },
      { name: 'ON', latest: 'SENT', type: 'date', format: 'YYYYMMDD' },
      { name: 'FILE', is: 'free' },
    ],
  },
  trailer: {
    columns: [
      { name: 'T', constant: 'TRL' },
      { name: 'N', count: 'records' },
      { name: 'LINES', count: 'lines' },
      { name: 'CHARGES', count: 'CHG' },
    ],
  },
  lines: {
    ACT: {
      tag: 'A',
      columns: [
        TAG,
        { name: 'ID', required: true },
        { name: 'TO' },
        { name: 'SENT', type: 'date', format: 'MM/DD/YYYY' },
      ],
    },
    CHG: {
      tag: 'C',
      parents: ['ACT'],
      most: 5,
      columns: [TAG, { name: 'SEQ', is: 'sequence' }, { name: 'STATUTE', required: true }],
    },
    CTY: { tag: 'Y', parents: ['CHG'], scalar: true, columns: [TAG, { name: 'NAME' }] },
    ALS: {
      tag: 'L',
      parents: ['ACT'],
      attach: 'key',
      columns: [TAG, { name: 'ID', key: 'ID' }, { name: 'NAME' }],
    },
    TXT: {
      tag: 'X',
      parents: ['ACT'],
      text: 'NOTE',
      most: 4,
      columns: [TAG, { name: 'ID', key: 'ID' }, { name: 'PIECE', is: 'piece', maxLength: 5 }],
    },
  },
};

/** A line for each charge, the columns of the activity again on each. */
export const ROWS = {
  csv: { delimiter: ';', quote: 'always', lineEnd: 'lf' },
  lines: {
    ACT: {
      together: ['FROM', 'ID'],
      columns: [
        { name: 'FROM', required: true },
        { name: 'ID', required: true },
        { name: 'ROW', is: 'sequence' },
        { name: 'CITY' },
        { repeat: 'CHARGE', prefix: 'C_', max: 4, columns: [{ name: 'STATUTE' }, { name: 'ON' }] },
        { repeat: 'REASON', max: 4, value: { name: 'REASON' } },
      ],
    },
  },
};

const FIXED_TAG = { ...TAG, width: 2 };

/** Fixed width with record types, zeros, escaped texts over several lines. */
export const FIXED = {
  fixed: { lineEnd: 'lf', length: 30 },
  escape: '^',
  trailer: {
    columns: [
      { name: 'T', constant: '99', width: 2 },
      { name: 'N', count: 'details', type: 'digits', width: 4 },
    ],
  },
  lines: {
    ACT: {
      tag: '10',
      columns: [
        FIXED_TAG,
        { name: 'ID', width: 6, at: 3, required: true },
        { name: 'AMT', width: 5, type: 'digits' },
        { name: 'ON', width: 8, type: 'date', format: 'YYYYMMDD', empty: '00000000' },
        { name: 'CITY', width: 6, align: 'right' },
        { name: 'GAP', width: 1, is: 'filler' },
      ],
    },
    TXT: {
      tag: '20',
      parents: ['ACT'],
      text: 'NOTE',
      most: 9,
      columns: [
        FIXED_TAG,
        { name: 'SEQ', is: 'sequence', type: 'digits', width: 2 },
        { name: 'PIECE', is: 'piece', width: 7, escaped: true },
      ],
    },
  },
};
