import { execFile } from 'node:child_process';
import { mkdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEmbeddedPostgres } from '../../hub/store/embedded-postgres.ts';
import type { FaultLab, LabDatabase } from './fault-lab.ts';
import type { Fault } from './fault-run.ts';
import { until } from './until.ts';

const DISK_MB = 256;
/** So that the write-ahead log leaves room for data on so small a disk. */
const SETTINGS = { max_wal_size: '64MB', min_wal_size: '32MB' } as const;
const LAST_BYTES = 2_000_000;
const WITHIN_MS = 60_000;

const run = promisify(execFile);

/** A database whose whole cluster lies on a small disk of its own (tmpfs; only root can mount it). */
export interface SmallDatabase extends LabDatabase {
  /** Leaves no room at all. */
  fill(): Promise<void>;
  /** Gives the room back, and starts the server when it ended for want of it, as its keeper would. */
  free(): Promise<void>;
}

export async function openSmallDatabase(folder: string): Promise<SmallDatabase> {
  const disk = join(folder, 'disk');
  await mkdir(disk);
  await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=0711`, 'tmpfs', disk]);
  const dataDirectory = join(disk, 'database');
  const servers = [await startEmbeddedPostgres({ dataDirectory, settings: SETTINGS })];
  const { url = '', directory = '' } = servers[0] ?? {};
  const settings = { ...SETTINGS, port: new URL(url).port };
  const filler = join(disk, 'filler');
  return {
    url,
    directory,
    fill: async () => {
      const { bavail, bsize } = await statfs(disk);
      const most = bavail * bsize - LAST_BYTES;
      if (most > 0) await run('fallocate', ['--length', String(most), filler]);
      // The rest goes to whoever writes first; that this fails is what it is for.
      await run('dd', ['if=/dev/zero', `of=${filler}.rest`, 'bs=4k']).catch(() => undefined);
    },
    free: async () => {
      await Promise.all([rm(filler, { force: true }), rm(`${filler}.rest`, { force: true })]);
      servers.push(await startEmbeddedPostgres({ dataDirectory, settings }));
    },
    close: async () => {
      for (const server of servers) await server.stop();
      await run('umount', ['--lazy', disk]);
    },
  };
}

/** The disk of the database fills up under load, until the hub can accept nothing; then there is room. */
export function diskFills(database: () => SmallDatabase, count: number): Fault[] {
  return Array.from({ length: count }, () => ({
    name: 'disk full',
    strike: async ({ lab, hub, whenLoaded }) => {
      const load = await whenLoaded(() => undefined);
      await database().fill();
      await until(WITHIN_MS, 'the database can write no more', async () => {
        return !(await canWrite(lab));
      });
      await database().free();
      return { ...load, hub, healedAt: performance.now() };
    },
  }));
}

/** Writes a megabyte to the write-ahead log, which no table holds. */
const WRITE = `SELECT pg_logical_emit_message(true, 'room', repeat('x', 1000000))`;

async function canWrite({ query }: FaultLab): Promise<boolean> {
  try {
    await query(WRITE);
    return true;
  } catch {
    return false;
  }
}
