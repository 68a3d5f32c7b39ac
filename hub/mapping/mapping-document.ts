/**
 * The types of the documents under mappings/dialects/. Their shape is checked against
 * schemas/{dialect,mapping,code-list}… before anything is compiled; docs/mapping.md explains them.
 *
 * Every path is a JSON Pointer (RFC 6901) relative to the place where its rule stands. `*` stands
 * for every item of a list, and only in `carried`.
 */

/** What a local format may hold in one field. */
export type Scalar = string | number | boolean;

interface FieldRule {
  readonly canonical: string;
  readonly local: string;
}

/** The same value on both sides. */
export interface CopyRule extends FieldRule {
  readonly op: 'copy';
  /** Longest text that the local field holds, in characters. */
  readonly maxLength?: number;
  /** Text that the canonical value has in front and the local one has not. */
  readonly strip?: string;
}

/** A value that one side always has and the other never says. Exactly one of the paths is given. */
export interface ConstantRule {
  readonly op: 'constant';
  readonly canonical?: string;
  readonly local?: string;
  readonly value: Scalar;
}

/** Codes of a list in `codes/`. */
export interface CodeRule extends FieldRule {
  readonly op: 'code';
  readonly codes: string;
  readonly strip?: string;
}

/** Days, times of day and moments, re-ordered by a template (temporal-format.ts). */
export interface TemporalRule extends FieldRule {
  readonly op: 'date' | 'time' | 'moment' | 'dateTime';
  readonly format: string;
}

/** Numbers. A canonical amount of money is text with two decimals. */
export interface NumberRule extends FieldRule {
  readonly op: 'number';
  readonly canonicalAs: 'integer' | 'money';
  readonly localAs: 'number' | 'text';
  /** Places by which the local value's decimal point lies further right: 2 for cents. */
  readonly shift?: number;
}

/** Yes and no in the words of the local format. */
export interface BooleanRule extends FieldRule {
  readonly op: 'boolean';
  readonly yes: Scalar;
  readonly no?: Scalar;
}

/** Several canonical values in one local text, between separators. */
export interface JoinRule {
  readonly op: 'join';
  readonly canonical: readonly string[];
  readonly local: string;
  readonly separator: string;
}

/** One canonical text in several local fields, at a separator or by widths. */
export interface SplitRule {
  readonly op: 'split';
  readonly canonical: string;
  readonly local: readonly string[];
  readonly separator?: string;
  readonly widths?: readonly number[];
}

/** A person's name in one local text. `canonical` is the object that holds the parts. */
export interface PersonNameRule extends FieldRule {
  readonly op: 'personName';
  readonly style: PersonNameStyle;
}

export type PersonNameStyle = 'LAST, FIRST MIDDLE, SUFFIX' | 'FIRST MIDDLE LAST, SUFFIX';

interface Nested {
  /** Rules for the inside, here or in a block. */
  readonly rules?: readonly Rule[];
  readonly block?: string;
}

/** An object on the canonical side; on the local side another one or, with `''`, the same place. */
export interface ObjectRule extends FieldRule, Nested {
  readonly op: 'object';
  /** Put before the first name of every local path inside, after the `@` of an attribute: for formats without nesting. */
  readonly prefix?: string;
}

/** A list on both sides. Items are objects (`rules`, `block`) or single values (`item`). */
export interface ListRule extends FieldRule, Nested {
  readonly op: 'list';
  readonly item?: ItemRule;
  /** The local list stands in an element of its own, which is there when the list is empty. */
  readonly wrapper?: boolean;
  /** Most items of the local list; what exceeds is carried (`overflow`) or not held. */
  readonly maxItems?: number;
}

/** A canonical object that the local format keeps in a list of exactly one. */
export interface WrapRule extends FieldRule, Nested {
  readonly op: 'wrap';
}

/** A number from the crosswalk or of the delivery, for the destination's own use; never read back. */
export interface CrosswalkRule {
  readonly op: 'crosswalk';
  readonly identifier:
    'caseId' | 'ownCaseNumber' | 'otherCaseNumber' | 'personId' | 'deliveryId' | 'caseSequence';
  readonly local: string;
}

/** A rule that maps one value to one value. */
export type ScalarRule = CopyRule | CodeRule | TemporalRule | NumberRule | BooleanRule;

/** The rule of a list's items: a scalar rule without paths. */
export type ItemRule =
  | Omit<CopyRule, keyof FieldRule>
  | Omit<CodeRule, keyof FieldRule>
  | Omit<TemporalRule, keyof FieldRule>
  | Omit<NumberRule, keyof FieldRule>
  | Omit<BooleanRule, keyof FieldRule>;

