import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { call } from '../../api/call.ts';
import { signOut } from '../../api/sign-out.ts';
import type { OwnSession } from '../../generated/answers.ts';
import { Badge } from '../../parts/badge.tsx';
import { Answered, Failure, Panel } from '../../parts/panel.tsx';
import { Rows, type Column } from '../../parts/rows.tsx';
import { Moment } from '../../parts/time.tsx';
import { ACCOUNT } from '../account-text.ts';

const T = ACCOUNT.ownSessions;
const KEY = ['own-sessions'];

/** Where one is signed in now; an ended session is refused at its next request. */
export function OwnSessions(): ReactElement {
  const queries = useQueryClient();
  const sessions = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => call('GET /v1/session/sessions', { signal }),
  });
  const end = useMutation({
    mutationFn: (json: { readonly sessionId?: string }) =>
      call('POST /v1/session/sessions/end', { json }),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  const ending: Column<OwnSession> = {
    head: T.end,
    cell: (session) => (
      <EndButton
        session={session}
        onEnd={() => {
          end.mutate({ sessionId: session.sessionId });
        }}
      />
    ),
  };
  const count = sessions.data?.items.length ?? 0;
  return (
    <Panel
      title={T.title}
      count={count}
      actions={
        count > 1 ? (
          <button
            type="button"
            className="usa-button usa-button--unstyled"
            onClick={() => {
              end.mutate({});
            }}
          >
            {T.endOthers}
          </button>
        ) : null
      }
    >
      <p>{T.text}</p>
      {end.error === null ? null : <Failure error={end.error} />}
      <Answered query={sessions}>
        {({ items }) => (
          <Rows
            caption={T.title}
            columns={[...COLUMNS, ending]}
            rows={items}
            keyOf={({ sessionId }) => sessionId}
          />
        )}
      </Answered>
    </Panel>
  );
}

const COLUMNS: readonly Column<OwnSession>[] = [
  {
    head: T.from,
    cell: ({ source, current }) => (
      <>
        {source} {current ? <Badge look="in-order" word={T.current} /> : null}
      </>
    ),
  },
  { head: T.opened, cell: ({ openedAt }) => <Moment at={openedAt} /> },
  { head: T.seen, cell: ({ lastSeenAt }) => <Moment at={lastSeenAt} /> },
];

interface EndButtonProps {
  readonly session: OwnSession;
  readonly onEnd: () => void;
}

function EndButton({ session: { current, source }, onEnd }: EndButtonProps): ReactElement {
  return (
    <button
      type="button"
      className="usa-button usa-button--unstyled"
      aria-label={current ? T.endHere : `${T.end}: ${T.from} ${source}`}
      onClick={() => {
        if (current) void signOut();
        else onEnd();
      }}
    >
      {current ? T.endHere : T.end}
    </button>
  );
}
