import { createHash } from 'node:crypto';

/** `<local date>-<sequence of the day>-<batch id>.<extension>`. */
export interface BatchName {
  /** Eight digits: the day of the first attempt in the state's zone. */
  readonly date: string;
  /** From 1 for each day. */
  readonly sequence: number;
  readonly batchId: string;
  readonly extension: string;
}

const BATCH_NAME = /^(\d{8})-(\d{3,6})-([A-Za-z0-9_-]+-[0-9a-f]{16})\.([a-z]+)$/;

export function batchFileName({ date, sequence, batchId, extension }: BatchName): string {
  return `${date}-${String(sequence).padStart(3, '0')}-${batchId}.${extension}`;
}

export function readBatchName(name: string): BatchName | undefined {
  const [, date, sequence, batchId, extension] = BATCH_NAME.exec(name) ?? [];
  return date === undefined || batchId === undefined || extension === undefined
    ? undefined
    : { date, sequence: Number(sequence), batchId, extension };
}

/** The same for the same ids in the same order, and for no others. */
export function batchIdOf(deliveryIds: readonly [string, ...string[]]): string {
  const hash = createHash('sha256').update(deliveryIds.join('\n')).digest('hex');
  return `${deliveryIds[0]}-${hash.slice(0, 16)}`;
}

/** The day in the state's zone, as eight digits. */
export function localDate(now: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(now);
  const part = (wanted: string): string => parts.find(({ type }) => type === wanted)?.value ?? '';
  return `${part('year')}${part('month')}${part('day')}`;
}

/** The number of the next file of a day, by the names that are there. */
export function nextSequence(names: readonly string[], date: string): number {
  const taken = names.flatMap((name) => {
    const batch = readBatchName(name);
    return batch?.date === date ? [batch.sequence] : [];
  });
  return Math.max(0, ...taken) + 1;
}
