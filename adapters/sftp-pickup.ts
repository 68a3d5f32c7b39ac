import type { Incoming, IncomingFault } from './adapter.ts';
import type { RemoteFiles } from './sftp-files.ts';
import { type OutboundListing, createOutboundWatch } from './sftp-listing.ts';
import type { PathOf } from './sftp-names.ts';
import { offerFile } from './sftp-offer.ts';
import { failureOf } from './sftp-outcome.ts';
import { type DecidedFile, putAway } from './sftp-put-away.ts';
import { SftpStatusError, isMissing } from './sftp-request.ts';
import { type TakeParts, takeFile } from './sftp-take.ts';
import { createTurns } from './sftp-turns.ts';

export interface PickUpParts extends TakeParts {
  /** Runs work over a session, within the deadline of one delivery; rejects with what `failureOf` reads. */
  readonly withFiles: WithFiles;
  /** Content type of the state's format. */
  readonly contentType: string;
  readonly requireManifests: boolean;
  /** Between the end of one look into `out` and the next. */
  readonly intervalMs: number;
  readonly now: () => Date;
}

export type WithFiles = <Value>(
  signal: AbortSignal,
  work: (files: RemoteFiles) => Promise<Value>,
) => Promise<Value>;

/** Entries of a folder that are looked at; what lies beyond waits until these are taken. */
const LISTED_MOST = 20_000;

/** What the state leaves in `out`, until the signal aborts (docs/adapters-sftp.md, what the hub fetches). */
export async function* pickUp(parts: PickUpParts, signal: AbortSignal): AsyncGenerator<Incoming> {
  const watch = createOutboundWatch(parts.requireManifests);
  const turns = createTurns();
  const faults: IncomingFault[] = [];
  let connected = false;
  const attempt = async <Value>(
    work: (files: RemoteFiles) => Promise<Value>,
  ): Promise<Value | undefined> => {
    connected = true;
    try {
      return await parts.withFiles(signal, work);
    } catch (error) {
      faults.push(faultOf(error));
      // A status is about one file; the next may be readable.
      connected = error instanceof SftpStatusError;
      return undefined;
    }
  };
  const decide = async (decided: DecidedFile): Promise<void> => {
    const { pathOf, now } = parts;
    const done = await attempt(async (files) => {
      await putAway(files, { pathOf, now: now() }, decided);
      return true;
    });
    if (done === true) watch.forget(decided.file);
  };
  // Read through calls: they change while this waits.
  const stopped = (): boolean => signal.aborted;
  const isConnected = (): boolean => connected;

  while (!stopped()) {
    const listing = await attempt((files) => listOutbound(files, parts.pathOf));
    if (listing !== undefined) {
      if (!listing.complete) faults.push(fault('REMOTE_ERROR', 'LISTING_TOO_LONG'));
      const { ready, refused } = watch.see(listing);
      faults.push(...refused.map((detail) => fault('DOCUMENT_REFUSED', detail)));
      for (const file of turns.order(ready)) {
        const taken = await attempt((files) => takeFile(files, parts, file));
        if (stopped()) return;
        turns.note(file, isConnected());
        if (taken?.kind === 'unfit') {
          faults.push(fault(taken.code, taken.problem.code));
          const verdict = { kind: 'refused', problem: JSON.stringify(taken.problem) } as const;
          await decide({ file, unit: 'record', records: [{ number: 1, verdict }] });
        } else if (taken?.kind === 'whole') {
          yield* offerFile(parts.contentType, { file, body: taken.body }, decide);
        }
        if (stopped()) return;
        yield* faults.splice(0);
        // The connection is gone: the next look tries again.
        if (!isConnected()) break;
      }
    }
    if (stopped()) return;
    yield* faults.splice(0);
    await pause(parts.intervalMs, signal);
  }
}

async function listOutbound(
  files: RemoteFiles,
  pathOf: PathOf,
): Promise<OutboundListing & { readonly complete: boolean }> {
  // Side files are listed last: those of a document that is listed are there by then.
  const documents = await files.list(pathOf('outbound', ''), LISTED_MOST);
  const sides = await files
    .list(pathOf('outboundFiles', ''), LISTED_MOST)
    .catch((error: unknown) => {
      if (isMissing(error)) return { files: [], complete: true };
      throw error;
    });
  return {
    outbound: documents.files,
    outboundFiles: sides.files,
    complete: documents.complete && sides.complete,
  };
}

function faultOf(error: unknown): IncomingFault {
  const { code, detail } = failureOf(error, { mayLieThere: false });
  return fault(code, detail);
}

function fault(code: IncomingFault['code'], detail: string): IncomingFault {
  return { kind: 'fault', code, detail };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
