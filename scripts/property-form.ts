import { isJsonObject, type JsonObject } from '../hub/message/json.ts';

/** The form of a property in a few words: type or block, bounds, code list. */
export function formOf(property: JsonObject): string {
  const { items, maxItems, minItems } = property;
  if (isJsonObject(items)) {
    const least = typeof minItems === 'number' ? `${minItems} to ` : 'up to ';
    return `${least}${Number(maxItems)} × ${formOf(items)}`;
  }
  const list = property['x-code-list'];
  if (typeof list === 'string') return `code of \`${list}\``;
  const reference = property['$ref'];
  if (typeof reference === 'string') return referenceForm(reference, property['maxLength']);
  if ('const' in property) return `\`${JSON.stringify(property['const'])}\``;
  return plainForm(property);
}

function referenceForm(reference: string, maxLength: unknown): string {
  const name = reference.split('#/$defs/')[1] ?? 'supervisedIndividual';
  return typeof maxLength === 'number' ? `${name} of at most ${maxLength} characters` : name;
}

function plainForm({ type, pattern, minimum, maximum, properties }: JsonObject): string {
  if (typeof pattern === 'string') return `text \`${pattern.replaceAll('|', '\\|')}\``;
  if (type === 'integer') return `integer from ${Number(minimum)} to ${Number(maximum)}`;
  if (isJsonObject(properties)) {
    const names = Object.keys(properties).map((name) => `\`${name}\``);
    return `object of ${names.join(', ')}`;
  }
  return typeof type === 'string' ? type : 'value';
}
