import type { Problem } from '../errors.ts';
import type { Codec } from './codec.ts';
import type {
  BlockDocument,
  CarriedPath,
  CodeListDocument,
  ItemRule,
  ListRule,
  NativeFormat,
  Rule,
  WrapRule,
} from './mapping-document.ts';
import type { Step } from './scope.ts';
import { type SideBuilder, createSideBuilder, pointerOf, tokensOf } from './side-builder.ts';
import type { Field } from './steps.ts';

/** What the compiler of one activity works with, and what it finds. */
export interface CompileParts {
  readonly format: NativeFormat;
  readonly blocks: ReadonlyMap<string, BlockDocument>;
  readonly codes: ReadonlyMap<string, CodeListDocument>;
  readonly problems: Problem[];
  readonly entries: RuleEntry[];
  readonly usedBlocks: Set<string>;
  readonly usedCodes: Set<string>;
}

/** One compiled rule with its full paths (`*` for items), for the checker and reports. */
export interface RuleEntry {
  readonly op: Rule['op'] | 'carried';
  readonly canonical: readonly string[];
  readonly local: readonly string[];
  readonly rule?: Rule | ItemRule;
  readonly codec?: Codec;
  readonly kind?: CarriedPath['kind'] | undefined;
  /** File and JSON Pointer of the rule. */
  readonly source: string;
}

/** A mapping or block document while it is compiled at one place. */
export interface Doc {
  readonly file: string;
  readonly carried: ReadonlyMap<string, CarriedPath>;
  readonly used: Set<string>;
}

/** Where a rule stands: in a scope, below which objects, in which document. */
export interface Place {
  readonly builder: ScopeBuilder;
  /** Names of the object from the scope's own place. */
  readonly canonical: readonly string[];
  readonly local: readonly string[];
  /** Put before the first name of local paths. */
  readonly prefix: string;
  readonly doc: Doc;
  /** Canonical path from the document's beginning. */
  readonly docPath: string;
  /** Full paths of the scope's own place. */
  readonly canonicalBase: string;
  readonly localBase: string;
  readonly blocks: readonly string[];
}

export interface ScopeBuilder {
  readonly canonical: SideBuilder;
  readonly local: SideBuilder;
  readonly steps: Step[];
}

export function createScopeBuilder(): ScopeBuilder {
  return { canonical: createSideBuilder(), local: createSideBuilder(), steps: [] };
}

export function createDoc(file: string, carried: readonly CarriedPath[] = []): Doc {
  return { file, carried: new Map(carried.map((entry) => [entry.path, entry])), used: new Set() };
}

export function problemAt(
  parts: CompileParts,
  place: Place,
  at: string,
  code: string,
  detail: string,
): void {
  parts.problems.push({ pointer: `${place.doc.file}#${at}`, code, detail });
}

/** The member that a rule's path names; a second rule for the same one is a problem. */
export function takeField(
  parts: CompileParts,
  place: Place,
  side: 'canonical' | 'local',
  path: string,
  at: string,
): Field | undefined {
  const names = side === 'local' ? localNames(place, path) : tokensOf(path);
  const field = path === '' ? undefined : place.builder[side].field([...place[side], ...names]);
  if (field === undefined) {
    problemAt(
      parts,
      place,
      at,
      'PATH_REPEATED',
      `the ${side} path is empty or taken by another rule`,
    );
  }
  return field;
}

/**
 * What the document lists for a rule's canonical path, checked against what the rule may lose:
 * a codec that says less must be listed, or a value would have no way at all.
 */
export function carriedAt(
  parts: CompileParts,
  place: Place,
  path: string,
  loses: Codec | 'coarser' | undefined,
  at: string,
): CarriedPath['kind'] | undefined {
  const { doc } = place;
  const listed = doc.carried.get(place.docPath + path);
  const may = loses === undefined || loses === 'coarser' ? 'coarser' : lossOf(loses);
  if (listed === undefined) {
    const must = loses === 'coarser' || (loses !== undefined && loses.notHeld === 'CODE_NOT_HELD');
    if (must && may !== undefined) {
      problemAt(parts, place, at, 'CARRIED_UNLISTED', 'the local form says less and is not listed');
    }
    return undefined;
  }
  doc.used.add(place.docPath + path);
  if (listed.kind === may) return may;
  problemAt(parts, place, at, 'CARRIED_KIND', 'the rule does not lose what is listed');
  return undefined;
}

function lossOf(codec: Codec): CarriedPath['kind'] | undefined {
  if (codec.exact) return undefined;
  return codec.notHeld === 'VALUE_TOO_LONG' ? 'shortened' : 'coarser';
}

/** The place of a list's items: a scope of its own. */
export function inList(place: Place, rule: ListRule | WrapRule): Place {
  const item = rule.op === 'list' ? '/*' : '';
  const canonicalPath = pointerOf([...place.canonical, ...tokensOf(rule.canonical)]);
  return {
    ...place,
    builder: createScopeBuilder(),
    canonical: [],
    local: [],
    prefix: '',
    docPath: `${place.docPath}${rule.canonical}${item}`,
    canonicalBase: `${place.canonicalBase}${canonicalPath}${item}`,
    localBase: `${place.localBase}${pointerOf([...place.local, ...localNames(place, rule.local)])}/*`,
  };
}

/** The rules of a block with their place; `leave` reports what it lists as carried in vain. */
export function enterBlock(
  parts: CompileParts,
  place: Place,
  name: string,
  at: string,
): { place: Place; rules: readonly Rule[]; leave: () => void } | undefined {
  const block = parts.blocks.get(name);
  if (block === undefined || place.blocks.includes(name)) {
    problemAt(
      parts,
      place,
      at,
      'BLOCK_UNKNOWN',
      `there is no blocks/${name}.json, or it includes itself`,
    );
    return undefined;
  }
  parts.usedBlocks.add(name);
  const doc = createDoc(`blocks/${name}.json`, block.carried);
  const inside = { ...place, doc, docPath: '', blocks: [...place.blocks, name] };
  return {
    place: inside,
    rules: block.rules,
    leave: () => {
      reportUnused(parts, inside);
    },
  };
}

export function reportUnused(parts: CompileParts, place: Place): void {
  for (const path of place.doc.carried.keys()) {
    if (place.doc.used.has(path)) continue;
    problemAt(
      parts,
      place,
      '/carried',
      'CARRIED_UNUSED',
      'a listed path is not reached by any rule',
    );
  }
}

/** The names of a local path as the format has them here; an attribute stays one under a prefix. */
export function localNames({ prefix }: Place, path: string): string[] {
  const [first, ...rest] = tokensOf(path);
  if (first === undefined) return [];
  return [first.startsWith('@') ? `@${prefix}${first.slice(1)}` : prefix + first, ...rest];
}

/** Notes a rule with its full paths, given those relative to the place. */
export function record(
  parts: CompileParts,
  place: Place,
  entry: Omit<RuleEntry, 'source'>,
  at: string,
): void {
  const canonicalPlace = place.canonicalBase + pointerOf(place.canonical);
  const localPlace = place.localBase + pointerOf(place.local);
  parts.entries.push({
    ...entry,
    canonical: entry.canonical.map((path) => canonicalPlace + path),
    local: entry.local.map((path) => localPlace + pointerOf(localNames(place, path))),
    source: `${place.doc.file}#${at}`,
  });
}
