import type { RuleEntry } from './compile-place.ts';
import type { MappedActivity } from './dialect.ts';
import type { Shape } from './field-shape.ts';
import type { CodeListDocument } from './mapping-document.ts';

/** What the checker compares. */
export interface CheckParts {
  readonly activity: MappedActivity;
  readonly codes: ReadonlyMap<string, CodeListDocument>;
  /** Of the envelope with its data. */
  readonly canonical: Shape;
  /** Of the record, with full local paths. */
  readonly local: Shape;
}

/** Whether a rule holds others instead of a value. */
export function isContainer(op: RuleEntry['op']): boolean {
  return op === 'object' || op === 'list' || op === 'wrap';
}
