import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, type SubmitEvent, useId, useState } from 'react';
import { call } from '../../api/call.ts';
import type { Answers } from '../../generated/answers.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Failure } from '../../parts/panel.tsx';
import { Moment } from '../../parts/time.tsx';
import type { Destination } from '../../words/ways.ts';
import { STATE_TEXT } from './state-text.ts';

const TEXT = STATE_TEXT.pause;

type StateAnswer = Answers['GET /v1/members/{state}/profile'];
type Pause = StateAnswer['pauses'][number];

interface PausePanelProps {
  readonly code: string;
  readonly state: StateAnswer;
  readonly way: Destination | undefined;
  readonly mayPause: boolean;
}

/** Who paused deliveries and why, and the button for those who may. */
export function PausePanel({ code, state, way, mayPause }: PausePanelProps): ReactElement {
  const [isAsked, setIsAsked] = useState(false);
  const lasting = state.pauses.find(({ resumedAt }) => resumedAt === undefined);
  const over = state.pauses.filter(({ resumedAt }) => resumedAt !== undefined);
  const waiting = way?.queue.waiting ?? 0;
  return (
    <div className="panel">
      {lasting === undefined ? null : <PauseLine pause={lasting} />}
      {mayPause ? (
        <p className="buttons">
          <button
            type="button"
            className={lasting === undefined ? 'usa-button usa-button--outline' : 'usa-button'}
            onClick={() => {
              setIsAsked(true);
            }}
          >
            {lasting === undefined ? TEXT.pause : TEXT.resume}
          </button>
        </p>
      ) : null}
      {over.length === 0 ? null : (
        <details>
          <summary>{TEXT.history}</summary>
          {over.map((pause) => (
            <PauseLine key={pause.pausedAt} pause={pause} />
          ))}
        </details>
      )}
      {isAsked ? (
        <PauseDialog
          code={code}
          isPaused={lasting !== undefined}
          waiting={waiting}
          close={() => {
            setIsAsked(false);
          }}
        />
      ) : null}
    </div>
  );
}

function PauseLine({ pause }: { readonly pause: Pause }): ReactElement {
  const { reason, pausedBy, pausedAt, resumedAt, resumedBy, resumeReason } = pause;
  return (
    <p>
      Paused <Moment at={pausedAt} both /> by {pausedBy}: “{reason}”
      {resumedAt === undefined ? null : (
        <>
          . Resumed <Moment at={resumedAt} both /> by {resumedBy}: “{resumeReason}”
        </>
      )}
    </p>
  );
}

interface PauseDialogProps {
  readonly code: string;
  readonly isPaused: boolean;
  readonly waiting: number;
  readonly close: () => void;
}

function PauseDialog({ code, isPaused, waiting, close }: PauseDialogProps): ReactElement {
  const id = useId();
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: (reason: string) =>
      call(isPaused ? 'POST /v1/members/{state}/resume' : 'POST /v1/members/{state}/pause', {
        params: { state: code },
        json: { reason },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['state', code] });
      await queries.invalidateQueries({ queryKey: ['GET /v1/destinations'] });
      close();
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const reason = new FormData(event.currentTarget).get('reason');
    if (typeof reason === 'string') act.mutate(reason.trim());
  };
  return (
    <Dialog title={isPaused ? TEXT.resumeTitle : TEXT.title} onClose={close}>
      <form className="form" onSubmit={submit}>
        <p>{isPaused ? TEXT.resumeEffect(waiting) : TEXT.pauseEffect(waiting)}</p>
        <label htmlFor={id} className="form__field">
          {TEXT.reason}
          <input id={id} name="reason" type="text" required maxLength={500} pattern=".*\S.*" />
        </label>
        {act.error === null ? null : <Failure error={act.error} />}
        <div className="buttons">
          <button type="submit" className="usa-button" disabled={act.isPending}>
            {isPaused ? TEXT.resumeTitle : TEXT.title}
          </button>
          <button type="button" className="usa-button usa-button--unstyled" onClick={close}>
            {TEXT.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
