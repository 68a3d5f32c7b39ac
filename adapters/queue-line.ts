import type { QueueConnection, QueueFailure } from './queue-connection.ts';
import { type Publisher, createPublisher } from './queue-publish.ts';

/** A connection on which deliveries are published. */
export interface Line {
  readonly kind: 'open';
  readonly connection: QueueConnection;
  readonly publisher: Publisher;
}

/** The one connection for deliveries, opened when it is needed and kept while it answers. */
export interface LineHolder {
  /** The line in use, or a new one; one attempt for all who ask meanwhile. */
  line(): Promise<Line | QueueFailure>;
  /**
   * Says how a use of the line went. One that gave no answer is not used again, and ends when nobody
   * waits on it any more.
   */
  release(line: Line, answered: boolean): void;
  /** Ends all lines; resolves when none is left. */
  close(): Promise<void>;
}

export function createLineHolder(
  open: () => Promise<QueueConnection | QueueFailure>,
  confirmMs: number,
): LineHolder {
  const lines = new Map<Line, Promise<void>>();
  let opening: Promise<Line | QueueFailure> | undefined;
  let inUse: Line | undefined;

  async function openLine(): Promise<Line | QueueFailure> {
    const connection = await open();
    opening = undefined;
    if (connection.kind === 'failed') return connection;
    const publisher = createPublisher(connection, confirmMs);
    const line: Line = { kind: 'open', connection, publisher };
    inUse = line;
    lines.set(line, closeWhenEnded(line));
    return line;
  }

  async function closeWhenEnded(line: Line): Promise<void> {
    await line.connection.ended;
    if (inUse === line) inUse = undefined;
    await line.connection.close();
    lines.delete(line);
  }

  return {
    line: async () => {
      if (inUse?.connection.isOpen() === true) return inUse;
      opening ??= openLine();
      return opening;
    },
    release: (line, answered) => {
      if (!answered && inUse === line) inUse = undefined;
      if (inUse !== line && line.publisher.outstanding() === 0) void line.connection.close();
    },
    close: async () => {
      await opening;
      const ends = [...lines].flatMap(([{ connection }, ended]) => [connection.close(), ended]);
      await Promise.all(ends);
    },
  };
}
