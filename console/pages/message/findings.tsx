import type { ReactElement } from 'react';
import type { Finding, MessageStory } from '../../generated/answers.ts';
import { Badge } from '../../parts/badge.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Technical } from '../../parts/technical.tsx';
import { checkAsks, findingStanding } from '../../words/checks.ts';
import { MESSAGE_TEXT } from './message-text.ts';

/** What the checks of eligibility did not find met when the request came. */
export function Findings({ story }: { readonly story: MessageStory }): ReactElement | null {
  const { findings } = story;
  if (findings.length === 0) return null;
  const sorted = worstFirst(findings);
  return (
    <div id="findings">
      <Panel title={MESSAGE_TEXT.findings} count={findings.length}>
        <ul className="list">
          {sorted.map((finding) => (
            <li key={keyOf(finding)}>
              <FoundBadge finding={finding} /> {checkAsks(finding.code, finding.rule)}.{' '}
              <span className="fine number">Rule {finding.rule}</span>
            </li>
          ))}
        </ul>
        <p className="fine">{MESSAGE_TEXT.advice(story)}</p>
        <Technical>
          <ul className="plain fine">
            {sorted.map((finding) => (
              <li key={keyOf(finding)}>
                Rule {finding.rule}: {finding.code}, looked at{' '}
                {finding.pointers.map(placeWords).join(', ')}
              </li>
            ))}
          </ul>
        </Technical>
      </Panel>
    </div>
  );
}

const keyOf = ({ code, rule }: Finding): string => `${code} ${rule}`;

function FoundBadge({ finding }: { readonly finding: Finding }): ReactElement {
  const { look, word } = findingStanding(finding);
  return <Badge look={look} word={`${word}:`} />;
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
