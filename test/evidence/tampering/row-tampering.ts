import type pg from 'pg';
import type { SeededRandom } from '../../support/seeded-random.ts';

/** A change that a superuser of the database makes, past every rule of it. */
export interface RowTampering {
  readonly name: string;
  readonly table: string;
  /** Says which transmission or entry it changed; undefined where it is neither. */
  readonly change: (on: Tampering) => Promise<Changed | undefined>;
}

export interface Changed {
  /** The first entry that is wrong itself. */
  readonly index?: number;
  /** Whose row contradicts its leaves. */
  readonly transmissionId?: string;
}

export interface Tampering {
  readonly client: pg.Client;
  readonly random: SeededRandom;
}

interface Entry {
  readonly leaf_index: string;
  readonly entry: Buffer;
}

async function rowsOf<Row extends object>(
  { client }: Tampering,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return (await client.query<Row>(sql, [...values])).rows;
}

/** Any row of a table, in an order that the seed alone decides. */
async function anyOf<Row extends object>(
  on: Tampering,
  table: string,
  { key, where = 'true' }: { readonly key: string; readonly where?: string },
): Promise<Row> {
  const [{ count } = { count: 0 }] = await rowsOf<{ count: number }>(
    on,
    `SELECT count(*)::integer AS count FROM ${table} WHERE ${where}`,
  );
  if (count === 0) throw new Error(`nothing to tamper with: ${table} where ${where}`);
  const [row] = await rowsOf<Row>(
    on,
    `SELECT * FROM ${table} WHERE ${where} ORDER BY ${key} OFFSET $1 LIMIT 1`,
    [on.random.below(count)],
  );
  return row!;
}

export function flipped(bytes: Buffer, random: SeededRandom): Buffer {
  const changed = Buffer.from(bytes);
  const at = random.below(bytes.length);
  changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
  return changed;
}

const anyEntry = async (on: Tampering, where = 'true'): Promise<Entry & { at: number }> => {
  const entry = await anyOf<Entry>(on, 'ledger_entries', { key: 'leaf_index', where });
  return { ...entry, at: Number(entry.leaf_index) };
};

const SIZE = '(SELECT signed_size FROM ledger_head)';
const setEntry = 'UPDATE ledger_entries SET entry = $2 WHERE leaf_index = $1';

const onEntries: readonly RowTampering[] = [
  {
    name: 'flip a bit of an entry',
    table: 'ledger_entries',
    change: async (on) => {
      const { at, entry } = await anyEntry(on);
      await on.client.query(setEntry, [at, flipped(entry, on.random)]);
      return { index: at };
    },
  },
  {
    name: 'delete an entry',
    table: 'ledger_entries',
    change: async (on) => {
      const { at } = await anyEntry(on, `leaf_index < ${SIZE}`);
      await on.client.query('DELETE FROM ledger_entries WHERE leaf_index = $1', [at]);
      return { index: at };
    },
  },
  {
    name: 'swap two entries',
    table: 'ledger_entries',
    change: async (on) => {
      const [one, other] = [await anyEntry(on), await anyEntry(on)];
      if (one.at === other.at) return onEntries[0]!.change(on);
      await on.client.query(setEntry, [one.at, other.entry]);
      await on.client.query(setEntry, [other.at, one.entry]);
      return { index: Math.min(one.at, other.at) };
    },
  },
  {
    name: 'delete an entry and close the gap',
    table: 'ledger_entries',
    change: async (on) => {
      const { at } = await anyEntry(on, `leaf_index < ${SIZE}`);
      await on.client.query('DELETE FROM ledger_entries WHERE leaf_index = $1', [at]);
      await on.client.query(
        'UPDATE ledger_entries SET leaf_index = -leaf_index WHERE leaf_index > $1',
        [at],
      );
      await on.client.query(
        'UPDATE ledger_entries SET leaf_index = -leaf_index - 1 WHERE leaf_index < 0',
      );
      return { index: at };
    },
  },
  {
    name: 'insert an entry and move the rest',
    table: 'ledger_entries',
    change: async (on) => {
      const { at, entry } = await anyEntry(on, `leaf_index < ${SIZE}`);
      await on.client.query(
        'UPDATE ledger_entries SET leaf_index = -leaf_index - 2 WHERE leaf_index >= $1',
        [at],
      );
      await on.client.query(
        'UPDATE ledger_entries SET leaf_index = -leaf_index - 1 WHERE leaf_index < 0',
      );
      await on.client.query('INSERT INTO ledger_entries (leaf_index, entry) VALUES ($1, $2)', [
        at,
        flipped(entry, on.random),
      ]);
      return { index: at };
    },
  },
  {
    name: 'cut the ledger off',
    table: 'ledger_entries',
    change: async (on) => {
      const { at } = await anyEntry(on, `leaf_index < ${SIZE}`);
      await on.client.query('DELETE FROM ledger_entries WHERE leaf_index >= $1', [at]);
      return { index: at };
    },
  },
  {
    name: 'file an entry as of nobody',
    table: 'ledger_entries',
    change: async (on) => {
      const { at } = await anyEntry(on, 'transmission_id IS NOT NULL');
      const sql = 'UPDATE ledger_entries SET transmission_id = NULL WHERE leaf_index = $1';
      await on.client.query(sql, [at]);
      return { index: at };
    },
  },
  {
    name: 'file an entry as of another member',
    table: 'ledger_entries',
    change: async (on) => {
      const { at } = await anyEntry(on);
      const sql = "UPDATE ledger_entries SET from_member = 'WY' WHERE leaf_index = $1";
      await on.client.query(sql, [at]);
      return { index: at };
    },
  },
];

