import type { JsonValue } from '../message/json.ts';
import type { Codec } from './codec.ts';
import type { NumberRule } from './mapping-document.ts';

type NumberOptions = Pick<NumberRule, 'canonicalAs' | 'localAs' | 'shift'>;

const PLAIN_DECIMAL = /^(-?)(\d{1,15})(?:\.(\d{1,10}))?$/;
const MONEY_DECIMALS = 2;

/**
 * Whole numbers, and money (canonically text with two decimals), as a local number or text whose
 * decimal point lies `shift` places further right. Works on the digits: nothing is rounded.
 */
export function numberCodec({ canonicalAs, localAs, shift = 0 }: NumberOptions): Codec {
  const back = (value: JsonValue): JsonValue | undefined => {
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    if ((typeof value === 'number') !== (localAs === 'number')) return undefined;
    const digits = moved(String(value), -shift);
    return digits === undefined ? undefined : canonicalForm(digits, canonicalAs);
  };
  return {
    there: (value) => {
      if (typeof value !== 'string' && typeof value !== 'number') return undefined;
      const digits = moved(String(value), shift);
      if (digits === undefined) return undefined;
      const held = localAs === 'number' ? Number(digits) : digits;
      return back(held) === value ? held : undefined;
    },
    back,
    exact: true,
    notHeld: 'VALUE_NOT_HELD',
    unreadable: 'VALUE_UNREADABLE',
  };
}

/** The decimal with its point moved to the right, without needless zeros; undefined: not a decimal. */
function moved(text: string, places: number): string | undefined {
  const parts = PLAIN_DECIMAL.exec(text);
  if (parts === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = parts;
  const digits = whole + fraction;
  const point = whole.length + places;
  const padded = point > 0 ? digits.padEnd(point, '0') : '0'.repeat(1 - point) + digits;
  const at = Math.max(point, 1);
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const right = padded.slice(at).replace(/0+$/, '');
  return `${sign}${left}${right === '' ? '' : `.${right}`}`;
}

function canonicalForm(digits: string, canonicalAs: 'integer' | 'money'): JsonValue | undefined {
  const [whole = '', fraction = ''] = digits.split('.');
  if (canonicalAs === 'integer') return fraction === '' ? Number(whole) : undefined;
  if (fraction.length > MONEY_DECIMALS) return undefined;
  return `${whole}.${fraction.padEnd(MONEY_DECIMALS, '0')}`;
}
