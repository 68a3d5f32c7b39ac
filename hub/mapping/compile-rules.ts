import type {
  JoinRule,
  ListRule,
  ObjectRule,
  Rule,
  SplitRule,
  WrapRule,
} from './mapping-document.ts';
import {
  type CompileParts,
  type Place,
  carriedAt,
  enterBlock,
  inList,
  problemAt,
  record,
  takeField,
} from './compile-place.ts';
import { compileCodec } from './compile-codec.ts';
import { fixedParts, joinStep, separatedParts, splitStep, trailingParts } from './part-steps.ts';
import type { Scope } from './scope.ts';
import { tokensOf } from './side-builder.ts';
import {
  type ItemMapping,
  canonicalConstantStep,
  carriedStep,
  crosswalkStep,
  listStep,
  localConstantStep,
  personNameStep,
  scalarStep,
  wrapStep,
} from './steps.ts';

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
  for (const [path, entry] of doc.carried) {
    if (entry.kind !== 'absent') continue;
    const star = path.lastIndexOf('/*');
    const list = star < 0 ? '' : path.slice(0, star + 2);
    if (list !== place.docPath) continue;
    doc.used.add(path);
    const tokens = tokensOf(path.slice(list.length));
    const canonical = place.builder.canonical.field([...place.canonical, ...tokens]);
    if (canonical === undefined) {
      problemAt(parts, place, '/carried', 'PATH_REPEATED', 'a rule holds what is listed as absent');
      continue;
    }
    place.builder.steps.push(carriedStep(canonical));
    record(
      parts,
      place,
      { op: 'carried', kind: 'absent', canonical: [tokens], local: [] },
      '/carried',
    );
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
      const codec = compileCodec(parts, place, rule, at);
      const fields = bothFields(parts, place, rule, at);
      if (codec === undefined || fields === undefined) return;
      const kind = carriedAt(parts, place, rule.canonical, codec, at);
      place.builder.steps.push(
        scalarStep(fields.canonical, fields.local, codec, kind !== undefined),
      );
      const canonical = [tokensOf(rule.canonical)];
      const local = [tokensOf(rule.local)];
      record(parts, place, { op: rule.op, rule, codec, kind, canonical, local }, at);
    }
  }
}

function bothFields(
  parts: CompileParts,
  place: Place,
  rule: { readonly canonical: string; readonly local: string },
  at: string,
) {
  const canonical = takeField(parts, place, 'canonical', rule.canonical, at);
  const local = takeField(parts, place, 'local', rule.local, at);
  return canonical === undefined || local === undefined ? undefined : { canonical, local };
}

function compileSpecial(
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
    const canonical = [tokensOf(rule.canonical)];
    record(parts, place, { op: rule.op, rule, kind, canonical, local: [tokensOf(rule.local)] }, at);
    return;
  }
  if (rule.op === 'constant' && rule.canonical !== undefined) {
    const field = takeField(parts, place, 'canonical', rule.canonical, at);
    if (field === undefined) return;
    steps.push(canonicalConstantStep(field, rule.value));
    record(
      parts,
      place,
      { op: rule.op, rule, canonical: [tokensOf(rule.canonical)], local: [] },
      at,
    );
    return;
  }
  const field = takeField(parts, place, 'local', rule.local ?? '', at);
  if (field === undefined) return;
  steps.push(
    rule.op === 'constant'
      ? localConstantStep(canonicalSide.slot(place.canonical), field, rule.value)
      : crosswalkStep(rule.identifier, field),
  );
  record(
    parts,
    place,
    { op: rule.op, rule, canonical: [], local: [tokensOf(rule.local ?? '')] },
    at,
  );
}

function compileParts(
  parts: CompileParts,
  place: Place,
  rule: JoinRule | SplitRule,
  at: string,
): void {
  const { steps } = place.builder;
  if (rule.op === 'join') {
    const canonical = rule.canonical.map((path) => takeField(parts, place, 'canonical', path, at));
    const local = takeField(parts, place, 'local', rule.local, at);
    if (local === undefined || canonical.some((field) => field === undefined)) return;
    const parting = separatedParts(canonical.length, rule.separator);
    const kind = carriedAt(parts, place, rule.canonical[0] ?? '', undefined, at);
    const fields = canonical.filter((field) => field !== undefined);
    steps.push(joinStep(fields, local, parting, kind !== undefined));
    const paths = rule.canonical.map(tokensOf);
    record(
      parts,
      place,
      { op: 'join', rule, kind, canonical: paths, local: [tokensOf(rule.local)] },
      at,
    );
    return;
  }
  const canonical = takeField(parts, place, 'canonical', rule.canonical, at);
  const local = rule.local.map((path) => takeField(parts, place, 'local', path, at));
  if (canonical === undefined || local.some((field) => field === undefined)) return;
  const parting =
    rule.widths === undefined
      ? trailingParts(local.length, rule.separator ?? '')
      : fixedParts(rule.widths);
  const fields = local.filter((field) => field !== undefined);
  steps.push(splitStep(canonical, fields, parting));
  const paths = rule.local.map(tokensOf);
  record(
    parts,
    place,
    { op: 'split', rule, canonical: [tokensOf(rule.canonical)], local: paths },
    at,
  );
}

function compileObject(parts: CompileParts, place: Place, rule: ObjectRule, at: string): void {
  const local = tokensOf(rule.local);
  const flat = local.length === 0;
  const inside: Place = {
    ...place,
    canonical: [...place.canonical, ...tokensOf(rule.canonical)],
    local: [...place.local, ...prefixed(place, local)],
    prefix: (flat ? place.prefix : '') + (rule.prefix ?? ''),
    docPath: place.docPath + rule.canonical,
  };
  place.builder.canonical.slot(inside.canonical);
  if (!flat) place.builder.local.slot(inside.local);
  record(
    parts,
    place,
    { op: 'object', rule, canonical: [tokensOf(rule.canonical)], local: [local] },
    at,
  );
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
  record(
    parts,
    place,
    { op: rule.op, rule, canonical: [tokensOf(rule.canonical)], local: [tokensOf(rule.local)] },
    at,
  );
  const wrapper = rule.op === 'list' && rule.wrapper === true;
  if (rule.op === 'list' && rule.item !== undefined) {
    const mapping = compileItem(parts, place, rule, at);
    if (mapping !== undefined)
      steps.push(listStep(fields.canonical, fields.local, mapping, wrapper));
    return;
  }
  const scope = compileScope(parts, place, rule, at);
  steps.push(
    rule.op === 'list'
      ? listStep(fields.canonical, fields.local, { kind: 'scope', scope }, wrapper)
      : wrapStep(fields.canonical, fields.local, scope),
  );
}

function compileScope(
  parts: CompileParts,
  place: Place,
  rule: ListRule | WrapRule,
  at: string,
): Scope {
  const inside = inList(place, rule, prefixed(place, tokensOf(rule.local)));
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
  const canonical = [[...tokensOf(rule.canonical), '*']];
  const local = [[...tokensOf(rule.local), '*']];
  record(parts, place, { op: rule.item.op, rule: item, codec, kind, canonical, local }, at);
  return { kind: 'scalar', codec, carries: kind !== undefined };
}

function prefixed(place: Place, tokens: readonly string[]): string[] {
  return tokens.map((token, index) => (index === 0 ? place.prefix + token : token));
}
