import type { Problem } from '../errors.ts';
import type { RuleEntry } from './compile-place.ts';
import type { MappedActivity } from './dialect.ts';
import { type FieldShape, type Shape, isGuaranteed } from './field-shape.ts';
import { checkEntry } from './check-rule.ts';
import { type CheckParts, isContainer } from './check-parts.ts';
import { checkUnread, isUnread } from './unread.ts';

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
  findings.push(...unreadProblems(parts));
  for (const entry of parts.activity.entries) checkEntry(parts, entry, findings, notes);
  return { findings, notes, ...coverage };
}

/** What is wrong with single rules, where others of the activity are missing: no coverage follows. */
export function checkRules(parts: CheckParts): readonly Problem[] {
  const findings: Problem[] = [];
  for (const entry of parts.activity.entries) {
    const { rule } = entry;
    // A code list that is wrong itself has no pairs here.
    const isKnown = rule?.op !== 'code' || (parts.codes.get(rule.codes)?.pairs.length ?? 0) > 0;
    if (isKnown) checkEntry(parts, entry, findings, []);
  }
  return findings;
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

function unreadProblems({ activity, local }: CheckParts): readonly Problem[] {
  const { unread, entries, row, extensionPaths } = activity;
  const others = [...row.when.map(({ path }) => path), ...extensionPaths];
  return checkUnread({ unread, entries, others, local });
}

function coverLocal(parts: CheckParts, index: RuleIndex, findings: Problem[]): void {
  const { activity, canonical, local } = parts;
  const { row } = activity;
  const known = new Set(row.when.map(({ path }) => path));
  for (const field of valuesOf(local)) {
    if (known.has(field.path) || isUnread(activity.unread, field.path)) continue;
    if (activity.extensionPaths.some((path) => covers(path, field.path))) continue;
    const entry = index.local.get(field.path);
    const source = `${row.mapping}#${field.path}`;
    if (entry === undefined) {
      findings.push({
        pointer: source,
        code: field.required ? 'LOCAL_REQUIRED_UNFILLED' : 'LOCAL_UNREAD',
        detail: field.required
          ? 'no rule writes this field, which the local schema requires'
          : 'no rule writes or reads this field of the local schema: give it a rule, or list it under unread',
      });
    } else if (field.required && !isFilled(canonical, index, entry, field.path)) {
      findings.push({
        pointer: entry.source,
        code: 'LOCAL_REQUIRED_SOMETIMES',
        detail: `the local schema requires ${field.path}, which the canonical one leaves out at times`,
      });
    }
  }
}

/** Whether a rule fills its local field whenever the object that the field stands in is there. */
function isFilled(
  canonical: Shape,
  index: RuleIndex,
  entry: RuleEntry,
  localPath: string,
): boolean {
  if (entry.op === 'constant' || localPath.endsWith('/*')) return true;
  if (standsAlone(index, entry, localPath)) return true;
  const { owners } = index;
  return entry.canonical.some((path) =>
    owners.some(
      (owner) =>
        covers(owner.canonical, path) &&
        covers(owner.local, localPath) &&
        isGuaranteed(canonical, owner.canonical, path),
    ),
  );
}

/** Whether the local object that a field stands in is there only when this rule writes it. */
function standsAlone({ local, owners }: RuleIndex, entry: RuleEntry, localPath: string): boolean {
  const object = localPath.slice(0, localPath.lastIndexOf('/'));
  if (owners.some((owner) => covers(object, owner.local))) return false;
  return [...local].every(([path, other]) => other === entry || !covers(object, path));
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
