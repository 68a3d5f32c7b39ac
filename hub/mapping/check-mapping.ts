import type { Problem } from '../errors.ts';
import type { RuleEntry } from './compile-place.ts';
import type { MappedActivity } from './dialect.ts';
import { type FieldShape, type Shape, isGuaranteed } from './field-shape.ts';
import type { CodeListDocument, Scalar } from './mapping-document.ts';

/** Most of the canonical paths that may be carried instead of held, as a fraction. */
export const CARRIED_SHARE = 0.1;

/** What becomes of every canonical path of an activity in a dialect. */
export interface MappingReport {
  /** What must be mended: a value would be lost, or a document refused. Pointers are `file#/…`. */
  readonly findings: readonly Problem[];
  /** What is so by intent, such as a local field that takes more than the canonical one. */
  readonly notes: readonly Problem[];
  /** Canonical paths of values, `*` for items of lists. */
  readonly held: readonly string[];
  readonly carried: readonly string[];
  readonly lost: readonly string[];
}

export interface CheckParts {
  readonly activity: MappedActivity;
  readonly codes: ReadonlyMap<string, CodeListDocument>;
  /** Of the envelope with its data. */
  readonly canonical: Shape;
  /** Of the record, with full local paths. */
  readonly local: Shape;
}

/**
 * Compares the compiled rules of one activity with the canonical and the local schema, in both
 * directions and without any document: required fields never filled, codes without a partner,
 * lengths that overflow, fields that no rule reads, what is carried and what is lost.
 */
export function checkMapping(parts: CheckParts): MappingReport {
  const findings: Problem[] = [];
  const notes: Problem[] = [];
  const index = indexOf(parts.activity);
  const coverage = coverCanonical(parts, index, findings);
  coverLocal(parts, index, findings);
  for (const entry of parts.activity.entries) checkEntry(parts, entry, findings, notes);
  return { findings, notes, ...coverage };
}

/** Elements of the envelope that follow from the type. */
const FROM_TYPE = ['/specversion', '/type', '/dataschema', '/datacontenttype'];

/** The rules of an activity by the paths they name. */
interface RuleIndex {
  readonly canonical: ReadonlyMap<string, RuleEntry>;
  readonly local: ReadonlyMap<string, RuleEntry>;
  /** Local objects and items of lists that stand for canonical ones. */
  readonly owners: readonly { readonly local: string; readonly canonical: string }[];
}

function indexOf({ entries, row }: MappedActivity): RuleIndex {
  const written = entries.filter(({ op }) => !isContainer(op));
  return {
    canonical: new Map(written.flatMap((entry) => entry.canonical.map((path) => [path, entry]))),
    local: new Map(written.flatMap((entry) => entry.local.map((path) => [path, entry]))),
    owners: [{ local: row.root, canonical: '' }, ...entries.flatMap(ownerOf)],
  };
}

/** The rule of a path or of an object around it. */
function ruleOf(index: ReadonlyMap<string, RuleEntry>, path: string): RuleEntry | undefined {
  if (path === '') return undefined;
  return index.get(path) ?? ruleOf(index, path.slice(0, path.lastIndexOf('/')));
}

function valuesOf(shape: Shape): FieldShape[] {
  return [...shape.values()].filter(({ kind }) => kind === 'value');
}

function covers(path: string, field: string): boolean {
  return field === path || field.startsWith(`${path}/`);
}

function coverCanonical(
  { activity, canonical }: CheckParts,
  index: RuleIndex,
  findings: Problem[],
): Pick<MappingReport, 'held' | 'carried' | 'lost'> {
  const held: string[] = [];
  const carried: string[] = [];
  const lost: string[] = [];
  for (const { path } of valuesOf(canonical)) {
    if (FROM_TYPE.includes(path)) continue;
    const entry = ruleOf(index.canonical, path);
    if (entry === undefined) {
      lost.push(path);
      findings.push({
        pointer: `${activity.row.mapping}#${path}`,
        code: 'FIELD_LOST',
        detail: 'no rule holds or carries this canonical path',
      });
    } else if (entry.kind === undefined) held.push(path);
    else carried.push(path);
  }
  if (carried.length > CARRIED_SHARE * (held.length + carried.length + lost.length)) {
    findings.push({
      pointer: `${activity.row.mapping}#/carried`,
      code: 'CARRIED_TOO_MUCH',
      detail: 'more than a tenth of the canonical paths are carried',
    });
  }
  return { held, carried, lost };
}

