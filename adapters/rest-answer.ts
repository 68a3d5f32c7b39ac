/** What a state's endpoint says of a delivery in the body of its answer (docs/adapters.md). */
export interface RestAnswer {
  readonly deliveryId?: string;
  /** The state's own number for what it stored. */
  readonly reference?: string;
  /** `sha-256=:…:` of what the state holds under the id. */
  readonly contentDigest?: string;
}

const JSON_TYPE = /^application\/([a-z0-9.!#$&^_-]+\+)?json\s*(;|$)/i;
const LONGEST = 128;

/** Reads a JSON object; undefined for anything else, whatever its status. */
export function readAnswer(contentType: string | undefined, body: Buffer): RestAnswer | undefined {
  if (contentType === undefined || !JSON_TYPE.test(contentType)) return undefined;
  const value = parse(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return {
    ...textMember(value, 'deliveryId'),
    ...textMember(value, 'reference'),
    ...textMember(value, 'contentDigest'),
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A member that is a short line of text; what a peer sends otherwise is as if it were not there. */
function textMember<Name extends string>(
  object: object,
  name: Name,
): Partial<Record<Name, string>> {
  if (!Object.hasOwn(object, name)) return {};
  const value: unknown = Reflect.get(object, name);
  const isLine = typeof value === 'string' && value.length <= LONGEST && /^[^\p{C}]+$/u.test(value);
  return isLine ? ({ [name]: value } as Partial<Record<Name, string>>) : {};
}
