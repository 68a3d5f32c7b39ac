import { asText } from './block.ts';
import type { Codec } from './block.ts';
import { regrouped, yesNo } from './codecs.ts';

/** `MM/DD/YYYY`. */
export const dayWithSlashes = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})$/,
  '$2/$3/$1',
  /^(\d{2})\/(\d{2})\/(\d{4})$/,
  '$3-$1-$2',
);

/** `MM/DD/YYYY hh:mm:ss GMT`. */
export const momentWithSlashes = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})T(.{8})Z$/,
  '$2/$3/$1 $4 GMT',
  /^(\d{2})\/(\d{2})\/(\d{4}) (.{8}) GMT$/,
  '$3-$1-$2T$4Z',
);

/** `MM/DD/YYYY hh:mm:ss Z`, with a fraction or an offset where there is one. */
export const dateTimeWithSlashes = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})T(.{8}(?:\.\d+)?)(Z|[+-]\d{2}:\d{2})$/,
  '$2/$3/$1 $4 $5',
  /^(\d{2})\/(\d{2})\/(\d{4}) (.{8}(?:\.\d+)?) (Z|[+-]\d{2}:\d{2})$/,
  '$3-$1-$2T$4$5',
);

export const flag = yesNo('Y', 'N');

/** `hh:mm AM`; midnight is 12 AM and noon 12 PM. */
export const twelveHours: Codec = {
  write(value) {
    const [hour = '', minute = ''] = asText(value).split(':');
    const twelve = Number(hour) % 12 === 0 ? 12 : Number(hour) % 12;
    return `${`${twelve}`.padStart(2, '0')}:${minute} ${Number(hour) < 12 ? 'AM' : 'PM'}`;
  },
  read(local) {
    const [, hour = '', minute = '', half = ''] =
      /^(\d\d):(\d\d) (AM|PM)$/.exec(asText(local)) ?? [];
    const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
    return `${`${hours}`.padStart(2, '0')}:${minute}`;
  },
};
