import type { JsonValue } from '../message/json.ts';

/**
 * One value between its canonical and its local form. Neither direction throws: `undefined` means
 * that the other side has no form for this value.
 */
export interface Codec {
  /** The nearest local form. Unless `exact`, it may say less than the value: compare `back`. */
  readonly there: (value: JsonValue) => JsonValue | undefined;
  readonly back: (value: JsonValue) => JsonValue | undefined;
  /** Whether `back(there(value)) = value` for every value that `there` takes. */
  readonly exact: boolean;
  /** The problem code when `there` has no form, or one that says less. */
  readonly notHeld: 'CODE_NOT_HELD' | 'VALUE_NOT_HELD' | 'VALUE_TOO_LONG';
  /** The problem code when `back` cannot read a value. */
  readonly unreadable: 'CODE_UNKNOWN' | 'VALUE_UNREADABLE';
}
