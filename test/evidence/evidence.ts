/** One claim with the figure that shows it. */
export interface EvidenceLine {
  /** What is claimed, as the README says it. */
  readonly line: string;
  /** What the figure must reach. */
  readonly bar: string;
  readonly figure: string;
  /** How many cases stand behind the figure. */
  readonly cases: number;
  readonly holds: boolean;
  /** The part that it belongs to, where evidence has parts. */
  readonly part?: string;
}

export interface EvidenceOptions {
  /** The long form where there is a shorter draw. */
  readonly full: boolean;
  readonly seed: number;
  /** A known defect, switched on in the harness: the run must then fall short. */
  readonly defect: string | undefined;
  /** Only this part of it. */
  readonly part?: string;
  /** Tells what goes on in long work. */
  readonly progress: (text: string) => void;
  /** Ends the run before its time; what it started ends with it. */
  readonly signal?: AbortSignal;
}

/** Computes every figure afresh, from outside the hub where it can. */
export type ShowEvidence = (options: EvidenceOptions) => Promise<readonly EvidenceLine[]>;

export interface EvidenceResult {
  readonly name: string;
  readonly seed: number;
  readonly commit: string;
  readonly date: string;
  readonly full: boolean;
  readonly holds: boolean;
  readonly lines: readonly EvidenceLine[];
}

/** A line whose computation itself failed counts as falling short. */
export async function evidenceLine(
  claim: Pick<EvidenceLine, 'line' | 'bar'>,
  compute: () => Promise<Omit<EvidenceLine, 'line' | 'bar'>>,
): Promise<EvidenceLine> {
  try {
    return { ...claim, ...(await compute()) };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : 'unknown';
    return { ...claim, figure: `could not run: ${reason ?? ''}`, cases: 0, holds: false };
  }
}

/** Lines that one computation gives; when it fails, the claim's own falls short. */
export async function linesOf(
  claim: Pick<EvidenceLine, 'line' | 'bar'>,
  compute: () => Promise<readonly EvidenceLine[]>,
): Promise<EvidenceLine[]> {
  let lines: readonly EvidenceLine[] = [];
  const own = await evidenceLine(claim, async () => {
    lines = await compute();
    return { figure: `${lines.length} lines`, cases: lines.length, holds: lines.length > 0 };
  });
  return own.holds ? [...lines] : [own];
}

/** The table of a result as text, a row a line. */
export function evidenceTable({ lines, seed, commit }: EvidenceResult): string {
  const head = ['line', 'bar', 'figure', 'cases', 'seed', 'commit', ''];
  const rows = lines.map(({ line, bar, figure, cases, holds }) => [
    line,
    bar,
    figure,
    String(cases),
    String(seed),
    commit.slice(0, 8),
    holds ? 'holds' : 'falls short',
  ]);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const text = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [text(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(text)].join(
    '\n',
  );
}
