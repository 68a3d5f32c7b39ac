import type { JsonObject } from '../message/json.ts';
import type { Dialect, MappedActivity } from './dialect.ts';
import { MappingError } from './mapping-error.ts';
import { valueAt } from './value-at.ts';

/**
 * The activity that a record is, by the dialect's table alone: never by a file's name or a header.
 * Exactly one row must match; throws `RECORD_UNRECOGNISED` or `RECORD_AMBIGUOUS`.
 */
export function recognise(dialect: Dialect, record: JsonObject): MappedActivity {
  let found: MappedActivity | undefined;
  for (const activity of dialect.activities.values()) {
    if (!matches(activity, record)) continue;
    if (found !== undefined) throw new MappingError('RECORD_AMBIGUOUS');
    found = activity;
  }
  if (found === undefined) throw new MappingError('RECORD_UNRECOGNISED');
  return found;
}

function matches({ when }: MappedActivity, record: JsonObject): boolean {
  for (const { path, equals } of when) {
    const value = valueAt(record, path);
    if (equals === undefined ? value === undefined : value !== equals) return false;
  }
  return true;
}
