import type { JsonValue } from '../message/json.ts';
import { addProblem, takeCarried } from './run.ts';
import { type Frame, type Step, place } from './scope.ts';
import { type Field, writeLocal } from './steps.ts';

/** How one text is put together from parts, and taken apart again; `undefined` is a missing part. */
export interface Parting {
  readonly put: (parts: readonly (string | undefined)[]) => string | undefined;
  readonly take: (text: string) => (string | undefined)[] | undefined;
}

/** Parts between separators, each in its place; a missing one is empty. */
export function separatedParts(count: number, separator: string): Parting {
  return {
    put: (parts) => {
      if (parts.every((part) => part === undefined)) return undefined;
      return parts.map((part) => part ?? '').join(separator);
    },
    take: (text) => {
      const parts = text.split(separator);
      if (parts.length !== count) return undefined;
      return parts.map((part) => (part === '' ? undefined : part));
    },
  };
}

/** Like separated parts, but parts missing at the end leave no separator. */
export function trailingParts(count: number, separator: string): Parting {
  return {
    put: (parts) => {
      const present = parts.filter((part) => part !== undefined);
      return present.length === 0 ? undefined : present.join(separator);
    },
    take: (text) => {
      const parts: (string | undefined)[] = text.split(separator);
      if (parts.length > count) return undefined;
      while (parts.length < count) parts.push(undefined);
      return parts;
    },
  };
}

/** Parts of fixed widths in characters; the last takes what is left, and nothing when nothing is. */
export function fixedParts(widths: readonly number[]): Parting {
  return {
    put: (parts) => {
      if (parts.every((part) => part === undefined)) return undefined;
      const fits = parts.every((part, i) => i === parts.length - 1 || part?.length === widths[i]);
      return fits ? parts.join('') : undefined;
    },
    take: (text) => {
      const parts: string[] = [];
      let at = 0;
      for (const width of widths.slice(0, -1)) parts.push(text.slice(at, (at += width)));
      const rest = text.slice(at);
      return [...parts, rest === '' ? undefined : rest];
    },
  };
}

/** Several canonical texts in one local text. The parts are carried where it does not tell them apart. */
export function joinStep(
  canonical: readonly Field[],
  local: Field,
  parting: Parting,
  carries: boolean,
): Step {
  const pointer = canonical[0]?.pointer ?? '';
  return {
    there: (frame) => {
      const parts = canonical.map(({ slot, key }) => frame.canonical[slot]?.[key]);
      const text = allTexts(parts) ? parting.put(parts) : undefined;
      if (text === undefined || !allTexts(parts)) {
        reportParts(frame, parts, frame.base + pointer);
        return;
      }
      if (!sameParts(parting.take(text), parts)) {
        if (carries) {
          frame.run.carried.set(
            frame.base + pointer,
            parts.map((part) => part ?? null),
          );
        } else addProblem(frame.run, 'VALUE_NOT_HELD', frame.base + pointer);
      }
      writeLocal(frame, local, text);
    },
    back: (frame) => {
      const text = frame.local[local.slot]?.[local.key];
      const carried = carries ? takeCarried(frame.run, frame.base, pointer) : undefined;
      if (text === undefined || text === null || text === '') return;
      const parts = typeof text === 'string' ? partsOf(text, carried, parting) : undefined;
      if (parts === undefined)
        addProblem(frame.run, 'VALUE_UNREADABLE', frame.localBase + local.pointer);
      else write(frame, 'canonical', canonical, parts);
    },
  };
}

/** One canonical text in several local fields. */
export function splitStep(canonical: Field, local: readonly Field[], parting: Parting): Step {
  return {
    there: (frame) => {
      const value = frame.canonical[canonical.slot]?.[canonical.key];
      if (value === undefined) return;
      const parts = typeof value === 'string' ? parting.take(value) : undefined;
      if (parts === undefined || parting.put(parts) !== value) {
        addProblem(frame.run, 'VALUE_NOT_HELD', frame.base + canonical.pointer);
      } else write(frame, 'local', local, parts);
    },
    back: (frame) => {
      const parts = local.map(({ slot, key }) => frame.local[slot]?.[key] ?? undefined);
      const texts = parts.map((part) => (part === '' ? undefined : part));
      const value = allTexts(texts) ? parting.put(texts) : undefined;
      if (value === undefined) {
        reportParts(frame, texts, frame.localBase + (local[0]?.pointer ?? ''), 'VALUE_UNREADABLE');
      } else write(frame, 'canonical', [canonical], [value]);
    },
  };
}

function reportParts(
  { run }: Frame,
  parts: readonly (JsonValue | undefined)[],
  pointer: string,
  code: 'VALUE_NOT_HELD' | 'VALUE_UNREADABLE' = 'VALUE_NOT_HELD',
): void {
  if (parts.some((part) => part !== undefined)) addProblem(run, code, pointer);
}

function write(
  frame: Frame,
  side: 'canonical' | 'local',
  fields: readonly Field[],
  parts: readonly (string | undefined)[],
): void {
  fields.forEach(({ slot, key }, index) => {
    const part = parts[index];
    if (part !== undefined) place(frame[side], frame.scope[side].slots, slot)[key] = part;
  });
}

function partsOf(
  text: string,
  carried: JsonValue | undefined,
  parting: Parting,
): (string | undefined)[] | undefined {
  if (Array.isArray(carried)) {
    const parts = carried.map((part) => part ?? undefined);
    if (allTexts(parts) && parting.put(parts) === text) return parts;
  }
  return parting.take(text);
}

function allTexts(
  parts: readonly (JsonValue | undefined)[],
): parts is readonly (string | undefined)[] & (string | undefined)[] {
  return parts.every((part) => part === undefined || typeof part === 'string');
}

function sameParts(
  one: readonly (string | undefined)[] | undefined,
  other: readonly (string | undefined)[],
): boolean {
  return one !== undefined && other.every((part, index) => part === one[index]);
}
