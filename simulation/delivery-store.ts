import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The documents that a state received, byte for byte, one file for each delivery id. */
export interface DeliveryStore {
  /** The bytes under an id; undefined when there are none. */
  find(deliveryId: string): Promise<Buffer | undefined>;
  /** Resolves when the bytes are on the disk under their id. */
  put(deliveryId: string, document: Buffer): Promise<void>;
  /** Keeps a document that could not be read, apart from the others. */
  putAside(deliveryId: string, document: Buffer): Promise<void>;
  /** Removes what no id of the set names: what a kill left before it had an effect. */
  keepOnly(deliveryIds: ReadonlySet<string>): Promise<void>;
}

export interface DeliveryStoreOptions {
  readonly folder: string;
  readonly ending: string;
  readonly fsync: boolean;
}

const SAFE_ID = /^[0-9A-Za-z][0-9A-Za-z._-]{0,127}$/;

/** Whether an id can be the name of a file. */
export function isSafeDeliveryId(deliveryId: string): boolean {
  return SAFE_ID.test(deliveryId);
}

/** Files lie in 256 folders by the first byte of the id's SHA-256, so that none grows too long. */
export function createDeliveryStore(options: DeliveryStoreOptions): DeliveryStore {
  const { folder, ending, fsync } = options;
  const received = join(folder, 'received');
  const shardOf = (deliveryId: string): string =>
    join(received, createHash('sha256').update(deliveryId).digest('hex').slice(0, 2));
  const pathOf = (deliveryId: string): string =>
    join(shardOf(deliveryId), `${deliveryId}.${ending}`);

  return {
    find: (deliveryId) => readFile(pathOf(deliveryId)).catch(absent),
    async put(deliveryId, document) {
      await mkdir(shardOf(deliveryId), { recursive: true });
      await writeWhole(pathOf(deliveryId), document, fsync);
    },
    async putAside(deliveryId, document) {
      await mkdir(join(folder, 'unreadable'), { recursive: true });
      await writeWhole(join(folder, 'unreadable', `${deliveryId}.${ending}`), document, fsync);
    },
    async keepOnly(deliveryIds) {
      for (const shard of await readdir(received).catch(() => [])) {
        for (const name of await readdir(join(received, shard))) {
          const deliveryId = name.slice(0, -(ending.length + 1));
          if (!deliveryIds.has(deliveryId)) await rm(join(received, shard, name));
        }
      }
    },
  };
}

async function writeWhole(path: string, bytes: Buffer, fsync: boolean): Promise<void> {
  const file = await open(`${path}~`, 'w');
  try {
    await file.writeFile(bytes);
    if (fsync) await file.datasync();
  } finally {
    await file.close();
  }
  await rename(`${path}~`, path);
}

function absent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw error;
}
