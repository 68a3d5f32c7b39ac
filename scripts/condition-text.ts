import { isJsonObject, type JsonObject, type JsonValue } from '../hub/message/json.ts';

/** What a schema demands under a condition, as sentences. */
export function conditionTexts(schema: JsonObject): string[] {
  const { allOf } = schema;
  const parts = [schema, ...(Array.isArray(allOf) ? allOf.filter(isJsonObject) : [])];
  return parts.flatMap((part) => {
    const condition = isJsonObject(part['if']) ? premise(part['if']) : undefined;
    if (condition === undefined) return [];
    return [
      sentence(`When ${condition}`, part['then']),
      sentence('Otherwise', part['else']),
    ].flat();
  });
}

function premise({ required, properties }: JsonObject): string {
  const tests = Object.entries(isJsonObject(properties) ? properties : {}).filter(
    (entry): entry is [string, JsonObject] => isJsonObject(entry[1]),
  );
  if (tests.length > 0) return tests.map(([name, test]) => testText(name, test)).join(' and ');
  return `${names(required).join(' and ')} is given`;
}

function testText(name: string, test: JsonObject): string {
  const { contains } = test;
  if (isJsonObject(contains)) return `\`${name}\` has ${valuesOf(contains)}`;
  return `\`${name}\` is ${valuesOf(test)}`;
}

function valuesOf(test: JsonObject): string {
  const values = Array.isArray(test['enum']) ? test['enum'] : [test['const'] ?? null];
  return values.map((value) => `\`${text(value)}\``).join(' or ');
}

function sentence(start: string, demand: JsonValue | undefined): string[] {
  if (!isJsonObject(demand)) return [];
  const properties = Object.entries(isJsonObject(demand['properties']) ? demand['properties'] : {});
  const absent = properties.flatMap(([name, value]) => (value === false ? [`\`${name}\``] : []));
  const inner = properties.flatMap(([name, value]) =>
    isJsonObject(value) ? namesBelow(name, value['required']) : [],
  );
  const present = [...names(demand['required']), ...inner];
  const parts = [
    present.length > 0 ? `${present.join(', ')} must be present` : '',
    absent.length > 0 ? `${absent.join(', ')} must be absent` : '',
  ];
  return [`${start}: ${parts.filter((part) => part !== '').join('; ')}.`];
}

const names = (required: JsonValue | undefined): string[] =>
  Array.isArray(required) ? required.map((name) => `\`${text(name)}\``) : [];

const namesBelow = (name: string, required: JsonValue | undefined): string[] =>
  Array.isArray(required) ? required.map((below) => `\`${name}.${text(below)}\``) : [];

const text = (value: JsonValue): string =>
  typeof value === 'string' ? value : JSON.stringify(value);
