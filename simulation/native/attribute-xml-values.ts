import { asText } from './block.ts';
import type { Codec } from './block.ts';
import { regrouped, yesNo } from './codecs.ts';

/** `YYYYMMDD`. */
export const solidDay = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})$/,
  '$1$2$3',
  /^(\d{4})(\d{2})(\d{2})$/,
  '$1-$2-$3',
);

/** `hh.mm`. */
export const dottedTime = regrouped(/^(\d{2}):(\d{2})$/, '$1.$2', /^(\d{2})\.(\d{2})$/, '$1:$2');

const digits = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
  '$1$2$3$4$5$6$7$8',
  /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\.\d+)?(Z|[+-]\d{4})$/,
  '$1-$2-$3T$4:$5:$6$7$8',
);

/** `YYYYMMDDhhmmss`, a fraction where there is one, and `Z` or an offset such as `-0500`. */
export const solidMoment: Codec = {
  write: (value, place) =>
    asText(digits.write(value, place)).replace(/([+-]\d{2}):(\d{2})$/, '$1$2'),
  read: (local) => asText(digits.read(local)).replace(/([+-]\d{2})(\d{2})$/, '$1:$2'),
};

export const oneOrNought = yesNo('1', '0');

/** Dollars and cents as a text of cents, without zeros in front. */
export const centsText: Codec = {
  write: (value) =>
    asText(value)
      .replace('.', '')
      .replace(/^0+(?=\d)/, ''),
  read: (local) =>
    asText(local)
      .padStart(3, '0')
      .replace(/(\d\d)$/, '.$1'),
};
