import type { JsonObject, JsonValue } from '../message/json.ts';
import type { Codec } from './codec.ts';
import type { CrosswalkRule, PersonNameStyle, Scalar } from './mapping-document.ts';
import { readName, sameName, writeName } from './person-name.ts';
import { addProblem, takeCarried } from './run.ts';
import { type Frame, type Scope, type Step, asObject, mapBack, mapThere, place } from './scope.ts';

/** One member of one object of a place. */
export interface Field {
  readonly slot: number;
  readonly key: string;
  /** JSON Pointer from the place. */
  readonly pointer: string;
}

function readCanonical(frame: Frame, { slot, key }: Field): JsonValue | undefined {
  return frame.canonical[slot]?.[key];
}

function writeCanonical(frame: Frame, { slot, key }: Field, value: JsonValue): void {
  place(frame.canonical, frame.scope.canonical.slots, slot)[key] = value;
}

/** Null and empty text are how local formats say that there is nothing. */
function readLocal(frame: Frame, { slot, key }: Field): JsonValue | undefined {
  const value = frame.local[slot]?.[key];
  return value === null || value === '' ? undefined : value;
}

function writeLocal(frame: Frame, { slot, key }: Field, value: JsonValue): void {
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

/** How the items of a list are mapped. */
export type ItemMapping =
  | { readonly kind: 'scope'; readonly scope: Scope }
  | { readonly kind: 'scalar'; readonly codec: Codec; readonly carries: boolean };

/** Lists of the same length and order on both sides. */
export function listStep(
  canonical: Field,
  local: Field,
  mapping: ItemMapping,
  wrapper: boolean,
): Step {
  return {
    there: (frame) => {
      const items = readCanonical(frame, canonical);
      if (items === undefined) return;
      const { run } = frame;
      const at = frame.base + canonical.pointer;
      if (!Array.isArray(items)) {
        addProblem(run, 'FIELD_NOT_HELD', at);
        return;
      }
      if (run.xml && items.length === 0) {
        if (wrapper) place(frame.local, frame.scope.local.slots, local.slot);
        else addProblem(run, 'VALUE_NOT_HELD', at);
        return;
      }
      const held = items.map((item, index) => itemThere(frame, mapping, item, `${at}/${index}`));
      writeLocal(frame, local, held);
    },
    back: (frame) => {
      const items = localItems(frame, local, wrapper);
      if (items === undefined) return;
      const at = frame.base + canonical.pointer;
      const localAt = frame.localBase + local.pointer;
      const values = items.map((item, index) =>
        itemBack(frame, mapping, item, {
          base: `${at}/${index}`,
          localBase: `${localAt}/${index}`,
        }),
      );
      writeCanonical(frame, canonical, values);
    },
  };
}

function localItems(
  frame: Frame,
  local: Field,
  wrapper: boolean,
): readonly JsonValue[] | undefined {
  const value = frame.local[local.slot]?.[local.key];
  if (Array.isArray(value)) return value;
  if (frame.run.xml) {
    if (value !== undefined) return [value];
    return wrapper && frame.local[local.slot] !== undefined ? [] : undefined;
  }
  if (value !== undefined && value !== null) {
    addProblem(frame.run, 'VALUE_UNREADABLE', frame.localBase + local.pointer);
  }
  return undefined;
}

function itemThere(frame: Frame, mapping: ItemMapping, item: JsonValue, base: string): JsonValue {
  const { run } = frame;
  if (mapping.kind === 'scope') {
    const object = asObject(item, false);
    if (object !== undefined) return mapThere(mapping.scope, object, { base, localBase: '' }, run);
    addProblem(run, 'FIELD_NOT_HELD', base);
    return null;
  }
  const { codec, carries } = mapping;
  const held = codec.there(item);
  if (held === undefined) {
    addProblem(run, codec.notHeld, base);
    return null;
  }
  if (!codec.exact && codec.back(held) !== item) {
    if (carries) run.carried.set(base, item);
    else addProblem(run, codec.notHeld, base);
  }
  return held;
}

function itemBack(
  frame: Frame,
  mapping: ItemMapping,
  item: JsonValue,
  at: { readonly base: string; readonly localBase: string },
): JsonValue {
  const { run } = frame;
  if (mapping.kind === 'scope') {
    const object = asObject(item, run.xml);
    if (object !== undefined) return mapBack(mapping.scope, object, at, run);
    addProblem(run, 'VALUE_UNREADABLE', at.localBase);
    return null;
  }
  const { codec, carries } = mapping;
  const whole = carries ? takeCarried(run, at.base, '') : undefined;
  const value = codec.back(item);
  if (value === undefined) {
    addProblem(run, codec.unreadable, at.localBase);
    return null;
  }
  return whole !== undefined && codec.there(whole) === item ? whole : value;
}

/** A canonical object in a local list of exactly one. */
export function wrapStep(canonical: Field, local: Field, scope: Scope): Step {
  return {
    there: (frame) => {
      const value = readCanonical(frame, canonical);
      if (value === undefined) return;
      const base = frame.base + canonical.pointer;
      const object = asObject(value, false);
      if (object === undefined) addProblem(frame.run, 'FIELD_NOT_HELD', base);
      else writeLocal(frame, local, [mapThere(scope, object, { base, localBase: '' }, frame.run)]);
    },
    back: (frame) => {
      const items = localItems(frame, local, false);
      const [item, ...others] = items ?? [];
      if (item === undefined) return;
      const localBase = `${frame.localBase}${local.pointer}/0`;
      const object = asObject(item, frame.run.xml);
      if (object === undefined || others.length > 0) {
        addProblem(frame.run, 'VALUE_UNREADABLE', frame.localBase + local.pointer);
        return;
      }
      const at = { base: frame.base + canonical.pointer, localBase };
      writeCanonical(frame, canonical, mapBack(scope, object, at, frame.run));
    },
  };
}
