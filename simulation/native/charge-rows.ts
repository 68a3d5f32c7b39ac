import { EVENTS } from './charge-rows-activities.ts';
import { CODES } from './charge-rows-codes.ts';
import { COLUMNS } from './charge-rows-columns.ts';
import { localOf, rowsOf } from './charge-rows-lines.ts';
import type { Row } from './charge-rows-lines.ts';
import { slashedDateTime } from './charge-rows-values.ts';
import { code } from './codecs.ts';
import { readCsv, writeCsv } from './csv-text.ts';
import { envelopeBlock } from './envelope-fields.ts';
import { isObject } from './json.ts';
import type { Json } from './json.ts';
import { NativeError } from './meaning.ts';
import type { NativeDialect } from './meaning.ts';
import { readLocal, typeOf, writeLocal } from './tabled-dialect.ts';
import type { DialectTables } from './tabled-dialect.ts';

const DELIMITER = ',';

const TABLES: DialectTables = {
  envelope: envelopeBlock({
    id: 'evt_nk',
    time: ['evt_sent_ts', slashedDateTime],
    from: ['src_juris_dk', code(CODES.member)],
    to: ['dst_juris_dk', code(CODES.member)],
    supervisionType: ['spvn_track_dk', code(CODES.supervisionPeriodType)],
    caseReference: 'case_nk',
  }),
  data: (type) => EVENTS[type].data,
  writeCarried: (local, carried) => {
    local['hub_json'] = JSON.stringify(Object.fromEntries(carried));
  },
  readCarried: (local) => {
    const text = local['hub_json'];
    const held = typeof text === 'string' ? (JSON.parse(text) as Json) : {};
    if (!isObject(held)) throw new NativeError('hub_json is not an object');
    return new Map(Object.entries(held));
  },
};

/** An export of a data warehouse in CSV: the event's columns again on a row for each charge. */
export const chargeRows: NativeDialect = {
  name: 'charge-rows',
  contentType: 'text/csv',
  ending: 'csv',
  write(meaning) {
    const rows = rowsOf(EVENTS[meaning.type].row, writeLocal(TABLES, meaning));
    const lines = rows.map((row) => COLUMNS.map((name) => row.get(name) ?? ''));
    return Buffer.from(writeCsv([COLUMNS, ...lines], DELIMITER));
  },
  read(document) {
    const text = document.toString('utf8').replace(/^\ufeff/, '');
    const [names = [], ...lines] = readCsv(text, DELIMITER);
    if (COLUMNS.some((name) => !names.includes(name))) throw new NativeError('a column is missing');
    const rows = lines.map((cells) => rowOf(names, cells));
    const kind = rows[0]?.get('row_dk');
    const type = typeOf(EVENTS, ({ row }) => row === kind);
    return readLocal(TABLES, type, localOf(rows));
  },
};

function rowOf(names: readonly string[], cells: readonly string[]): Row {
  if (cells.length !== names.length) throw new NativeError('a row has other columns');
  return new Map(
    cells.flatMap((cell, index): [string, string][] =>
      cell === '' ? [] : [[names[index] ?? '', cell]],
    ),
  );
}
