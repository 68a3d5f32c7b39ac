import { expect } from 'chai';
import type { EvidenceLine, EvidenceResult } from './evidence.ts';
import { mergeResult } from './kept-results.ts';

const PARTS = ['kills', 'cuts'];

describe('what is kept of evidence', () => {
  it('holds once every part was shown, and each line says of which commit it is', () => {
    const first = mergeResult(undefined, resultOf('a', [lineOf('cuts')]), PARTS);
    expect([first.holds, first.missing]).to.deep.equal([false, ['kills']]);
    const second = mergeResult(first, resultOf('b', [lineOf('kills')]), PARTS);
    expect([second.holds, second.missing]).to.deep.equal([true, []]);
    const shown = second.lines.map((line) => [line.part, line.shown.commit]);
    expect(shown).to.deep.equal([
      ['kills', 'b'],
      ['cuts', 'a'],
    ]);
  });

  it('is of a part only what its last run said, whatever its lines were called', () => {
    const first = mergeResult(undefined, resultOf('a', [lineOf('cuts', 'old words')]), PARTS);
    const second = mergeResult(first, resultOf('b', [lineOf('cuts')]), PARTS);
    expect(second.lines.map(({ line }) => line)).to.deep.equal(['nothing is lost']);
  });

  it('forgets parts that there are no more', () => {
    const first = mergeResult(undefined, resultOf('a', [lineOf('cuts')]), PARTS);
    const second = mergeResult(first, resultOf('b', [lineOf('kills')]), ['kills']);
    expect([second.holds, second.lines.length]).to.deep.equal([true, 1]);
  });

  it('is of evidence without parts its last run', () => {
    const first = mergeResult(undefined, resultOf('a', [lineOf(), lineOf()]), []);
    const second = mergeResult(first, resultOf('b', [lineOf()]), []);
    expect([second.holds, second.lines.length]).to.deep.equal([true, 1]);
  });
});

function lineOf(part?: string, line = 'nothing is lost'): EvidenceLine {
  const claim = { line, bar: '0', figure: '0', cases: 1, holds: true };
  return part === undefined ? claim : { ...claim, part };
}

function resultOf(commit: string, lines: readonly EvidenceLine[]): EvidenceResult {
  return { name: 'faults', seed: 1, commit, date: '2026-01-01', full: true, holds: true, lines };
}
