import type { Codec } from './codec.ts';
import type { Scalar } from './mapping-document.ts';

/** Truth in the words of the local format; without `no` only `true` has a form. */
export function booleanCodec(yes: Scalar, no: Scalar | undefined): Codec {
  return {
    there: (value) => (value === true ? yes : value === false ? no : undefined),
    back: (value) => (value === yes ? true : value === no ? false : undefined),
    exact: true,
    notHeld: 'VALUE_NOT_HELD',
    unreadable: 'VALUE_UNREADABLE',
  };
}
