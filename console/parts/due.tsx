import type { ReactElement } from 'react';
import type { Deadline } from '../generated/answers.ts';
import { dueStanding, limitWords } from '../words/due.ts';
import { stateName } from '../words/names.ts';
import { day } from '../words/time.ts';
import { Badge } from './badge.tsx';
import { useNow } from './time.tsx';

/** How a deadline stands, with its last day: the day of the state that owes. */
export function Due({ deadline }: { readonly deadline: Deadline }): ReactElement {
  const { dueOn, owedBy } = deadline;
  const until = `until the end of ${day(dueOn)} by the clocks of ${stateName(owedBy)}`;
  return (
    <span className="due" title={until}>
      <Badge {...dueStanding(deadline, useNow())} /> <span className="fine">{day(dueOn)}</span>
    </span>
  );
}

/** `Rule 3.104, 45 calendar days`. */
export function RuleOf({ deadline }: { readonly deadline: Deadline }): ReactElement {
  const { rule, advisory, confirmed } = deadline;
  return (
    <span className="fine">
      {/^\d/.test(rule) ? `Rule ${rule}` : rule}, {limitWords(deadline)}
      {advisory ? ', a reminder only' : ''}
      {confirmed === false ? ', check the current text' : ''}
    </span>
  );
}
