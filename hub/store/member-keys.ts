import { createHmac, randomUUID } from 'node:crypto';
import type { RandomBytes } from '../message/identifiers.ts';
import {
  type ContentKey,
  openRecord,
  sealRecord,
  mintContentKey,
  unwrapKey,
  wrapKey,
} from '../message/sealed-content.ts';
import type { Database } from './database.ts';
import type { ContentKeyRow } from './records.ts';

type WrappedContentKey = Pick<ContentKeyRow, 'member_key_id' | 'wrapped_key' | 'salt'>;

/**
 * Keys of the members, each wrapped by the hub's master key. A member's key wraps the content keys
 * of what that member sends. The opened keys stay in memory, never in a row.
 */
export interface MemberKeys {
  /** A new content key, and the form in which a row keeps it. */
  mint(member: string): Promise<{ content: ContentKey; wrapped: WrappedContentKey }>;
  open(row: WrappedContentKey): Promise<ContentKey>;
  /** Encrypts a short value (an identifier, a credential) for a member. */
  sealValue(member: string, value: string): Promise<Buffer>;
  openValue(sealed: Buffer): Promise<string>;
  /** The token by which a member's identifier is found: equal values, equal tokens, no way back. */
  identifierToken(member: string, scheme: string, value: string): Buffer;
  /** The token by which a person's trait is found by any state that the person concerns. */
  personToken(kind: string, value: string): Buffer;
}

interface OpenKey {
  readonly keyId: string;
  readonly key: Buffer;
}

const FIND_ACTIVE = `SELECT key_id, wrapped FROM member_keys WHERE member = $1 AND active`;
const FIND_BY_ID = `SELECT key_id, wrapped FROM member_keys WHERE key_id = $1`;
// Two processes that meet here keep the one that came first.
const INSERT_ACTIVE = `
  INSERT INTO member_keys (key_id, member, wrapped, active, created_at)
  VALUES ($1, $2, $3, true, $4) ON CONFLICT DO NOTHING`;

interface MemberKeyParts {
  readonly database: Database;
  /** 32 bytes from the key file. */
  readonly masterKey: Buffer;
  readonly now: () => Date;
  readonly random: RandomBytes;
}

export function createMemberKeys({ database, masterKey, now, random }: MemberKeyParts): MemberKeys {
  const active = new Map<string, Promise<OpenKey>>();
  const byId = new Map<string, Promise<OpenKey>>();
  const searchKey = createHmac('sha256', masterKey).update('hub/search/v1').digest();
  const personKey = createHmac('sha256', masterKey).update('hub/person/v1').digest();

  async function activeKey(member: string): Promise<OpenKey> {
    const [row] = await database.query<KeyRow>(FIND_ACTIVE, [member]);
    if (row !== undefined) return openKeyRow(row, masterKey);
    const wrapped = wrapKey(masterKey, random(32));
    await database.query(INSERT_ACTIVE, [randomUUID(), member, wrapped, now()]);
    return activeKey(member);
  }

  async function keyById(keyId: string): Promise<OpenKey> {
    const [row] = await database.query<KeyRow>(FIND_BY_ID, [keyId]);
    if (row === undefined) throw new Error('a row names a member key that does not exist');
    return openKeyRow(row, masterKey);
  }

  const keyOf = (member: string): Promise<OpenKey> => remembered(active, member, activeKey);
  const keyWithId = (keyId: string): Promise<OpenKey> => remembered(byId, keyId, keyById);

  return {
    mint: async (member) => {
      const { keyId, key } = await keyOf(member);
      const content = mintContentKey(random);
      const wrapped_key = wrapKey(key, content.key);
      return { content, wrapped: { member_key_id: keyId, wrapped_key, salt: content.salt } };
    },
    open: async ({ member_key_id, wrapped_key, salt }) => {
      const { key } = await keyWithId(member_key_id);
      return { key: unwrapKey(key, wrapped_key), salt };
    },
    sealValue: async (member, value) => {
      const { keyId, key } = await keyOf(member);
      return sealValue({ keyId, key }, value, random);
    },
    openValue: async (sealed) => {
      const { key } = await keyWithId(keyIdOf(sealed));
      return openValue(key, sealed);
    },
    identifierToken: (member, scheme, value) =>
      createHmac('sha256', searchKey)
        .update(JSON.stringify([member, scheme, value]))
        .digest(),
    personToken: (kind, value) =>
      createHmac('sha256', personKey)
        .update(JSON.stringify([kind, value]))
        .digest()
        .subarray(0, PERSON_TOKEN_BYTES),
  };
}

interface KeyRow {
  readonly key_id: string;
  readonly wrapped: Buffer;
}

function openKeyRow(row: KeyRow, masterKey: Buffer): OpenKey {
  return { keyId: row.key_id, key: unwrapKey(masterKey, row.wrapped) };
}

/** One look-up for all who ask at once; a failure is asked again. */
function remembered(
  cache: Map<string, Promise<OpenKey>>,
  name: string,
  find: (name: string) => Promise<OpenKey>,
): Promise<OpenKey> {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const found = find(name);
  cache.set(name, found);
  found.catch(() => cache.delete(name));
  return found;
}

/** Enough that no two of all values ever meet, and half of what an index would hold. */
const PERSON_TOKEN_BYTES = 16;

const KEY_ID_BYTES = 16;

function sealValue({ keyId, key }: OpenKey, value: string, random: RandomBytes): Buffer {
  const sealed = sealRecord({ key, salt: Buffer.alloc(0) }, keyId, Buffer.from(value), random);
  return Buffer.concat([Buffer.from(keyId.replaceAll('-', ''), 'hex'), sealed]);
}

function openValue(key: Buffer, sealed: Buffer): string {
  const content = { key, salt: Buffer.alloc(0) };
  return openRecord(content, keyIdOf(sealed), sealed.subarray(KEY_ID_BYTES)).toString();
}

function keyIdOf(sealed: Buffer): string {
  const hex = sealed.subarray(0, KEY_ID_BYTES).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
