import { type Codec, asText } from './block.ts';
import { regrouped, yesNo } from './codecs.ts';

/** `YYYYMMDD`. */
export const packedDay = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})$/,
  '$1$2$3',
  /^(\d{4})(\d{2})(\d{2})$/,
  '$1-$2-$3',
);

/** `hhmm`. */
export const packedTime = regrouped(/^(\d{2}):(\d{2})$/, '$1$2', /^(\d{2})(\d{2})$/, '$1:$2');

/** `YYYYMMDDThhmmssZ`. */
export const packedMoment = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})Z$/,
  '$1$2$3T$4$5$6Z',
  /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/,
  '$1-$2-$3T$4:$5:$6Z',
);

const packedWithOffset = regrouped(
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?(?:(Z)|([+-]\d{2}):(\d{2}))$/,
  '$1$2$3T$4$5$6$7$8$9$10',
  /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\.\d+)?(Z|[+-]\d{4})$/,
  '$1-$2-$3T$4:$5:$6$7$8',
);

/** `YYYYMMDDThhmmss`, a fraction where there is one, and `Z` or an offset such as `-0800`. */
export const packedDateTime: Codec = {
  write: (value, place) => packedWithOffset.write(value, place),
  read: (local) => asText(packedWithOffset.read(local)).replace(/([+-]\d{2})(\d{2})$/, '$1:$2'),
};

export const trueText = yesNo('true', 'false');
