import { type JsonObject, type JsonValue, isJsonObject } from '../message/json.ts';
import { canonicalJson } from '../message/canonical-json.ts';
import { parseJson } from '../message/parse-json.ts';
import type { ExtensionPlace } from './dialect.ts';
import { type Run, addProblem } from './run.ts';
import { asObject } from './scope.ts';

/** Writes what is carried into the local format's extension slot; nothing when there is nothing. */
export function writeExtension(slot: ExtensionPlace, local: JsonObject, run: Run): void {
  if (run.carried.size === 0) return;
  const path = slot.names;
  let at = local;
  for (const name of path.slice(0, -1)) {
    const next = at[name];
    at = isJsonObject(next) ? next : (at[name] = {});
  }
  const carried = Object.fromEntries(run.carried);
  at[path.at(-1) ?? ''] =
    slot.as === 'object'
      ? carried
      : slot.as === 'text'
        ? canonicalJson(carried)
        : [...run.carried].map(([pointer, value]) => ({
            [slot.entryPath ?? 'path']: pointer,
            [slot.entryValue ?? 'value']: canonicalJson(value),
          }));
}

/** Reads the extension slot into `run.carried`. */
export function readExtension(slot: ExtensionPlace, local: JsonObject, at: string, run: Run): void {
  let value: JsonValue | undefined = local;
  for (const name of slot.names) value = isJsonObject(value) ? value[name] : undefined;
  if (value === undefined || value === null || value === '') return;
  const object = slot.as === 'text' && typeof value === 'string' ? jsonOf(value) : value;
  if (slot.as !== 'entries' && isJsonObject(object)) {
    for (const [pointer, carried] of Object.entries(object)) run.carried.set(pointer, carried);
    return;
  }
  if (slot.as === 'entries' && (Array.isArray(value) || run.xml)) {
    const entries = Array.isArray(value) ? value : [value];
    entries.forEach((entry, index) => {
      readEntry(slot, entry, `${at}${slot.path}/${index}`, run);
    });
    return;
  }
  addProblem(run, 'VALUE_UNREADABLE', at + slot.path);
}

function readEntry(slot: ExtensionPlace, entry: JsonValue, at: string, run: Run): void {
  const object = asObject(entry, false);
  const pointer = object?.[slot.entryPath ?? 'path'];
  const text = object?.[slot.entryValue ?? 'value'];
  const value = typeof text === 'string' ? jsonOf(text) : undefined;
  if (typeof pointer !== 'string' || value === undefined) addProblem(run, 'VALUE_UNREADABLE', at);
  else run.carried.set(pointer, value);
}

function jsonOf(text: string): JsonValue | undefined {
  try {
    return parseJson(Buffer.from(text));
  } catch {
    return undefined;
  }
}

/** A carried path that no rule asked for would be lost in silence. */
export function reportUnasked(slot: ExtensionPlace, at: string, run: Run): void {
  for (const pointer of run.carried.keys()) {
    if (!run.asked.has(pointer)) addProblem(run, 'CARRIED_UNKNOWN', at + slot.path);
  }
}