interface Tile {
  readonly level: number;
  readonly tile: string;
  readonly hashes: Buffer;
}
const anyTile = (on: Tampering): Promise<Tile> =>
  anyOf<Tile>(on, 'ledger_tiles', { key: 'level, tile' });
const setTile = 'UPDATE ledger_tiles SET hashes = $3 WHERE level = $1 AND tile = $2';

const onTiles: readonly RowTampering[] = [
  {
    name: 'flip a bit of a tile',
    table: 'ledger_tiles',
    change: async (on) => {
      const { level, tile, hashes } = await anyTile(on);
      await on.client.query(setTile, [level, tile, flipped(hashes, on.random)]);
      return undefined;
    },
  },
  {
    name: 'cut a tile off',
    table: 'ledger_tiles',
    change: async (on) => {
      const { level, tile, hashes } = await anyTile(on);
      const kept = hashes.subarray(0, on.random.below(hashes.length));
      await on.client.query(setTile, [level, tile, kept]);
      return undefined;
    },
  },
  {
    name: 'delete a tile',
    table: 'ledger_tiles',
    change: async (on) => {
      const { level, tile } = await anyTile(on);
      await on.client.query('DELETE FROM ledger_tiles WHERE level = $1 AND tile = $2', [
        level,
        tile,
      ]);
      return undefined;
    },
  },
];

const headChange = (name: string, set: string): RowTampering => ({
  name,
  table: 'ledger_head',
  change: async ({ client }) => {
    await client.query(`UPDATE ledger_head SET ${set}`);
    return undefined;
  },
});

const onHead: readonly RowTampering[] = [
  headChange('a smaller size', 'size = size - 1'),
  headChange('a larger size', 'size = size + 1'),
  headChange('another root', "root = decode(repeat('ab', 32), 'hex')"),
  headChange('another origin', "origin = origin || 'x'"),
  headChange('no checkpoint', 'checkpoint = NULL'),
  headChange(
    'another size in the checkpoint',
    `checkpoint = regexp_replace(checkpoint, E'\\n\\\\d+\\n', E'\\n1\\n')`,
  ),
  headChange('half a checkpoint', 'checkpoint = left(checkpoint, 40)'),
];

/** Columns of a table that its leaves tell too, each with what to say instead. */
function columnChanges(
  table: string,
  {
    key,
    where,
    columns,
  }: {
    readonly key: string;
    readonly where?: string;
    readonly columns: Readonly<Record<string, string>>;
  },
): RowTampering[] {
  return Object.entries(columns).map(([column, value]) => ({
    name: `another ${column}`,
    table,
    change: async (on) => {
      const applies = `${column} IS DISTINCT FROM ${value}`;
      const row = await anyOf<Record<string, string>>(on, table, {
        key,
        where: where === undefined ? applies : `${where} AND ${applies}`,
      });
      await on.client.query(`UPDATE ${table} SET ${column} = ${value} WHERE ${key} = $1`, [
        row[key],
      ]);
      return { transmissionId: row['transmission_id']! };
    },
  }));
}

const HASH = "repeat('ab', 32)";
const BYTES = "decode(repeat('ab', 32), 'hex')";

