import { asText } from './block.ts';
import type { Codec } from './block.ts';
import { regrouped, yesNo } from './codecs.ts';
import { NativeError } from './meaning.ts';

/** `DD.MM.YYYY`. */
export const dottedDay = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})$/,
  '$3.$2.$1',
  /^(\d{2})\.(\d{2})\.(\d{4})$/,
  '$3-$2-$1',
);

/** `hh.mm`. */
export const dottedTime = regrouped(/^(\d{2}):(\d{2})$/, '$1.$2', /^(\d{2})\.(\d{2})$/, '$1:$2');

/** `DD.MM.YYYY hh.mm.ss`, in UTC. */
export const dottedMoment = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})Z$/,
  '$3.$2.$1 $4.$5.$6',
  /^(\d{2})\.(\d{2})\.(\d{4}) (\d{2})\.(\d{2})\.(\d{2})$/,
  '$3-$2-$1T$4:$5:$6Z',
);

const COMPACT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const SIGNED = /^(\d{2})\.(\d{2})\.(\d{4}) (\d{2})\.(\d{2})\.(\d{2})(\.\d+)? (Z|[+-]\d{2}:\d{2})$/;

/** As `dottedMoment`, with a fraction where there is one, and then `Z` or an offset. */
export const signedAt: Codec = {
  write(value) {
    const match = COMPACT.exec(asText(value));
    if (match === null) throw new NativeError('a time is not in its form');
    const [, year, month, day, hour, minute, second, fraction = '', zone] = match;
    return `${day}.${month}.${year} ${hour}.${minute}.${second}${fraction} ${zone}`;
  },
  read(local) {
    const match = SIGNED.exec(asText(local));
    if (match === null) throw new NativeError('a time is not in its form');
    const [, day, month, year, hour, minute, second, fraction = '', zone] = match;
    return `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`;
  },
};

export const yesOrNo = yesNo('yes', 'no');
