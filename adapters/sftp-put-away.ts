import type { RecordVerdict } from './adapter.ts';
import type { RemoteFiles } from './sftp-files.ts';
import type { LeftFile } from './sftp-listing.ts';
import type { PathOf } from './sftp-names.ts';
import { type ReasonFacts, reasonText } from './sftp-reason.ts';
import { forget } from './sftp-upload.ts';

/** A file of the state about which the hub has decided. */
export interface DecidedFile {
  readonly file: LeftFile;
  readonly unit: ReasonFacts['unit'];
  readonly records: ReasonFacts['records'];
}

/**
 * Writes receipts and reasons, then moves the file to `done`, or to `rejected` when all of it was
 * refused. Last of all: as long as it lies in `out` it is offered again, and gets the same receipts.
 */
export async function putAway(
  files: RemoteFiles,
  { pathOf, now }: { readonly pathOf: PathOf; readonly now: Date },
  { file, unit, records }: DecidedFile,
): Promise<void> {
  const name = await freeName(files, pathOf, file.name, now);
  const verdicts = records.map(({ verdict }) => verdict);
  const refused = verdicts.filter(({ kind }) => kind === 'refused');
  if (verdicts.some((verdict) => verdict.kind === 'accepted' && verdict.receipt !== undefined)) {
    const text = receiptText(name, records);
    await writeOver(files, pathOf, { folder: 'receipts', name: `${name}.receipt.json`, text });
  }
  if (refused.length > 0) {
    const text = reasonText({ name, at: now, unit, records });
    await writeOver(files, pathOf, { folder: 'rejected', name: `${name}.reason.txt`, text });
  }
  const all = verdicts.length > 0 && refused.length === verdicts.length;
  const folder = all ? 'rejected' : 'done';
  await files.rename(pathOf(file.folder, file.name), pathOf(folder, name));
  if (file.manifest === undefined) return;
  await files
    .rename(pathOf(file.folder, file.manifest), pathOf(folder, `${name}.ok`))
    .catch(() => undefined);
}

/** The file's own name, or with the time in it where an earlier file of the name was put away. */
async function freeName(
  files: RemoteFiles,
  pathOf: PathOf,
  name: string,
  now: Date,
): Promise<string> {
  const taken = await Promise.all([
    files.look(pathOf('done', name)),
    files.look(pathOf('rejected', name)),
  ]);
  if (taken.every((facts) => facts === undefined)) return name;
  const stamp = now.toISOString().replaceAll(/[-:.]/g, '');
  const dot = name.lastIndexOf('.');
  return dot > 0 ? `${name.slice(0, dot)}.${stamp}${name.slice(dot)}` : `${name}.${stamp}`;
}

interface HubFile {
  readonly folder: 'receipts' | 'rejected';
  readonly name: string;
  readonly text: string;
}

/** A file of the hub's own, which it may have written before for the same document. */
async function writeOver(
  files: RemoteFiles,
  pathOf: PathOf,
  { folder, name, text }: HubFile,
): Promise<void> {
  const temporary = pathOf('staging', `pick-up.${name}`);
  const final = pathOf(folder, name);
  if ((await files.look(temporary)) !== undefined) await forget(files, [temporary]);
  await files.writeNew(temporary, Buffer.from(text));
  if ((await files.look(final)) !== undefined) await files.remove(final);
  await files.rename(temporary, final);
}

function receiptText(file: string, records: ReasonFacts['records']): string {
  return `${JSON.stringify(
    {
      file,
      records: records.map(({ number, verdict }) => ({ record: number, ...verdictOf(verdict) })),
    },
    null,
    2,
  )}\n`;
}

function verdictOf(verdict: RecordVerdict): object {
  return verdict.kind === 'accepted'
    ? {
        verdict: 'accepted',
        ...(verdict.receipt === undefined ? {} : { receipt: parsed(verdict.receipt) }),
      }
    : { verdict: 'refused', problem: parsed(verdict.problem) };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
