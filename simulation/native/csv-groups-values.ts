import { asText, list, parts } from './block.ts';
import type { Codec, Rule } from './block.ts';
import { regrouped, yesNo } from './codecs.ts';
import type { Json } from './json.ts';

/** `MMDDYYYY`. */
export const dayOfExtract = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})$/,
  '$2$3$1',
  /^(\d{2})(\d{2})(\d{4})$/,
  '$3-$1-$2',
);

/** `MMDDYYYY hhmmss`, in UTC. */
export const momentOfExtract = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})Z$/,
  '$2$3$1 $4$5$6',
  /^(\d{2})(\d{2})(\d{4}) (\d{2})(\d{2})(\d{2})$/,
  '$3-$1-$2T$4:$5:$6Z',
);

/** `hhmm` of twenty-four hours. */
export const hourOfExtract = regrouped(/^(\d{2}):(\d{2})$/, '$1$2', /^(\d{2})(\d{2})$/, '$1:$2');

const sentInUtc = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2}(?:\.\d+)?)Z$/,
  '$2$3$1 $4$5$6 Z',
  /^(\d{2})(\d{2})(\d{4}) (\d{2})(\d{2})(\d{2}(?:\.\d+)?) Z$/,
  '$3-$1-$2T$4:$5:$6Z',
);

const sentWithOffset = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2}(?:\.\d+)?)([+-]\d{2}):(\d{2})$/,
  '$2$3$1 $4$5$6 $7$8',
  /^(\d{2})(\d{2})(\d{4}) (\d{2})(\d{2})(\d{2}(?:\.\d+)?) ([+-]\d{2})(\d{2})$/,
  '$3-$1-$2T$4:$5:$6$7:$8',
);

/** `MMDDYYYY hhmmss Z`, with a fraction where there is one, or an offset such as `-0800`. */
export const sentOfExtract: Codec = {
  write: (value, place) =>
    (asText(value).endsWith('Z') ? sentInUtc : sentWithOffset).write(value, place),
  read: (local) => (asText(local).endsWith('Z') ? sentInUtc : sentWithOffset).read(local),
};

export const flag = yesNo('Y', 'N');

/** Ten digits, and the extension in a column of its own. */
export function telephone(column: string): Rule {
  return parts([column, `${column}X`], (text) => text.split('x'), 'x');
}

/** A list with so many places; the items beyond them are carried. */
export function firstOf(places: number, item: Codec): Codec {
  const all = list(item);
  return {
    write(value, place) {
      const items = value as readonly Json[];
      if (items.length > places) place.carried.set(place.at, items.slice(places));
      return all.write(items.slice(0, places), place);
    },
    read: (local) => all.read(local),
  };
}
