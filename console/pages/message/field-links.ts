import type { MessageMapping } from '../../generated/answers.ts';

type MappedSide = NonNullable<MessageMapping['inbound']>;
export type MappedRule = MappedSide['rules'][number];

/** The documents that stand beside each other. */
export type PaneName = 'received' | 'canonical' | 'sent';

export interface Place {
  readonly pane: PaneName;
  readonly pointer: string;
}

/** What belongs to a place: whether another is of the same matter, and the rules that made them. */
export interface Linked {
  readonly has: (place: Place) => boolean;
  readonly inbound: readonly MappedRule[];
  readonly outbound: readonly MappedRule[];
}

export interface FieldLinks {
  readonly of: (place: Place) => Linked;
  readonly isLinked: (place: Place) => boolean;
}

const keyOf = ({ pane, pointer }: Place): string => `${pane} ${plain(pointer)}`;

/** The rules of both sides by the places that they read and wrote. */
export function linkFields(sides: {
  readonly inbound: readonly MappedRule[];
  readonly outbound: readonly MappedRule[];
}): FieldLinks {
  const inbound = indexed(sides.inbound, 'received');
  const outbound = indexed(sides.outbound, 'sent');
  const rulesAt = (place: Place): Pick<Linked, 'inbound' | 'outbound'> => {
    const read = found(inbound, place);
    const written = found(outbound, place);
    if (place.pane === 'canonical') return { inbound: read, outbound: written };
    // From one native document through the envelope to the other.
    const through = [...read, ...written].flatMap(({ canonical }) =>
      canonical.map((pointer): Place => ({ pane: 'canonical', pointer })),
    );
    const beyond = (index: RuleIndex): MappedRule[] => [
      ...new Set(through.flatMap((one) => found(index, one))),
    ];
    return place.pane === 'received'
      ? { inbound: read, outbound: beyond(outbound) }
      : { inbound: beyond(inbound), outbound: written };
  };
  return {
    isLinked: (place) => found(inbound, place).length + found(outbound, place).length > 0,
    of: (place) => {
      const rules = rulesAt(place);
      const places = new Set([
        keyOf(place),
        ...rules.inbound.flatMap((rule) => placesOf(rule, 'received')),
        ...rules.outbound.flatMap((rule) => placesOf(rule, 'sent')),
      ]);
      return { ...rules, has: (other) => around(other).some((key) => places.has(key)) };
    },
  };
}

type RuleIndex = ReadonlyMap<string, readonly MappedRule[]>;

function indexed(rules: readonly MappedRule[], native: 'received' | 'sent'): RuleIndex {
  const index = new Map<string, MappedRule[]>();
  for (const rule of rules) {
    for (const key of placesOf(rule, native)) index.set(key, [...(index.get(key) ?? []), rule]);
  }
  return index;
}

const placesOf = ({ canonical, local }: MappedRule, native: 'received' | 'sent'): string[] => [
  ...canonical.map((pointer) => keyOf({ pane: 'canonical', pointer })),
  ...local.map((pointer) => keyOf({ pane: native, pointer })),
];

/** The rules at a place, or at the nearest around it: a rule may make a whole object or list. */
function found(index: RuleIndex, place: Place): readonly MappedRule[] {
  const key = around(place).find((one) => index.has(one));
  return key === undefined ? [] : (index.get(key) ?? []);
}

/** The keys of a place and of each around it, the nearest first. */
function around({ pane, pointer }: Place): string[] {
  const keys: string[] = [];
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    keys.push(keyOf({ pane, pointer: at }));
  }
  return keys;
}

/** An element of XML that stands once is no list: the first of a list and the only one are one place. */
const plain = (pointer: string): string => pointer.replace(/\/0(?=\/|$)/g, '');

/** What a rule does, in words (docs/mapping.md). */
const OPS: Readonly<Record<string, string>> = {
  copy: 'the same value',
  constant: 'a value that one side always has',
  code: 'translated by a list of codes',
  date: 'the day, written another way',
  time: 'the time of day, written another way',
  moment: 'the moment, written another way',
  dateTime: 'the moment, written another way',
  number: 'the number, written another way',
  boolean: 'yes or no in other words',
  join: 'several values in one text',
  split: 'one value in several fields',
  personName: 'a name in one text',
  crosswalk: 'a number that the hub knows of the case',
  carried: 'kept in the extension slot: this format has no field for it',
  unread: 'a field of that state’s own, which goes no further',
};

export const opWords = (op: string): string => OPS[op] ?? op;