export type Rule =
  | ScalarRule
  | ConstantRule
  | JoinRule
  | SplitRule
  | PersonNameRule
  | ObjectRule
  | ListRule
  | WrapRule
  | CrosswalkRule;

/**
 * What the local format cannot hold and the extension slot carries:
 * - `absent`: there is no local field;
 * - `coarser`: the local field says less, the exact value stands beside it;
 * - `shortened`: the local field holds the beginning, the whole value stands beside it;
 * - `overflow`: the local list holds the first items, the others stand beside it.
 */
export interface CarriedPath {
  readonly path: string;
  readonly kind: 'absent' | 'coarser' | 'shortened' | 'overflow';
  readonly why: string;
}

/**
 * A field, or an object or list, of the state's own that the compact has no place for: inbound it is
 * accepted and goes no further, outbound it is never written.
 */
export interface UnreadPath {
  /** Local path from the record; `*` for every item of a list. */
  readonly path: string;
  readonly why: string;
}

/** One activity type of one dialect. Canonical paths begin at the envelope. */
export interface MappingDocument {
  readonly type: string;
  readonly title: string;
  readonly rules: readonly Rule[];
  readonly carried?: readonly CarriedPath[];
  readonly unread?: readonly UnreadPath[];
}

/** Rules that several activities share. */
export interface BlockDocument {
  readonly block: string;
  readonly title: string;
  readonly rules: readonly Rule[];
  readonly carried?: readonly CarriedPath[];
}

/**
 * Pairs of codes. Of several pairs with one local code the first is what the local code means when
 * it comes alone, and the others are carried; of several with one canonical code the first is written.
 */
export interface CodeListDocument {
  readonly codes: string;
  readonly title: string;
  /** The canonical list, as in schemas/code-lists/, where there is one. */
  readonly canonical?: string;
  readonly pairs: readonly { readonly canonical: Scalar; readonly local: Scalar }[];
}

export type NativeFormat = 'json' | 'xml' | 'csv' | 'fixed-width';

/** What all documents of a dialect have in common, and how a record is recognised. */
export interface DialectDocument {
  readonly dialect: string;
  readonly title: string;
  readonly format: NativeFormat;
  readonly contentType: string;
  /** Further content types that are read as this dialect. */
  readonly alsoAccepts?: readonly string[];
  /** XML: prefix (`''` for the default) to namespace. The mappings use these prefixes. */
  readonly namespaces?: Readonly<Record<string, string>>;
  /** How a document is cut into records. */
  readonly records: RecordsCut;
  readonly recognise: readonly RecogniseRow[];
  /** Where the envelope's own elements stand; the same for every activity. */
  readonly envelope: readonly Rule[];
  readonly extension: ExtensionSlot;
  /** What of the envelope is carried. */
  readonly carried?: readonly CarriedPath[];
  /** What the records of several activities have. */
  readonly unread?: readonly UnreadPath[];
}

/** `layout`: csv and fixed width, whose record layout says what is an activity. */
export type RecordsCut = WholeCut | { readonly cut: 'layout' } | ListCut;

/** A document is one record; `entries`: JSON that spells it as a list of names and values. */
export interface WholeCut {
  readonly cut: 'whole';
  readonly entries?: EntriesPlace;
}

/** The list of entries, a member of the document, and what an entry calls its name and its value. */
export interface EntriesPlace {
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

/** The items of a list; what stands beside it is written, and refused when it differs. */
export interface ListCut {
  readonly cut: 'list';
  readonly path: string;
  /** Where the number of the records stands. */
  readonly count?: string;
  readonly constants?: readonly { readonly path: string; readonly value: Scalar }[];
  /** What all records have in common, such as the member they are for. */
  readonly same?: readonly { readonly path: string; readonly record: string }[];
}

export interface RecogniseRow {
  readonly type: string;
  /** The mapping document, a file beside dialect.json. */
  readonly mapping: string;
  /** All must hold. Without `equals` the path must be there. Paths begin at the record. */
  readonly when: readonly { readonly path: string; readonly equals?: Scalar }[];
  /** Where the activity stands in the record: envelope and mapping rules begin there. */
  readonly root: string;
}

/** Where carried values cross in the local format: canonical path and value as JSON text. */
export interface ExtensionSlot {
  readonly path: string;
  /** `object`: one member a path. `entries`: a list of {path, value}. `text`: that object as JSON text. */
  readonly as: 'object' | 'entries' | 'text';
  readonly entryPath?: string;
  readonly entryValue?: string;
}
