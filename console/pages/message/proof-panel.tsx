import type { ReactElement } from 'react';
import { addressOf } from '../../api/call.ts';
import type { MessageStory } from '../../generated/answers.ts';
import { Badge } from '../../parts/badge.tsx';
import { Failure, Panel } from '../../parts/panel.tsx';
import type { Standing } from '../../words/standing.ts';
import { MESSAGE_TEXT } from './message-text.ts';
import { type CheckedProof, useProofCheck } from './proof-query.ts';
import { PROOF, failedWords, stepWords } from './proof-text.ts';
import { entryWords } from './story-steps.ts';

/** In the heading: whether the ledger holds the message, and what the check of its proof came to. */
export function Seal({ story }: { readonly story: MessageStory }): ReactElement | null {
  const { data } = useProofCheck(story);
  if (story.events.length === 0) return null;
  return (
    <a className="seal" href="#proof">
      <Badge {...sealOf(data)} />
    </a>
  );
}

function sealOf(checked: CheckedProof | undefined): Standing {
  if (checked === undefined) return { look: 'in-order', word: 'In the ledger: check the proof' };
  return checked.report.failed === undefined
    ? { look: 'proven', word: 'Proven in the ledger' }
    : { look: 'late', word: 'The proof does not hold' };
}

/** The proof of the message, checked here in the browser, step by step in words. */
export function ProofPanel({ story }: { readonly story: MessageStory }): ReactElement {
  const check = useProofCheck(story);
  const { data } = check;
  const { transmissionId } = story;
  return (
    <div id="proof" className={data === undefined ? 'not-printed' : undefined}>
      <Panel title={MESSAGE_TEXT.proof}>
        <div aria-live="polite">
          {data === undefined ? null : <Checked checked={data} story={story} />}
        </div>
        <p className={data === undefined ? undefined : 'fine'}>{PROOF.what}</p>
        {check.error === null ? null : <Failure error={check.error} />}
        <p className="buttons">
          <button
            type="button"
            className="usa-button usa-button--outline"
            disabled={check.isFetching}
            onClick={() => void check.refetch()}
          >
            {data === undefined ? MESSAGE_TEXT.check : MESSAGE_TEXT.checkAgain}
          </button>
          <a
            href={addressOf('GET /v1/messages/{transmissionId}/proof', {
              params: { transmissionId },
            })}
            download={`proof-${transmissionId}.json`}
          >
            {PROOF.download}
          </a>
        </p>
      </Panel>
    </div>
  );
}

function Checked({
  checked: { report, awaiting },
  story,
}: {
  readonly checked: CheckedProof;
  readonly story: MessageStory;
}): ReactElement {
  const { held, failed } = report;
  return (
    <>
      {failed === undefined ? (
        <p>
          <strong>{PROOF.holds}</strong> {PROOF.rest}
          {awaiting === 0 ? '' : ` ${PROOF.awaiting(awaiting)}`} {PROOF.keys}
        </p>
      ) : (
        <p>
          <strong>{PROOF.broken}</strong> {PROOF.tell}
        </p>
      )}
      <details className="more" open={failed !== undefined}>
        <summary>{PROOF.steps(held.length + (failed === undefined ? 0 : 1))}</summary>
        <Steps report={report} story={story} />
      </details>
    </>
  );
}

function Steps({
  report: { held, failed },
  story,
}: {
  readonly report: CheckedProof['report'];
  readonly story: MessageStory;
}): ReactElement {
  const entries = entryWords(story);
  return (
    <ol className="list proof">
      {held.map((step) => (
        <li key={`${step.kind} ${'index' in step ? step.index : ''}`}>
          <Badge look="proven" word={stepWords(step, entries).said} />
          <small className="fine">{stepWords(step, entries).fine}</small>
        </li>
      ))}
      {failed === undefined ? null : (
        <li>
          <Badge look="late" word={failedWords(failed)} />
          <small className="fine">{failed.reason}</small>
        </li>
      )}
    </ol>
  );
}
