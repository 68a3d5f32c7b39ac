import { createHash, randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ChannelParts, ChannelSubmission } from './channel.ts';
import type { SubmitAnswer } from './submit-document.ts';

/** Where a state lays what it sends, and where it waits for the hub's word on it. */
export interface SftpOutTray {
  submit(submission: ChannelSubmission): Promise<SubmitAnswer>;
  /** Told of each file that the hub renamed: one of ours in `done` or `rejected` is decided. */
  moved(path: string): void;
  /** Waits for nothing any longer. */
  close(): void;
}

/** With a dialect that has batches, what is submitted within this time goes in one file. */
const GATHERING_MS = 40;

interface Waiting {
  readonly document: Buffer;
  readonly resolve: (answer: SubmitAnswer) => void;
}

export function openSftpOutTray({ dialect, timeoutMs }: ChannelParts, folder: string): SftpOutTray {
  const sent = new Map<string, readonly Waiting[]>();
  const timers = new Set<NodeJS.Timeout>();
  let gathered: Waiting[] = [];
  let count = 0;

  function later(act: () => void, milliseconds: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, milliseconds);
    timers.add(timer);
  }

  /** One file; its name keeps the order in which files of one second are fetched. */
  async function send(waiting: readonly Waiting[]): Promise<void> {
    const [first, ...others] = waiting;
    if (first === undefined) return;
    const name = `${Date.now()}-${String((count += 1)).padStart(6, '0')}-${randomUUID()}.${dialect.ending}`;
    const body =
      dialect.batch === undefined || others.length === 0
        ? first.document
        : dialect.batch.join(waiting.map(({ document }) => document));
    sent.set(name, waiting);
    later(() => void giveUp(name), timeoutMs);
    await put(name, body);
    const sha256 = createHash('sha256').update(body).digest('hex');
    await put(`${name}.ok`, `size ${body.length}\nsha256 ${sha256}\n`);
  }

  async function put(name: string, body: Buffer | string): Promise<void> {
    const hidden = join(folder, 'out', `.${name}`);
    await writeFile(hidden, body);
    await rename(hidden, join(folder, 'out', name));
  }

  /** Takes back what nobody fetched in time; if it was fetched after all, the same again is a repeat. */
  async function giveUp(name: string): Promise<void> {
    const waiting = sent.get(name);
    if (waiting === undefined) return;
    sent.delete(name);
    await rm(join(folder, 'out', `${name}.ok`), { force: true });
    await rm(join(folder, 'out', name), { force: true });
    for (const { resolve } of waiting) resolve({ kind: 'failed', code: 'TIMEOUT' });
  }

  async function settle(name: string, waiting: readonly Waiting[]): Promise<void> {
    const answers = await readAnswers(folder, name);
    for (const [index, { resolve }] of waiting.entries()) {
      resolve(answers(index + 1) ?? { kind: 'failed', code: 'NO_WORD' });
    }
  }

  return {
    submit: ({ document, abandon = false }) =>
      new Promise((resolve, reject) => {
        const waiting = { document, resolve };
        if (dialect.batch === undefined) {
          send([waiting]).catch(reject);
        } else {
          gathered.push(waiting);
          if (gathered.length === 1) {
            later(() => {
              const all = gathered;
              gathered = [];
              send(all).catch(reject);
            }, GATHERING_MS);
          }
        }
        // The file stays: the hub may well take it.
        if (abandon) resolve({ kind: 'failed', code: 'ABANDONED' });
      }),
    moved: (path) => {
      const name = basename(path);
      const place = basename(dirname(path));
      const waiting = sent.get(name);
      if (waiting === undefined || (place !== 'done' && place !== 'rejected')) return;
      sent.delete(name);
      void settle(name, waiting);
    },
    close: () => {
      for (const timer of timers) clearTimeout(timer);
      for (const waiting of [...sent.values(), gathered]) {
        for (const { resolve } of waiting) resolve({ kind: 'failed', code: 'CLOSED' });
      }
      sent.clear();
      gathered = [];
    },
  };
}

/** One record as `receipts/<name>.receipt.json` says it. */
interface RecordWord {
  readonly record: number;
  readonly verdict: 'accepted' | 'refused';
  readonly receipt?: unknown;
  readonly problem?: { readonly status?: number };
}

const REFUSED = 422;

/** The hub's word on each record, in the statuses of the HTTP API. */
async function readAnswers(
  folder: string,
  name: string,
): Promise<(record: number) => SubmitAnswer | undefined> {
  const receipts = await textOf(join(folder, 'receipts', `${name}.receipt.json`));
  const words =
    receipts === undefined ? [] : (JSON.parse(receipts) as { records: RecordWord[] }).records;
  const reason = await textOf(join(folder, 'rejected', `${name}.reason.txt`));
  return (record) => {
    const word = words.find((one) => one.record === record);
    if (word?.verdict === 'accepted') return answered(202, JSON.stringify(word.receipt));
    if (word?.verdict === 'refused') {
      return answered(word.problem?.status ?? REFUSED, JSON.stringify(word.problem));
    }
    return reason === undefined ? undefined : answered(REFUSED, problemIn(reason, record));
  };
}

/** The part of a reason file about one record, or all of it where the file held one. */
function problemIn(reason: string, record: number): string {
  const parts = reason.split(/^(?=(?:Record \d+|File)$)/m);
  const part = parts.find((text) => text.startsWith(`Record ${record}\n`)) ?? reason;
  const code = /^ {2}Code: +([A-Z_]+)$/m.exec(part)?.[1] ?? 'UNKNOWN';
  return JSON.stringify({ code, status: REFUSED, detail: part.trim() });
}

function answered(status: number, text: string): SubmitAnswer {
  return { kind: 'answered', status, text, retryAfter: undefined };
}

function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
}
