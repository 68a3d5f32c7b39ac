import { type JsonValue, isJsonObject } from '../message/json.ts';
import type { CalendarDay } from './calendar-day.ts';
import type { DataCondition } from './duties.ts';

export type ActivityData = Readonly<Record<string, unknown>>;

/** Every value at a path of property names (`violations.dateDetermined`); lists are looked through. */
export function valuesAt(data: ActivityData, path: string): unknown[] {
  let found: unknown[] = [data];
  for (const name of path.split('.')) {
    found = found
      .flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]))
      .map((value) =>
        isJsonObject(value as JsonValue) ? (value as ActivityData)[name] : undefined,
      )
      .filter((value) => value !== undefined);
  }
  return found.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]));
}

/** The text at a path, if there is one. */
export function textAt(data: ActivityData, path: string): string | undefined {
  const [value] = valuesAt(data, path);
  return typeof value === 'string' ? value : undefined;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The first or last of the days at a path. */
export function dayAt(
  data: ActivityData,
  path: string,
  pick: 'first' | 'last',
): CalendarDay | undefined {
  const days = valuesAt(data, path)
    .filter((value): value is CalendarDay => typeof value === 'string' && DAY.test(value))
    .sort();
  return pick === 'first' ? days[0] : days.at(-1);
}

/** Whether every condition holds for some value at its path. */
export function says(data: ActivityData, conditions: readonly DataCondition[] = []): boolean {
  return conditions.every(({ path, among }) =>
    valuesAt(data, path).some((value) => (among as readonly unknown[]).includes(value)),
  );
}
