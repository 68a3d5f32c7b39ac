import type { ReactElement } from 'react';
import type { Finding } from '../../generated/answers.ts';
import { Badge } from '../../parts/badge.tsx';
import { Panel } from '../../parts/panel.tsx';
import { checkAsks } from '../../words/checks.ts';
import { MESSAGE_TEXT } from './message-text.ts';

/** What the checks of eligibility did not find met when the request came. */
export function Findings({
  findings,
}: {
  readonly findings: readonly Finding[];
}): ReactElement | null {
  if (findings.length === 0) return null;
  return (
    <Panel title={MESSAGE_TEXT.findings} count={findings.length}>
      <ul className="list">
        {worstFirst(findings).map((finding) => (
          <li key={`${finding.code} ${finding.rule}`}>
            <Badge
              look={finding.result === 'not-met' ? 'soon' : 'in-order'}
              word={finding.result === 'not-met' ? 'Not met' : 'Cannot be determined'}
            />{' '}
            <span className="number">Rule {finding.rule}</span> asks:{' '}
            {checkAsks(finding.code, finding.rule)}.{' '}
            <small className="fine">
              {finding.code} · looked at {finding.pointers.map(placeWords).join(', ')}
            </small>
          </li>
        ))}
      </ul>
      <p className="fine">
        Advice to both states, as of the day on which the request came. It keeps nothing from
        crossing.
      </p>
    </Panel>
  );
}

const worstFirst = (findings: readonly Finding[]): readonly Finding[] => [
  ...findings.filter(({ result }) => result === 'not-met'),
  ...findings.filter(({ result }) => result !== 'not-met'),
];

/** `/data/plan/sponsor/relation` as `plan › sponsor › relation`. */
const placeWords = (pointer: string): string =>
  pointer
    .replace(/^\/data\//, '')
    .replace(/^\//, '')
    .replaceAll('/', ' › ');
