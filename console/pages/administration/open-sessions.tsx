import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { call } from '../../api/call.ts';
import type { OpenSession } from '../../generated/answers.ts';
import { Answered, Failure, Panel } from '../../parts/panel.tsx';
import { Rows, type Column } from '../../parts/rows.tsx';
import { Moment } from '../../parts/time.tsx';
import { ACCOUNT_PAGE } from './administration-text.ts';

const T = ACCOUNT_PAGE.sessions;

interface OpenSessionsProps {
  readonly reference: string;
  readonly mayEnd: boolean;
}

/** Where the person is signed in now; an ended session is refused at its next request. */
export function OpenSessions({ reference, mayEnd }: OpenSessionsProps): ReactElement {
  const queries = useQueryClient();
  const queryKey = ['sessions', reference];
  const sessions = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      call('GET /v1/accounts/{reference}/sessions', { params: { reference }, signal }),
  });
  const end = useMutation({
    mutationFn: (json: { readonly sessionId?: string }) =>
      call('POST /v1/accounts/{reference}/sessions/end', { params: { reference }, json }),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
  });
  const ending: Column<OpenSession> = {
    head: T.end,
    cell: ({ sessionId, source }) => (
      <button
        type="button"
        className="usa-button usa-button--unstyled"
        aria-label={`${T.end}: ${T.from} ${source}`}
        onClick={() => {
          end.mutate({ sessionId });
        }}
      >
        {T.end}
      </button>
    ),
  };
  const count = sessions.data?.items.length ?? 0;
  return (
    <Panel
      title={T.head}
      count={count}
      actions={
        mayEnd && count > 1 ? (
          <button
            type="button"
            className="usa-button usa-button--unstyled"
            onClick={() => {
              end.mutate({});
            }}
          >
            {T.endAll}
          </button>
        ) : null
      }
    >
      {end.error === null ? null : <Failure error={end.error} />}
      <Answered query={sessions} empty={{ when: ({ items }) => items.length === 0, text: T.none }}>
        {({ items }) => (
          <Rows
            caption={T.caption}
            columns={mayEnd ? [...COLUMNS, ending] : COLUMNS}
            rows={items}
            keyOf={({ sessionId }) => sessionId}
          />
        )}
      </Answered>
    </Panel>
  );
}

const COLUMNS: readonly Column<OpenSession>[] = [
  {
    head: T.from,
    cell: ({ source, standing }) => `${source} (${T.standing[standing] ?? standing})`,
  },
  { head: T.opened, cell: ({ openedAt }) => <Moment at={openedAt} /> },
  { head: T.seen, cell: ({ lastSeenAt }) => <Moment at={lastSeenAt} /> },
];
