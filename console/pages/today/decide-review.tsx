import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useId, useState } from 'react';
import { call } from '../../api/call.ts';
import type { Finding, MessageStory, Review } from '../../generated/answers.ts';
import { Badge } from '../../parts/badge.tsx';
import { CaseLink, ActivityName } from '../../parts/member.tsx';
import { Decision, LONGEST_REASON } from '../../parts/decision.tsx';
import { Facts } from '../../parts/facts.tsx';
import { checkAsks, findingStanding } from '../../words/checks.ts';
import { DECISIONS } from './today-text.ts';

/** What the office can do with what waits for its release, or came in. */
export type ReviewAct = 'release' | 'giveBack' | 'assign';

/** What is decided: from the list of the office, or from the page of the message. */
export type Decided = Pick<
  Review,
  'transmissionId' | 'type' | 'otherState' | 'caseId' | 'assigned'
>;

interface DecideProps {
  readonly review: Decided;
  readonly onClose: () => void;
  /** Done: what the page says of it. It closes the question. */
  readonly onDone: (said: ReactNode, close: () => void) => Promise<void>;
}

/** The question that belongs to an act. */
export function DecideReview({
  act,
  ...props
}: DecideProps & { readonly act: ReviewAct }): ReactElement {
  switch (act) {
    case 'release':
      return <Release {...props} />;
    case 'giveBack':
      return <GiveBack {...props} />;
    case 'assign':
      return <Assign {...props} />;
  }
}

function Release({ review, onClose, onDone }: DecideProps): ReactElement {
  const { transmissionId, type, otherState } = review;
  const words = DECISIONS.release;
  return (
    <Decision
      title={words.title(type, otherState)}
      confirm={words.confirm(otherState)}
      onClose={onClose}
      act={async () => {
        await call('POST /v1/messages/{transmissionId}/release', { params: { transmissionId } });
        await onDone(<Done said={words.done(type, otherState)} review={review} />, onClose);
      }}
    >
      <WhichOne review={review} />
      <p>{words.what(otherState)}</p>
      <Findings review={review} />
      <p>{words.final}</p>
    </Decision>
  );
}

/** What was done, and to which case. */
function Done({
  said,
  review: { caseId },
}: Pick<DecideProps, 'review'> & { readonly said: string }): ReactElement {
  return (
    <>
      {said} Case <CaseLink caseId={caseId} />.
    </>
  );
}

const useStory = (transmissionId: string): UseQueryResult<MessageStory> =>
  useQuery({
    queryKey: ['message', transmissionId],
    queryFn: () => call('GET /v1/messages/{transmissionId}', { params: { transmissionId } }),
  });

/** Which one it is: by the numbers under which the own office knows it, before that of the hub. */
function WhichOne({ review }: Pick<DecideProps, 'review'>): ReactElement {
  const { transmissionId, type, caseId } = review;
  const { messageId } = useStory(transmissionId).data ?? {};
  const file = useQuery({
    queryKey: ['case', caseId],
    queryFn: () => call('GET /v1/cases/{caseId}', { params: { caseId }, query: { person: 'no' } }),
  });
  const numbers = file.data?.identifiers.map(({ value }) => value).join(', ');
  const words = DECISIONS.which;
  return (
    <Facts
      rows={[
        [words.activity, <ActivityName key="activity" type={type} />],
        [words.number, messageId],
        [words.caseNumbers, numbers],
        [words.case, <CaseLink key="case" caseId={caseId} />],
      ]}
    />
  );
}

const isNotMet = ({ result }: Finding): boolean => result === 'not-met';

/** What the checks of the compact found in a request; the other state sees the same. */
function Findings({ review }: Pick<DecideProps, 'review'>): ReactElement | null {
  const { data, isPending } = useStory(review.transmissionId);
  const words = DECISIONS.release;
  if (isPending) return <p className="fine">{words.asking}</p>;
  if (data === undefined) return null;
  const notMet = data.findings.filter(isNotMet);
  const open = data.findings.length - notMet.length;
  if (data.findings.length === 0) return <p>{words.sound}</p>;
  return (
    <>
      {notMet.length === 0 ? null : (
        <>
          <p>{words.notMet(notMet.length)}</p>
          <ul className="list preview">
            {notMet.map((finding) => (
              <li key={`${finding.code} ${finding.rule}`}>
                <Badge {...findingStanding(finding)} />
                {': '}
                {checkAsks(finding.code, finding.rule)}.{' '}
                <span className="fine number">Rule {finding.rule}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        {open === 0 ? '' : `${words.open(open, notMet.length > 0)} `}
        {words.seesToo(review.otherState)}
      </p>
    </>
  );
}

function GiveBack({ review, onClose, onDone }: DecideProps): ReactElement {
  const { transmissionId, type, otherState } = review;
  const words = DECISIONS.giveBack;
  const found = useStory(transmissionId).data?.findings.filter(isNotMet) ?? [];
  return (
    <Decision
      title={words.title(type)}
      confirm={words.confirm}
      reason={{
        label: words.reason,
        hint: words.hint,
        ...(found.length === 0 ? {} : { offer: { button: words.offer, words: reasonOf(found) } }),
      }}
      onClose={onClose}
      act={async (reason) => {
        const params = { transmissionId };
        await call('POST /v1/messages/{transmissionId}/return', { params, json: { reason } });
        await onDone(<Done said={words.done(type)} review={review} />, onClose);
      }}
    >
      <WhichOne review={review} />
      <p>{words.what(otherState)}</p>
    </Decision>
  );
}

/** What is not met as a reason: as many findings whole as it holds. */
function reasonOf(findings: readonly Finding[]): string {
  const { found, more } = DECISIONS.giveBack;
  const told = findings.map(({ code, rule }) => `Rule ${rule}: ${checkAsks(code, rule)}`);
  for (let count = told.length; count > 0; count -= 1) {
    const rest = count === told.length ? '' : ` ${more(told.length - count)}`;
    const said = `${found(told.slice(0, count))}${rest}`;
    if (said.length <= LONGEST_REASON) return said;
  }
  return '';
}

const REFERENCE = /^[\w.@-]{1,64}$/;

function Assign({ review, onClose, onDone }: DecideProps): ReactElement {
  const { transmissionId, type, assigned } = review;
  const id = useId();
  const [person, setPerson] = useState(assigned?.to ?? '');
  const [note, setNote] = useState('');
  const words = DECISIONS.assign;
  return (
    <Decision
      title={words.title(type)}
      confirm={words.confirm}
      isReady={REFERENCE.test(person.trim())}
      onClose={onClose}
      act={async () => {
        const said = note.trim();
        const json = { person: person.trim(), ...(said === '' ? {} : { note: said }) };
        await call('POST /v1/messages/{transmissionId}/assign', {
          params: { transmissionId },
          json,
        });
        await onDone(<Done said={words.done(type, json.person)} review={review} />, onClose);
      }}
    >
      <WhichOne review={review} />
      <p>{words.what}</p>
      <div className="field">
        <label htmlFor={`${id}-person`}>{words.person}</label>
        <span className="fine">{words.personHint}</span>
        <input
          id={`${id}-person`}
          required
          maxLength={64}
          value={person}
          onChange={({ target }) => {
            setPerson(target.value);
          }}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-note`}>{words.note}</label>
        <input
          id={`${id}-note`}
          maxLength={500}
          value={note}
          onChange={({ target }) => {
            setNote(target.value);
          }}
        />
      </div>
    </Decision>
  );
}
