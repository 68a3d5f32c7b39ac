import { asText, parts } from './block.ts';
import type { Codec } from './block.ts';
import { regrouped, yesNo } from './codecs.ts';

/** `YYYY/MM/DD`. */
export const slashedDay = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})$/,
  '$1/$2/$3',
  /^(\d{4})\/(\d{2})\/(\d{2})$/,
  '$1-$2-$3',
);

/** `YYYY/MM/DD hh:mm:ss`, in UTC. */
export const slashedMoment = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})T([\d:]{8})Z$/,
  '$1/$2/$3 $4',
  /^(\d{4})\/(\d{2})\/(\d{2}) ([\d:]{8})$/,
  '$1-$2-$3T$4Z',
);

/** `YYYY/MM/DD hh:mm:ss`, with a fraction where there is one, and `Z` or an offset behind. */
export const slashedDateTime = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})T([\d:.]+)(Z|[+-]\d{2}:\d{2})$/,
  '$1/$2/$3 $4 $5',
  /^(\d{4})\/(\d{2})\/(\d{2}) ([\d:.]+) (Z|[+-]\d{2}:\d{2})$/,
  '$1-$2-$3T$4$5',
);

/** `hh:mm AM`, the hours from 12 to 11. */
export const halfDayClock: Codec = {
  write(value) {
    const [hours = '', minutes = ''] = asText(value).split(':');
    const half = Number(hours) < 12 ? 'AM' : 'PM';
    return `${twoDigits(Number(hours) % 12 || 12)}:${minutes} ${half}`;
  },
  read(local) {
    const [time = '', half] = asText(local).split(' ');
    const [hours = '', minutes = ''] = time.split(':');
    return `${twoDigits((Number(hours) % 12) + (half === 'PM' ? 12 : 0))}:${minutes}`;
  },
};

function twoDigits(value: number): string {
  return `${value}`.padStart(2, '0');
}

export const trueOrFalse = yesNo('TRUE', 'FALSE');

/** Five digits, and the four behind them in a column of their own. */
export const zipCode = parts(['zip5_tx', 'zip4_tx'], (text) => text.split('-'), '-');
