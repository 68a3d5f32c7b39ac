import { compileCodec } from './compile-codec.ts';
import {
  bothFields,
  compileParts,
  compileScalar,
  compileSpecial,
  pathsOf,
} from './compile-fields.ts';
import {
  type CompileParts,
  type Place,
  carriedAt,
  enterBlock,
  inList,
  localNames,
  problemAt,
  record,
} from './compile-place.ts';
import { type ItemMapping, type ListLimits, listStep, wrapStep } from './list-steps.ts';
import type { ListRule, ObjectRule, Rule, WrapRule } from './mapping-document.ts';
import type { Scope } from './scope.ts';
import { tokensOf } from './side-builder.ts';
import { carriedStep } from './steps.ts';

/** Adds the steps of these rules to the place; `at` is the JSON Pointer of the list in its file. */
export function compileRules(
  parts: CompileParts,
  place: Place,
  rules: readonly Rule[],
  at = '/rules',
): void {
  rules.forEach((rule, index) => {
    compileRule(parts, place, rule, `${at}/${index}`);
  });
}

/** Adds the steps for what a document lists as carried without a local field, as far as it stands here. */
export function compileCarried(parts: CompileParts, place: Place): void {
  const { doc } = place;
  const at = '/carried';
  for (const [path, entry] of doc.carried) {
    if (entry.kind !== 'absent') continue;
    const star = path.lastIndexOf('/*');
    const list = star < 0 ? '' : path.slice(0, star + 2);
    if (list !== place.docPath) continue;
    doc.used.add(path);
    const inside = path.slice(list.length);
    const canonical = place.builder.canonical.field([...place.canonical, ...tokensOf(inside)]);
    if (canonical === undefined) {
      problemAt(parts, place, at, 'PATH_REPEATED', 'a rule holds what is listed as absent');
      continue;
    }
    place.builder.steps.push(carriedStep(canonical));
    record(parts, place, { op: 'carried', kind: 'absent', canonical: [inside], local: [] }, at);
  }
}

function compileRule(parts: CompileParts, place: Place, rule: Rule, at: string): void {
  switch (rule.op) {
    case 'object': {
      compileObject(parts, place, rule, at);
      return;
    }
    case 'list':
    case 'wrap': {
      compileNested(parts, place, rule, at);
      return;
    }
    case 'join':
    case 'split': {
      compileParts(parts, place, rule, at);
      return;
    }
    case 'constant':
    case 'crosswalk':
    case 'personName': {
      compileSpecial(parts, place, rule, at);
      return;
    }
    case 'copy':
    case 'code':
    case 'date':
    case 'time':
    case 'moment':
    case 'dateTime':
    case 'number':
    case 'boolean': {
      compileScalar(parts, place, rule, at);
    }
  }
}

function compileObject(parts: CompileParts, place: Place, rule: ObjectRule, at: string): void {
  const flat = rule.local === '';
  const inside: Place = {
    ...place,
    canonical: [...place.canonical, ...tokensOf(rule.canonical)],
    local: [...place.local, ...localNames(place, rule.local)],
    prefix: (flat ? place.prefix : '') + (rule.prefix ?? ''),
    docPath: place.docPath + rule.canonical,
  };
  place.builder.canonical.slot(inside.canonical);
  if (!flat) place.builder.local.slot(inside.local);
  record(parts, place, { op: rule.op, rule, ...pathsOf(rule) }, at);
  compileInside(parts, inside, rule, at);
}

function compileInside(
  parts: CompileParts,
  place: Place,
  rule: ObjectRule | ListRule | WrapRule,
  at: string,
): void {
  if (rule.block === undefined) {
    compileRules(parts, place, rule.rules ?? [], `${at}/rules`);
    return;
  }
  const block = enterBlock(parts, place, rule.block, at);
  if (block === undefined) return;
  compileCarried(parts, block.place);
  compileRules(parts, block.place, block.rules);
  block.leave();
}

function compileNested(
  parts: CompileParts,
  place: Place,
  rule: ListRule | WrapRule,
  at: string,
): void {
  const fields = bothFields(parts, place, rule, at);
  if (fields === undefined) return;
  const { steps } = place.builder;
  const limits = limitsOf(parts, place, rule, at);
  const kind = limits.overflows ? 'overflow' : undefined;
  record(parts, place, { op: rule.op, rule, kind, ...pathsOf(rule) }, at);
  if (rule.op === 'list' && rule.item !== undefined) {
    const mapping = compileItem(parts, place, rule, at);
    if (mapping !== undefined)
      steps.push(listStep(fields.canonical, fields.local, mapping, limits));
    return;
  }
  const scope = compileScope(parts, place, rule, at);
  steps.push(
    rule.op === 'list'
      ? listStep(fields.canonical, fields.local, { kind: 'scope', scope }, limits)
      : wrapStep(fields.canonical, fields.local, scope),
  );
}

function limitsOf(
  parts: CompileParts,
  place: Place,
  rule: ListRule | WrapRule,
  at: string,
): ListLimits {
  const { doc, docPath } = place;
  const { maxItems = Infinity, wrapper = false }: Partial<ListRule> =
    rule.op === 'list' ? rule : {};
  const listed = doc.carried.get(docPath + rule.canonical);
  if (listed !== undefined) {
    doc.used.add(docPath + rule.canonical);
    if (listed.kind !== 'overflow' || maxItems === Infinity) {
      problemAt(parts, place, at, 'CARRIED_KIND', 'the rule does not lose what is listed');
    }
  }
  return { wrapper, maxItems, overflows: listed !== undefined };
}

function compileScope(
  parts: CompileParts,
  place: Place,
  rule: ListRule | WrapRule,
  at: string,
): Scope {
  const inside = inList(place, rule);
  if (rule.block === undefined) compileCarried(parts, inside);
  compileInside(parts, inside, rule, at);
  const { canonical, local, steps } = inside.builder;
  return { canonical: canonical.build(), local: local.build(), steps };
}

function compileItem(
  parts: CompileParts,
  place: Place,
  rule: ListRule,
  at: string,
): ItemMapping | undefined {
  if (rule.item === undefined) return undefined;
  const item = { ...rule.item, canonical: '', local: '' };
  const codec = compileCodec(parts, place, item, `${at}/item`);
  if (codec === undefined) return undefined;
  const kind = carriedAt(parts, place, `${rule.canonical}/*`, codec, at);
  const paths = { canonical: [`${rule.canonical}/*`], local: [`${rule.local}/*`] };
  record(parts, place, { op: item.op, rule: item, codec, kind, ...paths }, at);
  return { kind: 'scalar', codec, carries: kind !== undefined };
}