const onTransmissions: readonly RowTampering[] = [
  ...columnChanges('transmissions', {
    key: 'transmission_id',
    columns: {
      from_member: "'WY'",
      to_member: "'WY'",
      destination: "'WY'",
      type: "'compact.action-reply.v1'",
      status: "'returned'",
      channel: "'sftp'",
      actor: "'S-NOBODY'",
      accepted_at: "accepted_at + interval '1 second'",
      schema_hash: HASH,
      profile_hash: 'NULL',
      mapping_hash: HASH,
      event_no: 'event_no + 1',
      last_leaf_hash: BYTES,
    },
  }),
  ...columnChanges('transmissions', {
    key: 'transmission_id',
    where: "status = 'transmitted'",
    columns: { transmitted_at: 'NULL', to_member: 'NULL', status: "'awaiting-release'" },
  }),
  {
    name: 'delete a transmission with all that belongs to it',
    table: 'transmissions',
    change: async (on) => {
      const { transmission_id } = await anyOf<{ transmission_id: string }>(on, 'transmissions', {
        key: 'transmission_id',
      });
      await on.client.query("SET LOCAL session_replication_role = 'replica'");
      for (const table of ['records', 'content_keys', 'deliveries', 'transmissions']) {
        await on.client.query(`DELETE FROM ${table} WHERE transmission_id = $1`, [transmission_id]);
      }
      return { transmissionId: transmission_id };
    },
  },
  {
    name: 'insert a transmission that never was',
    table: 'transmissions',
    change: async (on) => {
      await on.client.query(`
        INSERT INTO transmissions
        SELECT (json_populate_record(t, json_build_object(
                 'transmission_id', gen_random_uuid(), 'sender_message_id', 'forged'))).*
          FROM transmissions t ORDER BY transmission_id LIMIT 1`);
      return undefined;
    },
  },
];

const onDeliveries: readonly RowTampering[] = [
  ...columnChanges('deliveries', {
    key: 'delivery_id',
    columns: {
      from_member: "'WY'",
      to_member: "'WY'",
      type: "'compact.action-reply.v1'",
      schema_hash: HASH,
      attempt: 'attempt + 1',
      event_no: 'event_no + 1',
      last_leaf_hash: BYTES,
      handed_over_at: "'2020-01-01'",
      acknowledged_at: "'2020-01-01'",
    },
  }),
  ...['queued', 'handed-over', 'refused', 'cancelled', 'held', 'dead-letter'].flatMap((state) =>
    columnChanges('deliveries', {
      key: 'delivery_id',
      where: "state = 'acknowledged'",
      columns: { state: `'${state}'` },
    }),
  ),
  {
    name: 'delete a delivery',
    table: 'deliveries',
    change: async (on) => {
      const row = await anyOf<{ delivery_id: string; transmission_id: string }>(on, 'deliveries', {
        key: 'delivery_id',
      });
      await on.client.query("SET LOCAL session_replication_role = 'replica'");
      await on.client.query('DELETE FROM deliveries WHERE delivery_id = $1', [row.delivery_id]);
      return { transmissionId: row.transmission_id };
    },
  },
];

interface Stored {
  readonly record_id: string;
  readonly transmission_id: string;
  readonly ciphertext: Buffer;
  readonly commitment: Buffer;
}
const anyRecord = (on: Tampering): Promise<Stored> =>
  anyOf<Stored>(on, 'records', { key: 'record_id' });
const setRecord = 'UPDATE records SET ciphertext = $2, commitment = $3 WHERE record_id = $1';

const onRecords: readonly RowTampering[] = [
  {
    name: 'flip a bit of a ciphertext',
    table: 'records',
    change: async (on) => {
      const { record_id, transmission_id, ciphertext, commitment } = await anyRecord(on);
      await on.client.query(setRecord, [record_id, flipped(ciphertext, on.random), commitment]);
      return { transmissionId: transmission_id };
    },
  },
  {
    name: 'flip a bit of a commitment',
    table: 'records',
    change: async (on) => {
      const { record_id, transmission_id, ciphertext, commitment } = await anyRecord(on);
      await on.client.query(setRecord, [record_id, ciphertext, flipped(commitment, on.random)]);
      return { transmissionId: transmission_id };
    },
  },
  {
    name: 'put the content of another record in its place',
    table: 'records',
    change: async (on) => {
      const [one, other] = [await anyRecord(on), await anyRecord(on)];
      if (one.record_id === other.record_id) return onRecords[0]!.change(on);
      await on.client.query(setRecord, [one.record_id, other.ciphertext, other.commitment]);
      return { transmissionId: one.transmission_id };
    },
  },
  {
    name: 'delete a record',
    table: 'records',
    change: async (on) => {
      const { record_id, transmission_id } = await anyRecord(on);
      await on.client.query('DELETE FROM records WHERE record_id = $1', [record_id]);
      return { transmissionId: transmission_id };
    },
  },
];

interface Key {
  readonly transmission_id: string;
  readonly wrapped_key: Buffer;
  readonly salt: Buffer;
}
const anyKey = (on: Tampering): Promise<Key> =>
  anyOf<Key>(on, 'content_keys', { key: 'transmission_id' });
const setKey = 'UPDATE content_keys SET wrapped_key = $2, salt = $3 WHERE transmission_id = $1';

