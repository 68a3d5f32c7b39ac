import { createHash } from 'node:crypto';

/** Crockford's base 32 without I, L, O and U: safe to read aloud and to type. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Gives that many random bytes. */
export type RandomBytes = (size: number) => Buffer;

export type HubIdPrefix = 'C' | 'P';

/** An opaque id of a case (`C-…`) or a person (`P-…`): 26 characters, 130 random bits. */
export function mintHubId(prefix: HubIdPrefix, random: RandomBytes): string {
  const characters = [...random(26)].map((byte) => CROCKFORD[byte & 31]);
  return `${prefix}-${characters.join('')}`;
}

const HUB_ID = /^[CP]-[0-9A-HJKMNP-TV-Z]{26}$/;

/** Whether the text has the form of an id that the hub minted. */
export function isHubId(text: string): boolean {
  return HUB_ID.test(text);
}

const CASE_END = /^(?:…|\.{3})?([0-9A-HJKMNP-TV-Z]{6})$/;

/** The last six characters of a case's number as people write them, with or without the dots before them. */
export function caseEndIn(text: string): string | undefined {
  return CASE_END.exec(text.toUpperCase())?.[1];
}

/** A UUID of version 7 (RFC 9562): its first 48 bits are the moment, so that rows lie in order. */
export function mintUuid(moment: Date, random: RandomBytes): string {
  const bytes = random(16);
  bytes.writeUIntBE(moment.getTime(), 0, 6);
  return formatUuid(bytes, 7);
}

/** A UUID of version 8 (RFC 9562) that is the same for the same names. */
export function uuidOf(...names: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(names)).digest();
  return formatUuid(digest.subarray(0, 16), 8);
}

function formatUuid(bytes: Buffer, version: number): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether the text is a UUID in lower case, as every path of the API writes them. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
