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
  const coverage = coverCanonical(parts, findings);
  coverLocal(parts, findings);
  for (const entry of parts.activity.entries) checkEntry(parts, entry, findings, notes);
  return { findings, notes, ...coverage };
}

/** Elements of the envelope that follow from the type. */
const FROM_TYPE = ['/specversion', '/type', '/dataschema', '/datacontenttype'];

function valuesOf(shape: Shape): FieldShape[] {
  return [...shape.values()].filter(({ kind }) => kind === 'value');
}

function covers(path: string, field: string): boolean {
  return field === path || field.startsWith(`${path}/`);
}

function coverCanonical(
  { activity, canonical }: CheckParts,
  findings: Problem[],
): Pick<MappingReport, 'held' | 'carried' | 'lost'> {
  const held: string[] = [];
  const carried: string[] = [];
  const lost: string[] = [];
  const entries = activity.entries.filter(({ op }) => !isContainer(op));
  for (const { path } of valuesOf(canonical)) {
    if (FROM_TYPE.includes(path)) continue;
    const entry = entries.find(({ canonical: paths }) => paths.some((own) => covers(own, path)));
    if (entry === undefined) {
      lost.push(path);
      findings.push({
        pointer: `${activity.row.mapping}#${path}`,
        code: 'FIELD_LOST',
        detail: 'no rule holds or carries this canonical path',
      });
    } else if (entry.kind === undefined) held.push(path);
    else {
      carried.push(path);
      checkCarriedPath(entry, path, canonical, findings);
    }
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

function checkCarriedPath(
  entry: RuleEntry,
  path: string,
  canonical: Shape,
  findings: Problem[],
): void {
  if (entry.kind !== 'absent' || canonical.get(path)?.required !== true) return;
  if (entry.canonical.includes(path)) {
    findings.push({
      pointer: entry.source,
      code: 'REQUIRED_CARRIED',
      detail: 'a required canonical path is carried without a local field',
    });
  }
}

function coverLocal(parts: CheckParts, findings: Problem[]): void {
  const { activity, local } = parts;
  const { entries, row } = activity;
  const written = entries.filter(({ op }) => !isContainer(op));
  const known = new Set(row.when.map(({ path }) => path));
  for (const field of valuesOf(local)) {
    if (known.has(field.path) || activity.extensionPaths.some((path) => covers(path, field.path))) {
      continue;
    }
    const entry = written.find((rule) => rule.local.includes(field.path));
    const source = `${row.mapping}#${field.path}`;
    if (entry === undefined) {
      findings.push({
        pointer: source,
        code: field.required ? 'LOCAL_REQUIRED_UNFILLED' : 'LOCAL_UNREAD',
        detail: 'no rule writes or reads this field of the local schema',
      });
    } else if (field.required && !isFilled(parts, entry, field.path)) {
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
  { activity: { entries, row }, canonical }: CheckParts,
  entry: RuleEntry,
  localPath: string,
): boolean {
  if (entry.op === 'constant' || localPath.endsWith('/*')) return true;
  const owners = [{ local: row.root, canonical: '' }, ...entries.flatMap(ownerOf)].filter((owner) =>
    covers(owner.local, localPath),
  );
  return entry.canonical.some((path) =>
    owners.some((owner) => isGuaranteed(canonical, owner.canonical, path)),
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
  if (isContainer(entry.op) || entry.op === 'carried') return;
  const pointer = entry.source;
  for (const path of entry.local) {
    if (parts.local.has(path)) continue;
    const detail = 'the local schema has no such field';
    findings.push({ pointer, code: 'LOCAL_FIELD_UNKNOWN', detail });
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
  const strip = rule.strip?.length ?? 0;
  const whole = (canonical?.maxLength ?? Infinity) - strip;
  const room = Math.min(rule.maxLength ?? Infinity, local?.maxLength ?? Infinity);
  const cuts = rule.maxLength ?? Infinity;
  if (room < Math.min(whole, cuts) || (room < whole && kind !== 'shortened')) {
    const detail = 'the local field is shorter than the canonical value may be';
    findings.push({ pointer: source, code: 'LENGTH_OVERFLOW', detail });
  }
  if ((local?.maxLength ?? 0) > whole) {
    const detail = 'the local field takes more than the canonical schema lets pass';
    notes.push({ pointer: source, code: 'LENGTH_LOOSER', detail });
  }
}
