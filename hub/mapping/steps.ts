import type { JsonObject, JsonValue } from '../message/json.ts';
import type { Codec } from './codec.ts';
import type { CrosswalkRule, PersonNameStyle, Scalar } from './mapping-document.ts';
import { readName, sameName, writeName } from './person-name.ts';
import { addProblem, takeCarried } from './run.ts';
import { type Frame, type Step, asObject, place } from './scope.ts';

/** One member of one object of a place. */
export interface Field {
  readonly slot: number;
  readonly key: string;
  /** JSON Pointer from the place. */
  readonly pointer: string;
}

export function readCanonical(frame: Frame, { slot, key }: Field): JsonValue | undefined {
  return frame.canonical[slot]?.[key];
}

export function writeCanonical(frame: Frame, { slot, key }: Field, value: JsonValue): void {
  place(frame.canonical, frame.scope.canonical.slots, slot)[key] = value;
}

/** Null and empty text are how local formats say that there is nothing. */
export function readLocal(frame: Frame, { slot, key }: Field): JsonValue | undefined {
  const value = frame.local[slot]?.[key];
  return value === null || value === '' ? undefined : value;
}

export function writeLocal(frame: Frame, { slot, key }: Field, value: JsonValue): void {
  place(frame.local, frame.scope.local.slots, slot)[key] = value;
}

/** One value on each side. With `carries`, what the local form does not say stands in the extension. */
export function scalarStep(canonical: Field, local: Field, codec: Codec, carries: boolean): Step {
  return {
    there: (frame) => {
      const value = readCanonical(frame, canonical);
      if (value === undefined) return;
      const held = codec.there(value);
      if (held === undefined) {
        addProblem(frame.run, codec.notHeld, frame.base + canonical.pointer);
        return;
      }
      if (!codec.exact && codec.back(held) !== value) {
        if (carries) frame.run.carried.set(frame.base + canonical.pointer, value);
        else addProblem(frame.run, codec.notHeld, frame.base + canonical.pointer);
      }
      writeLocal(frame, local, held);
    },
    back: (frame) => {
      const held = readLocal(frame, local);
      const whole = carries ? takeCarried(frame.run, frame.base, canonical.pointer) : undefined;
      if (held === undefined) return;
      const value = codec.back(held);
      if (value === undefined) {
        addProblem(frame.run, codec.unreadable, frame.localBase + local.pointer);
        return;
      }
      // What is carried refines the local value; where they disagree, the local one was changed since.
      const refines = whole !== undefined && codec.there(whole) === held;
      writeCanonical(frame, canonical, refines ? whole : value);
    },
  };
}

/** A value without a local field, whole in the extension. */
export function carriedStep(canonical: Field): Step {
  return {
    there: (frame) => {
      const value = readCanonical(frame, canonical);
      if (value !== undefined) frame.run.carried.set(frame.base + canonical.pointer, value);
    },
    back: (frame) => {
      const value = takeCarried(frame.run, frame.base, canonical.pointer);
      if (value !== undefined) writeCanonical(frame, canonical, value);
    },
  };
}

/** A value that the local side always has where the canonical object `within` is. */
export function localConstantStep(within: number, local: Field, constant: Scalar): Step {
  return {
    there: (frame) => {
      if (frame.canonical[within] !== undefined) writeLocal(frame, local, constant);
    },
    back: (frame) => {
      const value = readLocal(frame, local);
      if (value === undefined || value === constant) return;
      addProblem(frame.run, 'VALUE_UNREADABLE', frame.localBase + local.pointer);
    },
  };
}

/** A value that the canonical side always has. */
export function canonicalConstantStep(canonical: Field, constant: Scalar): Step {
  return {
    there: (frame) => {
      if (readCanonical(frame, canonical) === constant) return;
      addProblem(frame.run, 'VALUE_NOT_HELD', frame.base + canonical.pointer);
    },
    back: (frame) => {
      writeCanonical(frame, canonical, constant);
    },
  };
}

/** A number of the crosswalk for the destination to read; what comes back in its place is ignored. */
export function crosswalkStep(identifier: CrosswalkRule['identifier'], local: Field): Step {
  return {
    there: (frame) => {
      const value = frame.run.crosswalk?.[identifier];
      if (value !== undefined) writeLocal(frame, local, value);
    },
    back: () => undefined,
  };
}

/** A name in one text; its parts are carried where the text does not tell them apart. */
export function personNameStep(
  canonical: Field,
  local: Field,
  style: PersonNameStyle,
  carries: boolean,
): Step {
  return {
    there: (frame) => {
      const name = readCanonical(frame, canonical) as JsonObject | undefined;
      if (name === undefined) return;
      const text = writeName(style, name);
      const read = readName(style, text);
      if (read === undefined || !sameName(read, name)) {
        if (carries) frame.run.carried.set(frame.base + canonical.pointer, name);
        else addProblem(frame.run, 'VALUE_NOT_HELD', frame.base + canonical.pointer);
      }
      writeLocal(frame, local, text);
    },
    back: (frame) => {
      const text = readLocal(frame, local);
      const parts = carries ? takeCarried(frame.run, frame.base, canonical.pointer) : undefined;
      if (text === undefined) return;
      const whole = parts === undefined ? undefined : asObject(parts, false);
      const name =
        whole !== undefined && writeName(style, whole) === text ? whole : readName(style, text);
      if (name === undefined)
        addProblem(frame.run, 'VALUE_UNREADABLE', frame.localBase + local.pointer);
      else writeCanonical(frame, canonical, name);
    },
  };
}
