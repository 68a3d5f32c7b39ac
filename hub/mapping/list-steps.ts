import type { JsonValue } from '../message/json.ts';
import type { Codec } from './codec.ts';
import { addProblem, takeCarried } from './run.ts';
import {
  type Frame,
  type Position,
  type Scope,
  type Step,
  asObject,
  mapBack,
  mapThere,
  place,
} from './scope.ts';
import { type Field, readCanonical, writeCanonical, writeLocal } from './steps.ts';

/** How the items of a list are mapped. */
export interface ListLimits {
  readonly wrapper: boolean;
  readonly maxItems: number;
  /** Whether what exceeds is carried. */
  readonly overflows: boolean;
}

export type ItemMapping =
  | { readonly kind: 'scope'; readonly scope: Scope }
  | { readonly kind: 'scalar'; readonly codec: Codec; readonly carries: boolean };

/**
 * Lists of the same order on both sides. Items beyond `maxItems` are carried under the list's own
 * path: they are put behind the local ones again while the local list is full. A list that the state
 * made shorter and items that it never saw do not fit together, and neither is dropped for the other.
 */
export function listStep(
  canonical: Field,
  local: Field,
  mapping: ItemMapping,
  { wrapper, maxItems, overflows }: ListLimits,
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
      if (items.length > maxItems) {
        if (overflows) run.carried.set(at, items.slice(maxItems));
        else addProblem(run, 'ITEMS_NOT_HELD', at);
      }
      const held = items
        .slice(0, maxItems)
        .map((item, index) => itemThere(frame, mapping, item, `${at}/${index}`));
      writeLocal(frame, local, held);
    },
    back: (frame) => {
      const items = localItems(frame, local, wrapper);
      const at = frame.base + canonical.pointer;
      const rest = overflows ? takeCarried(frame.run, frame.base, canonical.pointer) : undefined;
      if (rest !== undefined && (!Array.isArray(rest) || items?.length !== maxItems)) {
        addProblem(frame.run, 'CARRIED_DISAGREES', frame.localBase + local.pointer);
      }
      if (items === undefined) return;
      const localAt = frame.localBase + local.pointer;
      const values = items.map((item, index) =>
        itemBack(frame, mapping, item, {
          base: `${at}/${index}`,
          localBase: `${localAt}/${index}`,
        }),
      );
      writeCanonical(frame, canonical, Array.isArray(rest) ? [...values, ...rest] : values);
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

function itemBack(frame: Frame, mapping: ItemMapping, item: JsonValue, at: Position): JsonValue {
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
