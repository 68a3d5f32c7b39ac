import type { FieldShape, Shape } from '../field-shape.ts';
import { escapeToken } from '../scope.ts';
import { templatePattern } from '../temporal-format.ts';
import { pieceWidth } from './column-codec.ts';
import type { Cell, Layout, LineType, ListMember, Member } from './layout.ts';
import type { ColumnDocument } from './layout-document.ts';

/** The fields of the activities of a layout, by the path of their line type: `/DEPARTURE`. */
export function shapesOfLayout(layout: Layout): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const type of layout.types.values()) {
    if (type.kind !== 'activity') continue;
    const shape = new Map<string, FieldShape>();
    const path = `/${escapeToken(type.name)}`;
    addLine({ layout, shape, cells: type.cells }, type, path, true);
    shapes.set(path, shape);
  }
  return shapes;
}

interface Walk {
  readonly layout: Layout;
  readonly shape: Map<string, FieldShape>;
  readonly cells: readonly Cell[];
}

function addLine(walk: Walk, type: LineType, path: string, required: boolean): void {
  walk.shape.set(path, { path, kind: 'object', required });
  addMembers(walk, type.block.members, path);
  for (const child of type.children) {
    if (child.kind === 'continuation') continue;
    const at = `${path}/${escapeToken(child.field)}`;
    const needed = child.least > 0;
    if (child.kind === 'text') {
      walk.shape.set(at, { path: at, kind: 'value', required: needed, ...textLimits(walk, child) });
      continue;
    }
    const counted = hasCount(type, child.field);
    const { least: minItems, most: maxItems } = child;
    const list: FieldShape = { path: at, kind: 'list', required: needed, minItems, maxItems };
    walk.shape.set(at, { ...list, holdsEmpty: counted });
    const inside = { ...walk, cells: child.cells };
    if (!child.isScalar) addLine(inside, child, `${at}/*`, true);
    else addScalar(inside, child.block.members, `${at}/*`);
  }
}

function hasCount({ cells }: Pick<LineType, 'cells'>, list: string): boolean {
  return cells.some(({ column }) => column.count === list);
}

function addMembers(walk: Walk, members: readonly Member[], path: string): void {
  for (const member of members) {
    if (member.kind === 'derived') continue;
    const at = `${path}/${escapeToken(member.name)}`;
    if (member.kind === 'list') addList(walk, member, at);
    else addValue(walk, member.cell, at);
  }
}

function addList(walk: Walk, { name, places, isScalar, most }: ListMember, path: string): void {
  const holdsEmpty = hasCount(walk, name);
  walk.shape.set(path, {
    path,
    kind: 'list',
    required: false,
    minItems: 0,
    maxItems: most,
    holdsEmpty,
  });
  const place = places[0]?.members ?? [];
  const inner = `${path}/*`;
  if (isScalar) {
    addScalar(walk, place, inner);
    return;
  }
  walk.shape.set(inner, { path: inner, kind: 'object', required: true });
  addMembers(walk, place, inner);
}

function addScalar(walk: Walk, members: readonly Member[], path: string): void {
  const [value] = members.filter((member) => member.kind === 'value');
  if (value !== undefined) addValue(walk, value.cell, path);
}

function addValue({ layout, shape, cells }: Walk, index: number, path: string): void {
  const column = cells[index]?.column;
  if (column === undefined) return;
  const required = path.endsWith('/*') || column.required === true;
  shape.set(path, { path, kind: 'value', required, ...limitsOf(layout, column) });
}

type Limits = Pick<FieldShape, 'maxLength' | 'minLength' | 'codes' | 'patterns' | 'lines'>;

function limitsOf(layout: Layout, column: ColumnDocument): Limits {
  const { minLength, codes } = column;
  const maxLength = roomOf(layout, column);
  const patterns = patternsOf(column);
  return {
    lines: layout.document.fixed === undefined || column.escaped === true,
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(minLength === undefined ? {} : { minLength }),
    ...(codes === undefined ? {} : { codes }),
    ...(patterns.length === 0 ? {} : { patterns }),
  };
}

/** Characters that a column holds whatever they are: where it escapes, each may take two. */
function roomOf(
  { document }: Layout,
  { width, maxLength, escaped }: ColumnDocument,
): number | undefined {
  if (document.fixed === undefined || width === undefined) return maxLength;
  const room = escaped === true ? Math.floor(width / 2) : width;
  return Math.min(maxLength ?? room, room);
}

function textLimits({ layout }: Walk, { cells, piece, most }: LineType): Limits {
  const column = cells[piece]?.column;
  if (column === undefined) return {};
  const width = pieceWidth(column) * most;
  const maxLength = column.escaped === true ? Math.floor(width / 2) : width;
  return { ...limitsOf(layout, { ...column, name: '' }), maxLength };
}

function patternsOf({ type, format, pattern }: ColumnDocument): RegExp[] {
  const own = pattern === undefined ? [] : [new RegExp(`^(?:${pattern})$`, 'u')];
  if (type === 'digits') return [/^\d+$/, ...own];
  const ofDate = format === undefined ? undefined : templatePattern(format);
  return ofDate === undefined ? own : [ofDate, ...own];
}

/** Whether a value has the form of its column. */
export function isOfForm(column: ColumnDocument, value: string): boolean {
  const { type, format, pattern } = column;
  if (type === undefined && format === undefined && pattern === undefined) return true;
  return patternsOf(column).every((form) => form.test(value));
}

/** Whether a value is one of the codes of its column, where it has any. */
export function isCode({ codes }: ColumnDocument, value: string): boolean {
  return codes?.includes(value) ?? true;
}
