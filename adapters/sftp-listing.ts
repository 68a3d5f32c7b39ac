import { isDeliveryId, manifestName } from './sftp-names.ts';
import type { ListedFile } from './sftp-files.ts';

/** What a file that the state left is, by its name. */
export type LeftFileKind =
  'document' | 'attachment' | 'acknowledgement' | 'refusal' | 'acknowledgement-list';

/** A file of the state that seems to be whole. */
export interface LeftFile {
  readonly kind: LeftFileKind;
  readonly folder: 'outbound' | 'outboundFiles';
  readonly name: string;
  readonly size: number;
  readonly mtime: number;
  /** Name of the manifest beside it. */
  readonly manifest: string | undefined;
  /** Unchanged since the poll before, and its manifest too. */
  readonly stable: boolean;
}

export interface OutboundListing {
  readonly outbound: readonly ListedFile[];
  readonly outboundFiles: readonly ListedFile[];
}

/** Remembers what the last poll saw. */
export interface OutboundWatch {
  /**
   * The files to take now, side files first, then by the server's time of last change and by name;
   * and how many names or entries were passed over for the first time.
   */
  see(listing: OutboundListing): {
    readonly ready: readonly LeftFile[];
    readonly refused: readonly EntryRefusal[];
  };
  /** Called when a file was put away: another one under its name is a new one. */
  forget(file: LeftFile): void;
}

export type EntryRefusal = 'NAME_REFUSED' | 'NOT_A_FILE';

/**
 * A file is taken when its size and time are the same in two polls, or when its manifest is there; with
 * `requireManifests` only with its manifest.
 */
export function createOutboundWatch(requireManifests: boolean): OutboundWatch {
  let seen = new Map<string, string>();
  let reported = new Set<string>();

  return {
    see: ({ outbound, outboundFiles }) => {
      // A pipe of that name would never be read to its end, nor anything else on the connection.
      const files = outbound.filter(({ kind }) => kind === 'file');
      const manifests = new Map(files.map((file) => [file.name, file]));
      const next = new Map<string, string>();
      const still = new Set<string>();
      const ready: LeftFile[] = [];
      const refused: EntryRefusal[] = [];
      const listed = [
        ...outboundFiles.map((file) => ({ folder: 'outboundFiles', file }) as const),
        ...outbound.map((file) => ({ folder: 'outbound', file }) as const),
      ];
      for (const { folder, file } of listed) {
        const key = `${folder}/${file.name}`;
        const said = readEntry(folder, file);
        if (said === 'passed-over') continue;
        if (said === 'NAME_REFUSED' || said === 'NOT_A_FILE') {
          still.add(key);
          if (!reported.has(key)) refused.push(said);
          continue;
        }
        const beside = folder === 'outbound' ? manifests.get(manifestName(file.name)) : undefined;
        const manifest = beside?.name;
        const mark = [file, beside].map((one) => `${one?.size} ${one?.mtime}`).join();
        next.set(key, mark);
        const stable = seen.get(key) === mark;
        const seemsWhole =
          manifest !== undefined || (stable && !(requireManifests && said === 'document'));
        const { name, size, mtime } = file;
        if (seemsWhole) ready.push({ kind: said, folder, name, size, mtime, manifest, stable });
      }
      seen = next;
      reported = still;
      return { ready: ready.sort(inOrder), refused };
    },
    forget: ({ folder, name }) => {
      seen.delete(`${folder}/${name}`);
    },
  };
}

function inOrder(one: LeftFile, other: LeftFile): number {
  if (one.folder !== other.folder) return one.folder === 'outboundFiles' ? -1 : 1;
  if (one.mtime !== other.mtime) return one.mtime - other.mtime;
  return one.name < other.name ? -1 : 1;
}

/** What a name may be made of: it becomes part of paths, and is printed into reason files. */
const SAFE_NAME = /^[A-Za-z0-9][A-Za-z0-9 ._()+,=@-]{0,199}$/;
/** Names under which programs write what is not whole yet. */
const UNFINISHED = /^\.[^/]*$|\.(part|partial|filepart|tmp)$/i;
const SIDE_FILE = /^[0-9a-f]{64}\.[a-z0-9]{1,5}$/i;

function readEntry(
  folder: LeftFile['folder'],
  { name, kind }: ListedFile,
): LeftFileKind | EntryRefusal | 'passed-over' {
  const isFilesFolder = folder === 'outbound' && name === 'files' && kind === 'folder';
  if (isFilesFolder || (UNFINISHED.test(name) && !/[\\\p{C}]/u.test(name))) return 'passed-over';
  if (!SAFE_NAME.test(name)) return 'NAME_REFUSED';
  if (kind !== 'file') return 'NOT_A_FILE';
  // A manifest comes with its file; one whose file is gone or not there yet says nothing.
  if (name.endsWith('.ok')) return 'passed-over';
  if (folder === 'outboundFiles') return SIDE_FILE.test(name) ? 'attachment' : 'NAME_REFUSED';
  if (name.endsWith('.acks.csv')) return 'acknowledgement-list';
  const answer = /^(.*)\.(ack|nak)$/.exec(name);
  if (answer === null) return 'document';
  if (!isDeliveryId(answer[1] ?? '')) return 'NAME_REFUSED';
  return answer[2] === 'ack' ? 'acknowledgement' : 'refusal';
}
