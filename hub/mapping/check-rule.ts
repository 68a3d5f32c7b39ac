import type { Problem } from '../errors.ts';
import type { JsonValue } from '../message/json.ts';
import { type CheckParts, isContainer } from './check-parts.ts';
import type { RuleEntry } from './compile-place.ts';
import type { FieldShape } from './field-shape.ts';
import type { CrosswalkRule, Scalar } from './mapping-document.ts';
import { NAME_PARTS } from './person-name.ts';
import { templateLength } from './temporal-format.ts';

/** Compares one rule with what both schemas say of its paths: existence, lengths, codes, items. */
export function checkEntry(
  parts: CheckParts,
  entry: RuleEntry,
  findings: Problem[],
  notes: Problem[],
): void {
  const pointer = entry.source;
  const find = (code: string, detail: string): void => {
    findings.push({ pointer, code, detail });
  };
  for (const path of entry.canonical) {
    const field = parts.canonical.get(path);
    if (field === undefined) find('CANONICAL_FIELD_UNKNOWN', `no canonical path ${path}`);
    else if (entry.kind === 'absent' && field.required) {
      find('REQUIRED_CARRIED', 'a required path is carried without a local field');
    }
  }
  if (entry.op === 'list') checkItems(parts, entry, findings, notes);
  if (isContainer(entry.op)) return;
  for (const path of entry.local) {
    if (!parts.local.has(path))
      find('LOCAL_FIELD_UNKNOWN', `the local schema has no field ${path}`);
  }
  const [canonical] = entry.canonical.map((path) => parts.canonical.get(path));
  const [local] = entry.local.map((path) => parts.local.get(path));
  if (entry.op === 'code') checkCodes(parts, entry, { canonical, local }, findings);
  if (entry.op === 'copy') checkLength(entry, { canonical, local }, findings, notes);
  else checkWritten(longestLocal(parts, entry), local, find);
  if (entry.op === 'copy' && canonical?.lines === true && local?.lines === false) {
    find('LINES_UNHELD', 'the value may have several lines, and the local field is not escaped');
  }
  checkWords(entry, local, findings);
}

function checkWritten(
  longest: number,
  local: FieldShape | undefined,
  find: (code: string, detail: string) => void,
): void {
  const { maxLength: room = Infinity } = local ?? {};
  if (longest <= room) return;
  find(
    'LENGTH_OVERFLOW',
    `the local field holds ${room} characters, the rule writes up to ${longest}`,
  );
}

/** Characters of the longest text that a rule writes; 0 where nothing bounds it. */
function longestLocal({ codes, canonical }: CheckParts, entry: RuleEntry): number {
  const { rule } = entry;
  const room = (path: string): number => canonical.get(path)?.maxLength ?? 0;
  const sum = (paths: readonly string[]): number =>
    paths.reduce((length, path) => length + room(path), 0);
  if (rule === undefined) return 0;
  if ('format' in rule) return templateLength(rule.format);
  if (rule.op === 'code') {
    const { pairs = [] } = codes.get(rule.codes) ?? {};
    return Math.max(0, ...pairs.map(({ local }) => textLength(local)));
  }
  if (rule.op === 'join') {
    return sum(entry.canonical) + rule.separator.length * (rule.canonical.length - 1);
  }
  if (rule.op === 'personName') {
    const [name = ''] = entry.canonical;
    return sum(NAME_PARTS.map((part) => `${name}/${part}`)) + NAME_SEPARATORS;
  }
  return rule.op === 'crosswalk' ? (CROSSWALK_LENGTH[rule.identifier] ?? 0) : 0;
}

/** `, ` twice and a blank. */
const NAME_SEPARATORS = 5;
/** Identifiers of the hub's own making; case numbers are as long as the states make them. */
const CROSSWALK_LENGTH: Partial<Record<CrosswalkRule['identifier'], number>> = {
  caseId: 28,
  personId: 28,
  deliveryId: 36,
};

function textLength(value: Scalar): number {
  return typeof value === 'string' ? Array.from(value).length : 0;
}

/** The local words of a rule must be among those that the local schema has. */
function checkWords(
  { rule, source }: RuleEntry,
  local: FieldShape | undefined,
  findings: Problem[],
): void {
  const words =
    rule?.op === 'boolean'
      ? [rule.yes, ...(rule.no === undefined ? [] : [rule.no])]
      : rule?.op === 'constant' && rule.local !== undefined
        ? [rule.value]
        : [];
  const isShort = words.some((word) => textLength(word) > (local?.maxLength ?? Infinity));
  const isUnknown = words.some((word) => local?.codes?.includes(word) === false);
  if (!isShort && !isUnknown) return;
  const detail = 'the local schema does not take what the rule writes';
  findings.push({
    pointer: source,
    code: isShort ? 'LENGTH_OVERFLOW' : 'LOCAL_WORD_UNKNOWN',
    detail,
  });
}

