import { compileCodec } from './compile-codec.ts';
import { type CompileParts, type Place, carriedAt, record, takeField } from './compile-place.ts';
import type { JoinRule, Rule, ScalarRule, SplitRule } from './mapping-document.ts';
import { fixedParts, joinStep, separatedParts, splitStep, trailingParts } from './part-steps.ts';
import {
  type Field,
  canonicalConstantStep,
  crosswalkStep,
  localConstantStep,
  personNameStep,
  scalarStep,
} from './steps.ts';

/** Adds the step of a rule that maps one value to one value. */
export function compileScalar(
  parts: CompileParts,
  place: Place,
  rule: ScalarRule,
  at: string,
): void {
  const codec = compileCodec(parts, place, rule, at);
  const fields = bothFields(parts, place, rule, at);
  if (codec === undefined || fields === undefined) return;
  const kind = carriedAt(parts, place, rule.canonical, codec, at);
  place.builder.steps.push(scalarStep(fields.canonical, fields.local, codec, kind !== undefined));
  const { canonical, local } = pathsOf(rule);
  record(parts, place, { op: rule.op, rule, codec, kind, canonical, local }, at);
}

/** Adds the step of a rule that is neither a value, an object nor a list. */
export function compileSpecial(
  parts: CompileParts,
  place: Place,
  rule: Extract<Rule, { op: 'constant' | 'crosswalk' | 'personName' }>,
  at: string,
): void {
  const { steps, canonical: canonicalSide } = place.builder;
  if (rule.op === 'personName') {
    const fields = bothFields(parts, place, rule, at);
    if (fields === undefined) return;
    const kind = carriedAt(parts, place, rule.canonical, 'coarser', at);
    steps.push(personNameStep(fields.canonical, fields.local, rule.style, kind !== undefined));
    record(parts, place, { op: rule.op, rule, kind, ...pathsOf(rule) }, at);
    return;
  }
  if (rule.op === 'constant' && rule.canonical !== undefined) {
    const field = takeField(parts, place, 'canonical', rule.canonical, at);
    if (field === undefined) return;
    steps.push(canonicalConstantStep(field, rule.value));
    record(parts, place, { op: rule.op, rule, canonical: [rule.canonical], local: [] }, at);
    return;
  }
  const path = rule.local ?? '';
  const field = takeField(parts, place, 'local', path, at);
  if (field === undefined) return;
  steps.push(
    rule.op === 'constant'
      ? localConstantStep(canonicalSide.slot(place.canonical), field, rule.value)
      : crosswalkStep(rule.identifier, field),
  );
  record(parts, place, { op: rule.op, rule, canonical: [], local: [path] }, at);
}

/** Adds the step of a rule that puts several values together or takes one apart. */
export function compileParts(
  parts: CompileParts,
  place: Place,
  rule: JoinRule | SplitRule,
  at: string,
): void {
  if (rule.op === 'join') {
    const canonical = allFields(parts, place, 'canonical', rule.canonical, at);
    const local = takeField(parts, place, 'local', rule.local, at);
    if (canonical === undefined || local === undefined) return;
    const kind = carriedAt(parts, place, rule.canonical[0] ?? '', undefined, at);
    const parting = separatedParts(canonical.length, rule.separator);
    place.builder.steps.push(joinStep(canonical, local, parting, kind !== undefined));
    const paths = { canonical: rule.canonical, local: [rule.local] };
    record(parts, place, { op: rule.op, rule, kind, ...paths }, at);
    return;
  }
  const canonical = takeField(parts, place, 'canonical', rule.canonical, at);
  const local = allFields(parts, place, 'local', rule.local, at);
  if (canonical === undefined || local === undefined) return;
  const { widths, separator = '' } = rule;
  const parting =
    widths === undefined ? trailingParts(local.length, separator) : fixedParts(widths);
  place.builder.steps.push(splitStep(canonical, local, parting));
  record(parts, place, { op: rule.op, rule, canonical: [rule.canonical], local: rule.local }, at);
}

/** The fields of a rule with one path on each side; undefined after a problem was added. */
export function bothFields(
  parts: CompileParts,
  place: Place,
  rule: { readonly canonical: string; readonly local: string },
  at: string,
): { canonical: Field; local: Field } | undefined {
  const canonical = takeField(parts, place, 'canonical', rule.canonical, at);
  const local = takeField(parts, place, 'local', rule.local, at);
  return canonical === undefined || local === undefined ? undefined : { canonical, local };
}

function allFields(
  parts: CompileParts,
  place: Place,
  side: 'canonical' | 'local',
  paths: readonly string[],
  at: string,
): Field[] | undefined {
  const fields = paths
    .map((path) => takeField(parts, place, side, path, at))
    .filter((field) => field !== undefined);
  return fields.length === paths.length ? fields : undefined;
}

/** The paths of a rule with one on each side, as records want them. */
export function pathsOf(rule: { readonly canonical: string; readonly local: string }): {
  canonical: string[];
  local: string[];
} {
  return { canonical: [rule.canonical], local: [rule.local] };
}
