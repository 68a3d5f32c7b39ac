import { readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ChannelParts } from './channel.ts';
import { NativeError } from './native/meaning.ts';
import type { Delivery, ReceiveVerdict } from './receive-delivery.ts';

/** What is wrong with how a file is taken, when a fault says so. */
export type Manner = 'refuse' | 'forget' | 'store-twice' | undefined;

/** Where a state's clerk takes what the hub put into `in`. */
export interface SftpDesk {
  /** True for a path of an activity, or of a batch of them. */
  isActivity(path: string): boolean;
  /** Takes a file, acknowledges each delivery in `out`, and moves it to `processed`. */
  take(path: string, facts: { readonly attempt: number; readonly manner: Manner }): Promise<void>;
  /** Takes what lies in `in`. */
  takeAll(): Promise<void>;
  /** Resolves when nothing is being taken. */
  idle(): Promise<void>;
}

/** `<case sequence>-<delivery id>.<ending>` (docs/adapters-sftp.md). */
const SINGLE = /^(\d+)-([A-Za-z0-9_-]+)\.[a-z]+$/;
const TOLD_TO_REFUSE = 'this office refuses what it is told to refuse';

export function openSftpDesk(parts: ChannelParts, folder: string): SftpDesk {
  const inbound = join(folder, 'in');
  const underWay = new Set<Promise<unknown>>();

  function isActivity(path: string): boolean {
    return join(inbound, basename(path)) === path && !path.endsWith('.ok');
  }

  /** The deliveries of a file; throws where a batch's counts or frame are wrong. */
  function deliveriesIn(name: string, body: Buffer, attempt: number): Delivery[] {
    const { batch } = parts.dialect;
    if (batch !== undefined) {
      return batch
        .cut(body)
        .flatMap(({ document, deliveryId, caseSequence = 0 }) =>
          deliveryId === undefined
            ? []
            : [{ deliveryId, attempt, caseId: caseOf(document), caseSequence, document }],
        );
    }
    const [, sequence, deliveryId] = SINGLE.exec(name) ?? [];
    return deliveryId === undefined
      ? []
      : [
          {
            deliveryId,
            attempt,
            caseId: caseOf(body),
            caseSequence: Number(sequence),
            document: body,
          },
        ];
  }

  /** A batch that cannot be cut names no delivery to refuse: it is kept, and the hub hears nothing. */
  function readable(name: string, body: Buffer, attempt: number): Delivery[] {
    try {
      return deliveriesIn(name, body, attempt);
    } catch (error) {
      if (error instanceof NativeError) return [];
      throw error;
    }
  }

  /** From the hub an activity always names the hub's case; no name of a file does. */
  function caseOf(document: Buffer): string {
    try {
      return parts.dialect.read(document).caseReference ?? '';
    } catch {
      return '';
    }
  }

  async function take(path: string, { attempt, manner }: Taking): Promise<void> {
    const name = basename(path);
    const answers: Answer[] = [];
    for (const delivery of readable(name, await readFile(path), attempt)) {
      answers.push(await answerTo(delivery, manner));
    }
    if (answers.length > 0) await acknowledge(name, answers);
    await rename(path, join(folder, 'processed', name));
  }

  async function answerTo(delivery: Delivery, manner: Manner): Promise<Answer> {
    const { deliveryId } = delivery;
    if (manner === 'refuse') return { deliveryId, reason: TOLD_TO_REFUSE };
    if (manner === 'forget') return { deliveryId };
    return answerFor(deliveryId, await parts.take(delivery, manner !== 'store-twice'));
  }

  function answerFor(deliveryId: string, verdict: ReceiveVerdict): Answer {
    switch (verdict.kind) {
      case 'stored':
      case 'repeated':
        return { deliveryId };
      case 'conflict':
        return { deliveryId, reason: 'another document is held under this id' };
      case 'unreadable':
        return { deliveryId, reason: `the document cannot be read: ${verdict.detail}` };
    }
  }

  async function acknowledge(name: string, answers: readonly Answer[]): Promise<void> {
    if (parts.dialect.batch !== undefined) {
      await put(`${name}.acks.csv`, listOf(answers));
      return;
    }
    for (const { deliveryId, reason } of answers) {
      if (reason === undefined) await put(`${deliveryId}.ack`, parts.referenceOf(deliveryId));
      else await put(`${deliveryId}.nak`, reason);
    }
  }

  function listOf(answers: readonly Answer[]): string {
    const lines = answers.map(({ deliveryId, reason }) =>
      reason === undefined
        ? `${deliveryId},ack,${parts.referenceOf(deliveryId)},`
        : `${deliveryId},nak,,"${reason.replaceAll('"', '""')}"`,
    );
    return ['deliveryId,verdict,reference,reason', ...lines, ''].join('\r\n');
  }

  /** Nobody sees half of it. */
  async function put(name: string, text: string): Promise<void> {
    const hidden = join(folder, 'out', `.${name}`);
    await writeFile(hidden, text);
    await rename(hidden, join(folder, 'out', name));
  }

  async function noted(taking: Promise<void>): Promise<void> {
    underWay.add(taking);
    try {
      await taking;
    } finally {
      underWay.delete(taking);
    }
  }

  return {
    isActivity,
    take: (path, facts) => noted(take(path, facts)),
    takeAll: async () => {
      const entries = await readdir(inbound, { withFileTypes: true });
      for (const name of entries
        .filter((entry) => entry.isFile() && isActivity(join(inbound, entry.name)))
        .map((entry) => entry.name)
        .sort(bySequence)) {
        await noted(take(join(inbound, name), { attempt: 1, manner: undefined }));
      }
    },
    idle: async () => {
      await Promise.allSettled([...underWay]);
    },
  };
}

interface Taking {
  readonly attempt: number;
  readonly manner: Manner;
}

/** Refused where a reason is given. */
interface Answer {
  readonly deliveryId: string;
  readonly reason?: string;
}

/** Activities of one case in their order. */
function bySequence(one: string, other: string): number {
  return Number.parseInt(one, 10) - Number.parseInt(other, 10) || (one < other ? -1 : 1);
}
