import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import type { CalendarDay } from './calendar-day.ts';
import type { Fee } from './state-facts.ts';

/** A request that is asked whether it is eligible and complete, with what it is judged by. */
export interface EligibilityRequest {
  readonly type: string;
  readonly data: JsonObject;
  readonly from: string;
  readonly to: string;
  /** The day on which the hub takes it, by the clocks of the sending state's office. */
  readonly today: CalendarDay;
  /** What the sending state's profile says that it asks of persons. */
  readonly fees: readonly Fee[];
}

/** The value at a JSON Pointer of plain names; undefined where nothing is, whatever is there instead. */
export function valueAt(data: JsonObject, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = data;
  for (let from = 1; from > 0;) {
    const end = pointer.indexOf('/', from);
    const name = end === -1 ? pointer.slice(from) : pointer.slice(from, end);
    from = end + 1;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return undefined;
    value = (value as JsonObject)[name];
  }
  return value;
}

/** The days that the schemas take, read from text; undefined for everything else. */
export function dayAt(data: JsonObject, pointer: string): CalendarDay | undefined {
  const value = valueAt(data, pointer);
  if (typeof value !== 'string' || !/^(19|2[01])\d\d-(0[1-9]|1[0-2])-\d\d$/.test(value)) {
    return undefined;
  }
  const [year, month, date] = [value.slice(0, 4), value.slice(5, 7), value.slice(8)].map(Number);
  // 30 February is read as a day of March.
  const read = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, date)).getUTCDate();
  return read === date ? (value as CalendarDay) : undefined;
}

/** Whether the place holds anything: neither absent nor empty. */
export function isGiven(data: JsonObject, pointer: string): boolean {
  const value = valueAt(data, pointer);
  if (value === undefined || value === null || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isJsonObject(value) || Object.keys(value).length > 0;
}

/** Pointers of the objects in a list, in its order; none where there is no list. */
export function itemsAt(data: JsonObject, pointer: string): string[] {
  const value = valueAt(data, pointer);
  if (!Array.isArray(value)) return [];
  return [...value.entries()]
    .filter(([, item]) => isJsonObject(item))
    .map(([position]) => `${pointer}/${position}`);
}

/** Pointers of the offenses for which the person is supervised in this case. */
export function instantOffenses({ data }: EligibilityRequest): string[] {
  return itemsAt(data, '/offenses').filter(
    (offense) => valueAt(data, `${offense}/instant`) === true,
  );
}

/** Whether a file of one of these kinds is named. */
export function isAttached(data: JsonObject, kinds: readonly string[]): boolean {
  return itemsAt(data, '/attachments').some((file) => {
    const kind = valueAt(data, `${file}/kind`);
    return typeof kind === 'string' && kinds.includes(kind);
  });
}

/** An amount of money in cents. */
export function centsOf(value: JsonValue | undefined): number | undefined {
  if (typeof value !== 'string' || !/^\d{1,9}\.\d\d$/.test(value)) return undefined;
  return Number(value.replace('.', ''));
}
