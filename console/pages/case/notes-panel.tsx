import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, type SubmitEvent, useId, useState } from 'react';
import { call } from '../../api/call.ts';
import { holds, isNational, useAccount } from '../../api/session.ts';
import type { CaseNotePage } from '../../generated/answers.ts';
import { MoreButton } from '../../parts/more.tsx';
import { Empty, Failure, Panel, Skeleton } from '../../parts/panel.tsx';
import { Moment } from '../../parts/time.tsx';
import { stateName } from '../../words/names.ts';
import { CASE_TEXT } from './case-text.ts';

const TEXT = CASE_TEXT.notes;
const PAGE_SIZE = 20;
/** Longest that the hub takes. */
const LONGEST = 4_000;

/** Who may read and write notes on the cases of their state (docs/access.md). */
const WRITERS = [
  'compact-office',
  'supervisor',
  'officer',
  'officer-support',
  'state-administrator',
] as const;

interface NotesProps {
  readonly caseId: string;
}

/** What people of the reader’s state noted on a case, newest first; nothing of it ever crosses. */
export function NotesPanel({ caseId }: NotesProps): ReactElement | null {
  const account = useAccount();
  if (isNational(account) || !holds(account, ...WRITERS)) return null;
  return <Notes caseId={caseId} state={stateName(account.member)} />;
}

function Notes({ caseId, state }: NotesProps & { readonly state: string }): ReactElement {
  const queryKey = ['notes', caseId];
  const queries = useQueryClient();
  const notes = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      call('GET /v1/cases/{caseId}/notes', {
        params: { caseId },
        query: { limit: PAGE_SIZE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  const items = notes.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={TEXT.title}>
      <p className="fine">{TEXT.stays(state)}</p>
      {notes.error === null ? null : (
        <Failure error={notes.error} again={() => void notes.refetch()} />
      )}
      {notes.isPending ? <Skeleton /> : null}
      {notes.isSuccess ? (
        <WriteNote caseId={caseId} onKept={() => queries.invalidateQueries({ queryKey })} />
      ) : null}
      {notes.isSuccess && items.length === 0 ? <Empty>{TEXT.empty}</Empty> : null}
      <ul className="list">
        {items.map((note) => (
          <Note key={note.noteId} note={note} />
        ))}
      </ul>
      <MoreButton list={notes} />
    </Panel>
  );
}

function Note({
  note: { text, by, name, at },
}: {
  readonly note: CaseNotePage['items'][number];
}): ReactElement {
  return (
    <li>
      <p className="fine item__facts">
        <span title={by}>{name ?? by}</span>, <Moment at={at} both />
      </p>
      <p className="lines item__facts">{text}</p>
    </li>
  );
}

interface WriteProps extends NotesProps {
  readonly onKept: () => Promise<unknown>;
}

function WriteNote({ caseId, onKept }: WriteProps): ReactElement {
  const id = useId();
  const [words, setWords] = useState('');
  const writing = useMutation({
    mutationFn: async (text: string) => {
      await call('POST /v1/cases/{caseId}/notes', { params: { caseId }, json: { text } });
      await onKept();
    },
    onSuccess: () => {
      setWords('');
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    writing.mutate(words.trim());
  };
  return (
    <form className="not-printed" onSubmit={submit}>
      <div className="field">
        <label htmlFor={id}>{TEXT.write}</label>
        <textarea
          id={id}
          rows={3}
          maxLength={LONGEST}
          value={words}
          onChange={({ target }) => {
            setWords(target.value);
          }}
        />
      </div>
      {writing.error === null ? null : <Failure error={writing.error} />}
      <p className="buttons">
        <button
          type="submit"
          className="usa-button usa-button--outline"
          disabled={words.trim() === '' || writing.isPending}
        >
          {TEXT.keep}
        </button>
        <span role="status" className="fine">
          {writing.isSuccess && words === '' ? TEXT.kept : ''}
        </span>
      </p>
    </form>
  );
}
