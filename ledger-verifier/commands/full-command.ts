import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadFile } from '../export-files.ts';
import type { ExportFinding } from '../export-findings.ts';
import { exitCodeFor } from '../exit-code.ts';
import { LedgerError } from '../ledger-error.ts';
import { verifyExport } from '../verify-export.ts';
import type { ExportReport } from '../verify-export.ts';
import { readCheckpoint, readProofParts, requireOperands } from './command.ts';
import type { Command } from './command.ts';

/** Re-hashes a whole export and compares it with checkpoints that were kept elsewhere. */
export const fullCommand: Command = async (call) => {
  const [folder = ''] = requireOperands(call, 'folder');
  const parts = await readProofParts(call);
  const kept = call.options['checkpoint'] ?? [];
  const keptHeads = await Promise.all(kept.map((file) => readCheckpoint(parts, file)));
  const followChains = call.options['no-chains'] === undefined;
  const [keptTiles] = call.options['kept-tiles'] ?? [];
  const keptReader = keptTiles === undefined ? {} : { readKeptFile: fileReader(keptTiles) };
  const readers = { readFile: fileReader(folder), ...keptReader };
  const report = await verifyExport({ ...parts, ...readers, keptHeads, followChains });
  for (const line of describeReport(report)) call.print(line);
  if (keptHeads.length === 0) {
    call.print(
      'no kept checkpoint given: a log rewritten as a whole, by who holds its key, would pass',
    );
  }
  return exitCodeFor(report.findings.map(({ code }) => code));
};

const NOT_THERE = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

function fileReader(folder: string): ReadFile {
  return async (path) => {
    try {
      return await readFile(join(folder, path));
    } catch (cause) {
      if (NOT_THERE.has((cause as NodeJS.ErrnoException).code ?? '')) return undefined;
      throw new LedgerError('missing', `cannot read ${path}`, { cause });
    }
  };
}

function describeReport({
  head,
  entries,
  erasures,
  findings,
  firstBadIndex,
}: ExportReport): string[] {
  const lines = findings.map(describeFinding);
  if (firstBadIndex !== undefined) lines.push(`first bad index ${firstBadIndex}`);
  if (head === undefined) return [...lines, 'falls short: no signed checkpoint to verify against'];
  const size = head.size.toString();
  const verdict = findings.length === 0 ? 'holds' : 'falls short';
  return [
    ...lines,
    `log ${head.origin}`,
    `${verdict}: ${entries} of ${size} entries hashed, ${findings.length} findings, ` +
      `${erasures} erasures`,
  ];
}

function describeFinding({ code, index, lastIndex, path, detail }: ExportFinding): string {
  const where =
    index === undefined ? '' : ` at ${index}${lastIndex === undefined ? '' : `-${lastIndex}`}`;
  return `${code}${where}: ${detail}${path === undefined ? '' : ` (${path})`}`;
}
