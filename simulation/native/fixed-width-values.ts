import { asText, object, parts } from './block.ts';
import type { Block, Codec, Rule } from './block.ts';
import { regrouped, yesNo } from './codecs.ts';
import type { Json } from './json.ts';
import { NativeError } from './meaning.ts';

/** `CCYYMMDD`. */
export const dayOfFile = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})$/,
  '$1$2$3',
  /^(\d{4})(\d{2})(\d{2})$/,
  '$1-$2-$3',
);

/** `CCYYMMDDhhmmss`, in UTC. */
export const stampOfFile = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})Z$/,
  '$1$2$3$4$5$6',
  /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/,
  '$1-$2-$3T$4:$5:$6Z',
);

/** `HHMM` of twenty-four hours. */
export const hourOfFile = regrouped(/^(\d{2}):(\d{2})$/, '$1$2', /^(\d{2})(\d{2})$/, '$1:$2');

/** `CCYYMMDDhhmmss`, a fraction where there is one, and `Z` or an offset such as `-0500`. */
export const sentOfFile: Codec = {
  write(value) {
    const [, time = '', offset = ''] = /^(.*?)(Z|[+-]\d{2}:\d{2})$/.exec(asText(value)) ?? [];
    return time.replace(/[-:T]/g, '') + offset.replace(':', '');
  },
  read(local) {
    const [, date, time, offset = 'Z'] =
      /^(\d{8})(\d{6}(?:\.\d+)?)(Z|[+-]\d{4})$/.exec(asText(local)) ?? [];
    if (date === undefined || time === undefined) throw new NativeError('XMIT-STAMP is no time');
    const day = date.replace(/^(\d{4})(\d{2})/, '$1-$2-');
    const hour = time.replace(/^(\d{2})(\d{2})/, '$1:$2:');
    return `${day}T${hour}${offset.replace(/^(.\d{2})(\d{2})$/, '$1:$2')}`;
  },
};

export const oneOrZero = yesNo('1', '0');

/** Money as whole cents in digits. */
export const centsText: Codec = {
  write: (value) =>
    asText(value)
      .replace('.', '')
      .replace(/^0+(?=\d)/, ''),
  read: (local) =>
    asText(local)
      .padStart(3, '0')
      .replace(/(\d{2})$/, '.$1'),
};

/** Ten digits, and the extension in a column of its own. */
export function telephone(column: string): Rule {
  return parts([column, `${column}-EXT`], (text) => text.split('x'), 'x');
}

/** Five digits, and four more in a column of their own. */
export function zipCode(column: string): Rule {
  return parts([column, `${column}-PLUS`], (text) => text.split('-'), '-');
}

export function feetAndInches(feet: string, inches: string): Rule {
  return parts([feet, inches], (text) => [text.slice(0, 1), text.slice(1)], '');
}

/** A block in a segment of its own, of which there is one. */
export function only(inner: Block): Codec {
  const one = object(inner);
  return {
    write: (value, place) => [one.write(value, place)],
    read(local) {
      const [first, ...others] = Array.isArray(local) ? (local as readonly Json[]) : [];
      if (first === undefined || others.length > 0) throw new NativeError('not one segment');
      return one.read(first);
    },
  };
}
