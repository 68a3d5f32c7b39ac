import type { LedgerErrorCode } from './ledger-error.ts';

/** One thing wrong in an export. */
export interface ExportFinding {
  readonly code: LedgerErrorCode;
  /** Index of the entry that is wrong; with `lastIndex`, some entry from this one on is. */
  readonly index?: number;
  readonly lastIndex?: number;
  /** The file in which it shows. */
  readonly path?: string;
  readonly detail: string;
}

export interface Findings {
  add(finding: ExportFinding): void;
  /** What was found, by index, and the lowest index known to be wrong. */
  list(): { findings: ExportFinding[]; firstBadIndex: number | undefined };
}

const MOST_FINDINGS = 100;

/** Collects findings: an export in which everything moved by one is wrong everywhere. */
export function createFindings(): Findings {
  const findings: ExportFinding[] = [];
  return {
    add(finding) {
      if (findings.length < MOST_FINDINGS) findings.push(finding);
    },
    list: () => ({
      findings: findings.toSorted((one, other) => (one.index ?? 0) - (other.index ?? 0)),
      firstBadIndex: firstBadIndex(findings),
    }),
  };
}

/** The lowest that is named exactly; else the beginning of the narrowest range. */
function firstBadIndex(findings: readonly ExportFinding[]): number | undefined {
  const ranges = findings.flatMap(({ index, lastIndex }) =>
    index === undefined ? [] : [{ index, width: (lastIndex ?? index) - index }],
  );
  ranges.sort((one, other) => one.width - other.width || one.index - other.index);
  return ranges[0]?.index;
}