const onKeys: readonly RowTampering[] = [
  {
    name: 'flip a bit of a key',
    table: 'content_keys',
    change: async (on) => {
      const { transmission_id, wrapped_key, salt } = await anyKey(on);
      await on.client.query(setKey, [transmission_id, flipped(wrapped_key, on.random), salt]);
      return { transmissionId: transmission_id };
    },
  },
  {
    name: 'flip a bit of a salt',
    table: 'content_keys',
    change: async (on) => {
      const { transmission_id, wrapped_key, salt } = await anyKey(on);
      await on.client.query(setKey, [transmission_id, wrapped_key, flipped(salt, on.random)]);
      return { transmissionId: transmission_id };
    },
  },
  {
    name: 'delete a key that no order took away',
    table: 'content_keys',
    change: async (on) => {
      const { transmission_id } = await anyKey(on);
      await on.client.query('DELETE FROM content_keys WHERE transmission_id = $1', [
        transmission_id,
      ]);
      return { transmissionId: transmission_id };
    },
  },
];

const onPending: readonly RowTampering[] = [
  {
    name: 'flip a bit of a leaf that waits',
    table: 'pending_leaves',
    change: async (on) => {
      const row = await anyOf<{ pending_id: string; entry: Buffer }>(on, 'pending_leaves', {
        key: 'pending_id',
      });
      await on.client.query('UPDATE pending_leaves SET entry = $2 WHERE pending_id = $1', [
        row.pending_id,
        flipped(row.entry, on.random),
      ]);
      return undefined;
    },
  },
  {
    name: 'delete a leaf that waits',
    table: 'pending_leaves',
    change: async (on) => {
      const row = await anyOf<{ pending_id: string }>(on, 'pending_leaves', {
        key: 'pending_id',
        where: 'transmission_id IS NOT NULL',
      });
      await on.client.query('DELETE FROM pending_leaves WHERE pending_id = $1', [row.pending_id]);
      return undefined;
    },
  },
  {
    name: 'another hash of a leaf that waits',
    table: 'pending_leaves',
    change: async (on) => {
      const row = await anyOf<{ pending_id: string; leaf_hash: Buffer }>(on, 'pending_leaves', {
        key: 'pending_id',
      });
      await on.client.query('UPDATE pending_leaves SET leaf_hash = $2 WHERE pending_id = $1', [
        row.pending_id,
        flipped(row.leaf_hash, on.random),
      ]);
      return undefined;
    },
  },
];

const onHub: readonly RowTampering[] = [
  {
    name: 'a credential that nobody was given',
    table: 'principals',
    change: async ({ client }) => {
      await client.query(`
        INSERT INTO principals (principal_id, kind, member, roles, reference, label, credential_hash, created_at)
        VALUES (gen_random_uuid(), 'system', 'OR', '{system}', 'S-FORGED', 'x', ${BYTES}, '2026-01-01')`);
      return undefined;
    },
  },
  {
    name: 'a credential revoked without a leaf',
    table: 'principals',
    change: async (on) => {
      const row = await anyOf<{ reference: string }>(on, 'principals', { key: 'reference' });
      const sql = "UPDATE principals SET revoked_at = '2026-01-01' WHERE reference = $1";
      await on.client.query(sql, [row.reference]);
      return undefined;
    },
  },
  {
    name: 'a credential deleted',
    table: 'principals',
    change: async (on) => {
      const row = await anyOf<{ reference: string }>(on, 'principals', { key: 'reference' });
      await on.client.query("SET LOCAL session_replication_role = 'replica'");
      await on.client.query('DELETE FROM principals WHERE reference = $1', [row.reference]);
      return undefined;
    },
  },
  {
    name: 'the endpoint of a state led elsewhere',
    table: 'destinations',
    change: async (on) => {
      const row = await anyOf<{ member: string }>(on, 'destinations', { key: 'member' });
      const sql =
        "UPDATE destinations SET endpoint = 'https://elsewhere.example/' WHERE member = $1";
      await on.client.query(sql, [row.member]);
      return undefined;
    },
  },
  {
    name: 'a host key more',
    table: 'destinations',
    change: async (on) => {
      const row = await anyOf<{ member: string }>(on, 'destinations', { key: 'member' });
      const sql =
        "UPDATE destinations SET host_keys = host_keys || ARRAY['SHA256:x'] WHERE member = $1";
      await on.client.query(sql, [row.member]);
      return undefined;
    },
  },
];

export const ROW_TAMPERINGS: readonly RowTampering[] = [
  ...onEntries,
  ...onTiles,
  ...onHead,
  ...onTransmissions,
  ...onDeliveries,
  ...onRecords,
  ...onKeys,
  ...onPending,
  ...onHub,
];
