import { type RemoteFiles, sha256Of } from './sftp-files.ts';
import type { LeftFile } from './sftp-listing.ts';
import { type PathOf, readManifest } from './sftp-names.ts';
import { isMissing } from './sftp-request.ts';

export interface TakeParts {
  readonly pathOf: PathOf;
  /** Longest document that is read. */
  readonly sizeLimitBytes: number;
}

const ATTACHMENT_BYTES = 3 * 1024 * 1024;
const ANSWER_BYTES = 4_096;
const MANIFEST_BYTES = 1_024;

/** What became of reading one file. */
export type Taken =
  | { readonly kind: 'whole'; readonly body: Buffer }
  /** It changed since it was listed, or its manifest does not agree yet. */
  | { readonly kind: 'later' }
  | {
      readonly kind: 'unfit';
      readonly code: 'DOCUMENT_TOO_LARGE' | 'DOCUMENT_REFUSED';
      readonly problem: OwnProblem;
    };

/** A problem that this adapter finds before the hub sees a document. */
interface OwnProblem {
  readonly code: string;
  readonly title: string;
}

const LATER = { kind: 'later' } as const;

/** Reads one file, if it is still the one that was listed, and compares it with its manifest. */
export async function takeFile(
  files: RemoteFiles,
  parts: TakeParts,
  file: LeftFile,
): Promise<Taken> {
  const path = parts.pathOf(file.folder, file.name);
  const facts = await files.look(path);
  if (facts?.kind !== 'file') return LATER;
  if (facts.size !== file.size || facts.mtime !== file.mtime) return LATER;
  const limit = limitOf(file, parts);
  if (facts.size > limit) {
    const problem = { code: 'FILE_TOO_LARGE', title: `The file is longer than ${limit} bytes` };
    return { kind: 'unfit', code: 'DOCUMENT_TOO_LARGE', problem };
  }
  const body = await files.read(path, limit).catch(noneIfMissing);
  if (body?.length !== file.size) return LATER;
  if (file.manifest === undefined || (await agrees(files, parts, file.manifest, body))) {
    return { kind: 'whole', body };
  }
  // As long as one of both still changes, the state is not finished.
  if (!file.stable) return LATER;
  const problem = { code: 'MANIFEST_DISAGREES', title: 'The manifest is of another file' };
  return { kind: 'unfit', code: 'DOCUMENT_REFUSED', problem };
}

function limitOf({ kind }: LeftFile, { sizeLimitBytes }: TakeParts): number {
  switch (kind) {
    case 'document':
    case 'acknowledgement-list':
      return sizeLimitBytes;
    case 'attachment':
      return ATTACHMENT_BYTES;
    case 'acknowledgement':
    case 'refusal':
      return ANSWER_BYTES;
  }
}

async function agrees(
  files: RemoteFiles,
  { pathOf }: TakeParts,
  manifest: string,
  body: Buffer,
): Promise<boolean> {
  const bytes = await files.read(pathOf('outbound', manifest), MANIFEST_BYTES).catch(noneIfMissing);
  const said = bytes === undefined ? undefined : readManifest(bytes);
  return said?.size === body.length && said.sha256 === sha256Of(body);
}

function noneIfMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
