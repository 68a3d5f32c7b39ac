import type { ActivityType } from '../generator/activity-frame.ts';
import { applyCarried } from './carried.ts';
import type { Block, Carried } from './block.ts';
import type { JsonObject } from './json.ts';
import { NativeError } from './meaning.ts';
import type { Meaning } from './meaning.ts';

/** A dialect as its tables say it; the bytes are the dialect's own matter. */
export interface DialectTables {
  readonly envelope: Block;
  readonly data: (type: ActivityType) => Block;
  readonly writeCarried: (local: JsonObject, carried: Carried) => void;
  readonly readCarried: (local: JsonObject) => Carried;
}

/** The local object of an activity, with what has no room in it in the format's extension. */
export function writeLocal(tables: DialectTables, meaning: Meaning): JsonObject {
  const local: JsonObject = {};
  const carried: Carried = new Map();
  const place = { at: '', prefix: '', carried };
  tables.envelope.write(meaning as unknown as JsonObject, local, place);
  const data = meaning.data as unknown as JsonObject;
  tables.data(meaning.type).write(data, local, { ...place, at: '/data' });
  if (carried.size > 0) tables.writeCarried(local, carried);
  return local;
}

/** What a local object of a known type says. */
export function readLocal(tables: DialectTables, type: ActivityType, local: JsonObject): Meaning {
  const envelope = tables.envelope.read(local, '');
  const data = tables.data(type).read(local, '');
  if (envelope === undefined || data === undefined) throw new NativeError('the document is empty');
  const root: JsonObject = { ...envelope, type, data };
  applyCarried(root, tables.readCarried(local));
  return root as unknown as Meaning;
}

/** The activity type whose table entry has this mark. */
export function typeOf<Entry>(
  activities: Readonly<Record<ActivityType, Entry>>,
  has: (entry: Entry) => boolean,
): ActivityType {
  const found = Object.entries<Entry>(activities).find(([, entry]) => has(entry));
  if (found === undefined) throw new NativeError('the document is of no known kind');
  return found[0] as ActivityType;
}
