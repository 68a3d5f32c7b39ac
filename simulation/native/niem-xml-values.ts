import { asText, parts, same } from './block.ts';
import type { Codec, Rule } from './block.ts';
import { regrouped, yesNo } from './codecs.ts';
import type { Json, JsonObject } from './json.ts';
import { isObject } from './json.ts';
import { NativeError } from './meaning.ts';

/** A value in the element that represents it, as NIEM's types have it; what stands beside it is fixed. */
function represented(name: string, codec: Codec, beside: JsonObject = {}): Codec {
  return {
    write: (value, place) => ({ [name]: codec.write(value, place), ...beside }),
    read(local) {
      const held: Json | undefined = isObject(local) ? local[name] : undefined;
      if (held === undefined) throw new NativeError(`no ${name} in an element that needs it`);
      for (const [other, fixed] of Object.entries(beside)) {
        if (isObject(local) && local[other] !== fixed) throw new NativeError(`${other} is another`);
      }
      return codec.read(held);
    },
  };
}

/** A day in its `nc:Date`. */
export const day = represented('nc:Date', same);

/** An identifier in its `nc:IdentificationID`. */
export const identification = represented('nc:IdentificationID', same);

/** An `xs:decimal` without needless zeros, beside its currency. */
export const usDollars = represented(
  'nc:Amount',
  { write: (value) => `${Number(asText(value))}`, read: (local) => Number(local).toFixed(2) },
  { 'nc:CurrencyCode': 'USD' },
);

/** A digest beside the function that made it. */
export const sha256 = represented('nc:BinaryHashCode', same, {
  'nc:BinaryHashFunctionCode': 'SHA-256',
});

/** `hh:mm:ss`; the compact's times are whole minutes. */
export const wallTime = regrouped(/^(\d{2}:\d{2})$/, '$1:00', /^(\d{2}:\d{2}):00$/, '$1');

export const trueText = yesNo('true', 'false');

/** Ten digits and, in an element of its own, the extension. */
export function telephone(path: string): Rule {
  const inside = `${path}/nc:FullTelephoneNumber`;
  return parts(
    [`${inside}/nc:TelephoneNumberFullID`, `${inside}/nc:TelephoneSuffixID`],
    (text) => text.split('x'),
    'x',
  );
}
