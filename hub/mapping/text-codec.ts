import type { JsonValue } from '../message/json.ts';
import type { Codec } from './codec.ts';

interface TextOptions {
  /** The local format has text only: numbers and truth values are not copied. */
  readonly textOnly: boolean;
  readonly maxLength?: number;
  readonly strip?: string;
}

/**
 * The same value on both sides, without a fixed text in front (`strip`), and with no more than
 * `maxLength` characters (code points) in the local field.
 */
export function textCodec({ textOnly, maxLength, strip = '' }: TextOptions): Codec {
  const copies = textOnly || maxLength !== undefined || strip !== '' ? isText : isScalar;
  const bounded = maxLength === undefined ? (text: JsonValue) => text : cutTo(maxLength);
  return {
    there: (value) => {
      if (!copies(value)) return undefined;
      if (strip === '') return bounded(value);
      return (value as string).startsWith(strip)
        ? bounded((value as string).slice(strip.length))
        : undefined;
    },
    back: (value) =>
      copies(value) ? (strip === '' ? value : strip + (value as string)) : undefined,
    exact: maxLength === undefined,
    notHeld: maxLength === undefined ? 'VALUE_NOT_HELD' : 'VALUE_TOO_LONG',
    unreadable: 'VALUE_UNREADABLE',
  };
}

function isText(value: JsonValue): boolean {
  return typeof value === 'string';
}

function isScalar(value: JsonValue): boolean {
  return typeof value !== 'object';
}

/** Never half a surrogate pair and no blank at the end, so that what is left is valid text. */
function cutTo(maxLength: number): (value: JsonValue) => JsonValue {
  return (value) => {
    const text = value as string;
    if (text.length <= maxLength) return text;
    const points = Array.from(text);
    return points.length <= maxLength ? text : points.slice(0, maxLength).join('').trimEnd();
  };
}
