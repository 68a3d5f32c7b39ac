import type { ReactElement } from 'react';
import type { Case } from '../../generated/answers.ts';
import {
  type CaseRegion,
  REGION_ORDER,
  regionAnswer,
  regionAnswers,
  regionQuestion,
} from '../../words/case.ts';
import { stateName } from '../../words/names.ts';

const COLUMN = 158;
const ROW = 26;
const TOP = 34;
const DOT = 5;

/** The regions in the order in which a case goes through them. */
const DRAWN: readonly CaseRegion[] = [
  'reportingInstructions',
  'transfer',
  'location',
  'violation',
  'retaking',
  'returning',
  'closure',
  'status',
];

/**
 * Where a case stands: a column for each question, its answers below one another, the one that holds now
 * marked. Who does not see it, or has a narrow screen, reads the same as text.
 */
export function LifecyclePicture({ file }: { readonly file: Case }): ReactElement {
  const height = TOP + Math.max(...DRAWN.map((region) => regionAnswers(region).length)) * ROW;
  return (
    <div className="lifecycle">
      <svg
        aria-hidden="true"
        className="lifecycle__picture"
        viewBox={`0 0 ${DRAWN.length * COLUMN} ${height}`}
      >
        {DRAWN.map((region, column) => (
          <RegionColumn
            key={region}
            region={region}
            now={file[answerField(region)]}
            column={column}
          />
        ))}
      </svg>
      <dl className="facts lifecycle__text">
        {REGION_ORDER.map((region) => (
          <RegionText key={region} region={region} file={file} />
        ))}
      </dl>
    </div>
  );
}

type DrawnRegion = Exclude<CaseRegion, 'supervising'>;
const answerField = (region: CaseRegion): DrawnRegion => region as DrawnRegion;

interface ColumnProps {
  readonly region: CaseRegion;
  readonly now: string;
  readonly column: number;
}

function RegionColumn({ region, now, column }: ColumnProps): ReactElement {
  const answers = regionAnswers(region);
  const x = column * COLUMN + DOT + 2;
  const at = (row: number): number => TOP + row * ROW;
  return (
    <g className="region">
      <text x={x - DOT} y={14} className="region__question">
        {regionQuestion(region)}
      </text>
      <line x1={x} x2={x} y1={at(0)} y2={at(answers.length - 1)} className="region__track" />
      {answers.map((answer, row) => (
        <g key={answer} className={answer === now ? 'region__now' : 'region__other'}>
          <circle cx={x} cy={at(row)} r={answer === now ? DOT + 1 : DOT - 1} />
          <text x={x + 12} y={at(row) + 4}>
            {regionAnswer(region, answer)}
          </text>
        </g>
      ))}
    </g>
  );
}

function RegionText({
  region,
  file,
}: {
  readonly region: CaseRegion;
  readonly file: Case;
}): ReactElement {
  const answer =
    region === 'supervising'
      ? stateName(file.supervisingState)
      : regionAnswer(region, file[region]);
  return (
    <>
      <dt>{regionQuestion(region)}</dt>
      <dd>{answer}</dd>
    </>
  );
}
