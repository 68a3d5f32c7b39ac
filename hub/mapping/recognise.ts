import type { JsonObject } from '../message/json.ts';
import type { Dialect, MappedActivity } from './dialect.ts';
import type { RecogniseRow } from './mapping-document.ts';
import { MappingError } from './mapping-error.ts';
import { valueAt } from './native-document.ts';
import { tokensOf } from './side-builder.ts';

/**
 * The activity that a record is, by the dialect's table alone: never by a file's name or a header.
 * Exactly one row must match; throws `RECORD_UNRECOGNISED` or `RECORD_AMBIGUOUS`.
 */
export function recognise(dialect: Dialect, record: JsonObject): MappedActivity {
  const matching = [...dialect.activities.values()].filter(({ row }) => matches(row, record));
  const [activity, ...others] = matching;
  if (activity === undefined) throw new MappingError('RECORD_UNRECOGNISED');
  if (others.length > 0) throw new MappingError('RECORD_AMBIGUOUS');
  return activity;
}

function matches(row: RecogniseRow, record: JsonObject): boolean {
  return row.when.every(({ path, equals }) => {
    const value = valueAt(record, tokensOf(path));
    return equals === undefined ? value !== undefined : value === equals;
  });
}