function isContainer(op: RuleEntry['op']): boolean {
  return op === 'object' || op === 'list' || op === 'wrap';
}

function coverLocal(parts: CheckParts, index: RuleIndex, findings: Problem[]): void {
  const { activity, canonical, local } = parts;
  const { row } = activity;
  const known = new Set(row.when.map(({ path }) => path));
  for (const field of valuesOf(local)) {
    if (known.has(field.path) || activity.extensionPaths.some((path) => covers(path, field.path))) {
      continue;
    }
    const entry = index.local.get(field.path);
    const source = `${row.mapping}#${field.path}`;
    if (entry === undefined) {
      findings.push({
        pointer: source,
        code: field.required ? 'LOCAL_REQUIRED_UNFILLED' : 'LOCAL_UNREAD',
        detail: 'no rule writes or reads this field of the local schema',
      });
    } else if (field.required && !isFilled(canonical, index, entry, field.path)) {
      findings.push({
        pointer: entry.source,
        code: 'LOCAL_REQUIRED_SOMETIMES',
        detail: 'the local schema requires what the canonical one leaves out at times',
      });
    }
  }
}

/** Whether a rule fills its local field whenever the object that the field stands in is there. */
function isFilled(
  canonical: Shape,
  { owners }: RuleIndex,
  entry: RuleEntry,
  localPath: string,
): boolean {
  if (entry.op === 'constant' || localPath.endsWith('/*')) return true;
  return entry.canonical.some((path) =>
    owners.some(
      (owner) =>
        covers(owner.canonical, path) &&
        covers(owner.local, localPath) &&
        isGuaranteed(canonical, owner.canonical, path),
    ),
  );
}

/** The local object, or item of a list, that stands for a canonical one. */
function ownerOf({ op, local, canonical }: RuleEntry): { local: string; canonical: string }[] {
  if (!isContainer(op)) return [];
  const localItem = op === 'object' ? '' : '/*';
  const canonicalItem = op === 'list' ? '/*' : '';
  return [
    {
      local: `${local[0] ?? ''}${localItem}`,
      canonical: `${canonical[0] ?? ''}${canonicalItem}`,
    },
  ];
}

function checkEntry(
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
    if (field === undefined) find('CANONICAL_FIELD_UNKNOWN', 'no such canonical path');
    else if (entry.kind === 'absent' && field.required) {
      find('REQUIRED_CARRIED', 'a required path is carried without a local field');
    }
  }
  if (isContainer(entry.op)) return;
  for (const path of entry.local) {
    if (!parts.local.has(path)) find('LOCAL_FIELD_UNKNOWN', 'the local schema has no such field');
  }
  const [canonical] = entry.canonical.map((path) => parts.canonical.get(path));
  const [local] = entry.local.map((path) => parts.local.get(path));
  if (entry.op === 'code') checkCodes(parts, entry, { canonical, local }, findings);
  else if (entry.op === 'copy') checkLength(entry, { canonical, local }, findings, notes);
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
  const pairs = codes.get(rule?.op === 'code' ? rule.codes : '')?.pairs ?? [];
  const missing = (field: FieldShape | undefined, known: ReadonlySet<Scalar>): number =>
    (field?.codes ?? []).filter((code) => !known.has(code as Scalar)).length;
  const open = missing(canonical, new Set(pairs.map((pair) => pair.canonical)));
  if (open > 0) {
    const detail = `${open} codes of the canonical list have no partner`;
    findings.push({ pointer: source, code: 'CODE_WITHOUT_PARTNER', detail });
  }
  const unread = missing(local, new Set(pairs.map((pair) => pair.local)));
  if (unread > 0) {
    const detail = `${unread} codes of the local schema have no partner`;
    findings.push({ pointer: source, code: 'LOCAL_CODE_WITHOUT_PARTNER', detail });
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
    const detail = 'the local field is shorter than the canonical value may be';
    findings.push({ pointer: source, code: 'LENGTH_OVERFLOW', detail });
  }
  if ((local.maxLength ?? 0) > whole) {
    const detail = 'the local field takes more than the canonical schema lets pass';
    notes.push({ pointer: source, code: 'LENGTH_LOOSER', detail });
  }
}