interface Sides {
  readonly canonical: FieldShape | undefined;
  readonly local: FieldShape | undefined;
}

function checkCodes(
  { codes }: CheckParts,
  { rule, source }: RuleEntry,
  { canonical, local }: Sides,
  findings: Problem[],
): void {
  const name = rule?.op === 'code' ? rule.codes : '';
  const pairs = codes.get(name)?.pairs ?? [];
  const find = (code: string, found: readonly JsonValue[], says: string): void => {
    if (found.length === 0) return;
    findings.push({
      pointer: source,
      code,
      detail: `codes/${name}.json: ${says}: ${named(found)}`,
    });
  };
  const missing = (field: FieldShape | undefined, known: ReadonlySet<Scalar>): JsonValue[] =>
    (field?.codes ?? []).filter((code) => !known.has(code as Scalar));
  const written = new Set(pairs.map((pair) => pair.canonical));
  const open = missing(canonical, written);
  find('CODE_WITHOUT_PARTNER', open, 'no pair has these codes of the canonical list');
  const outside =
    (local?.codes ?? []).length > 0
      ? pairs.map((pair) => pair.local).filter((code) => local?.codes?.includes(code) !== true)
      : [];
  find('LOCAL_WORD_UNKNOWN', [...new Set(outside)], 'the local schema does not have these codes');
  const unread = missing(local, new Set(pairs.map((pair) => pair.local)));
  find('LOCAL_CODE_WITHOUT_PARTNER', unread, 'no pair has these codes of the local schema');
}

const MOST_CODES = 10;

function named(codes: readonly JsonValue[]): string {
  const more = codes.length - MOST_CODES;
  const first = codes.slice(0, MOST_CODES).map(String).join(', ');
  return more > 0 ? `${first}, and ${more} more` : first;
}

/** Lists that the local format holds shorter, or not at all when they are empty. */
function checkItems(
  parts: CheckParts,
  { rule, source, kind, canonical: [path = ''], local: [localPath = ''] }: RuleEntry,
  findings: Problem[],
  notes: Problem[],
): void {
  const canonical = parts.canonical.get(path);
  const local = parts.local.get(localPath);
  if (canonical?.kind !== 'list' || rule?.op !== 'list') return;
  if (local === undefined) {
    const detail = `the local schema has no list ${localPath}`;
    findings.push({ pointer: source, code: 'LOCAL_FIELD_UNKNOWN', detail });
    return;
  }
  const most = canonical.maxItems ?? Infinity;
  const kept = rule.maxItems ?? Infinity;
  const room = local.maxItems ?? Infinity;
  if (room < Math.min(most, kept) || (kept < most && kind !== 'overflow')) {
    const detail = 'the local list holds fewer items than the canonical one may have';
    findings.push({ pointer: source, code: 'ITEMS_OVERFLOW', detail });
  } else if (kind === 'overflow') {
    const detail = 'items beyond those of the local list are carried';
    notes.push({ pointer: source, code: 'ITEMS_CARRIED', detail });
  }
  if ((canonical.minItems ?? 0) === 0 && local.holdsEmpty === false) {
    const detail = 'the local format cannot tell an empty list from none: it needs a count';
    findings.push({ pointer: source, code: 'LIST_EMPTY_UNHELD', detail });
  }
}

function checkLength(
  { rule, source, kind }: RuleEntry,
  { canonical, local }: Sides,
  findings: Problem[],
  notes: Problem[],
): void {
  if (rule?.op !== 'copy') return;
  if (canonical === undefined || local === undefined) return;
  const strip = rule.strip?.length ?? 0;
  const whole = (canonical.maxLength ?? Infinity) - strip;
  const room = Math.min(rule.maxLength ?? Infinity, local.maxLength ?? Infinity);
  const cuts = rule.maxLength ?? Infinity;
  if (room < Math.min(whole, cuts) || (room < whole && kind !== 'shortened')) {
    const most = whole === Infinity ? 'any number' : `up to ${whole}`;
    const detail = `the local field holds ${room} characters, the canonical value has ${most}: give the rule maxLength ${room}, and list it as shortened under carried`;
    findings.push({ pointer: source, code: 'LENGTH_OVERFLOW', detail });
  }
  if ((local.maxLength ?? 0) > whole) {
    const detail = 'the local field takes more than the canonical schema lets pass';
    notes.push({ pointer: source, code: 'LENGTH_LOOSER', detail });
  }
}
