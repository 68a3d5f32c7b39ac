import { ACTIVITIES } from '../compact/activity-catalogue.ts';
import type { Problem } from '../errors.ts';
import type { DialectDocument } from './mapping-document.ts';

/**
 * What a pack lacks though all that it has is right: activities that no row recognises, and mapping
 * documents that no row uses. `mappings` are the names of the files beside dialect.json.
 */
export function checkCompleteness(
  { recognise }: DialectDocument,
  mappings: readonly string[],
): readonly Problem[] {
  const types = new Set(recognise.map(({ type }) => type));
  const used = new Set(recognise.map(({ mapping }) => mapping));
  const missing = ACTIVITIES.filter(({ type }) => !types.has(type)).map(({ type }) => ({
    pointer: 'dialect.json#/recognise',
    code: 'MAPPING_MISSING',
    detail: `no row recognises ${type}: it could neither be sent nor received`,
  }));
  const unused = mappings
    .filter((file) => !used.has(file))
    .map((file) => ({
      pointer: `${file}#`,
      code: 'MAPPING_UNUSED',
      detail: 'no row of recognise in dialect.json names this mapping document',
    }));
  return [...missing, ...unused];
}
