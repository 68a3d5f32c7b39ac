import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Link } from 'wouter';
import { ApiProblem } from '../../api/api-problem.ts';
import { call } from '../../api/call.ts';
import type { Failure, ReplayAnswer } from '../../generated/answers.ts';
import { Decision } from '../../parts/decision.tsx';
import { ActivityName, CaseLink } from '../../parts/member.tsx';
import { Failure as Refused, Skeleton } from '../../parts/panel.tsx';
import { Moment } from '../../parts/time.tsx';
import type { Cause, Finish } from './causes.ts';
import { SameAgain } from './decide-failure.tsx';
import { ACTS, REPLAY } from './failures-text.ts';

/** So many of the list stand there one by one. */
const SHOWN = 20;

type ReplayList = Extract<ReplayAnswer, { readonly digest: string }>;

interface ReplayProps {
  readonly cause: Cause;
  readonly onDone: Finish;
  readonly onClose: () => void;
}

/** Shows what would be handed over again, asks why, and does exactly that. */
export function ReplayCause({ cause, onDone, onClose }: ReplayProps): ReactElement {
  const [hasChanged, setChanged] = useState(false);
  const filter = {
    member: cause.to,
    code: cause.code,
    ...(cause.isHeld ? { state: 'held' as const } : {}),
  };
  const preview = useQuery({
    queryKey: ['replay', filter],
    queryFn: async () => (await call('POST /v1/failures/replay', { json: filter })) as ReplayList,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const list = preview.data;
  const replay = async (reason: string): Promise<void> => {
    if (list === undefined) return;
    const json = { ...filter, digest: list.digest, reason };
    try {
      const done = await call('POST /v1/failures/replay', { json });
      const { replayed, passed } = done as Exclude<ReplayAnswer, ReplayList>;
      await onDone(REPLAY.done(replayed, passed), list.deliveryIds, onClose);
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'LIST_CHANGED') throw error;
      setChanged(true);
      await preview.refetch();
    }
  };
  return (
    <Decision
      title={REPLAY.title(cause.to)}
      confirm={REPLAY.confirm(list?.count ?? 0)}
      reason={{ label: ACTS.reason, hint: ACTS.reasonHint }}
      isReady={list !== undefined && list.count > 0}
      act={replay}
      onClose={onClose}
    >
      {hasChanged ? <p role="alert">{REPLAY.changed}</p> : null}
      {preview.error === null ? null : <Refused error={preview.error} />}
      {list === undefined ? <Skeleton /> : <Preview list={list} cause={cause} />}
    </Decision>
  );
}

function Preview({
  list,
  cause,
}: {
  readonly list: ReplayList;
  readonly cause: Cause;
}): ReactElement {
  if (list.count === 0) return <p>{REPLAY.none}</p>;
  const known = new Map(cause.failures.map((failure) => [failure.deliveryId, failure]));
  const shown = list.deliveryIds.flatMap((id) => known.get(id) ?? []).slice(0, SHOWN);
  return (
    <>
      <p>{REPLAY.list(list.count, list.more)}</p>
      <ul className="list preview">
        {shown.map((failure) => (
          <Previewed key={failure.deliveryId} failure={failure} />
        ))}
      </ul>
      {list.count > shown.length ? (
        <p className="fine">{REPLAY.others(list.count - shown.length)}</p>
      ) : null}
      {cause.next === 'ask-then-decide' ? <p>{REPLAY.unsure}</p> : null}
      {cause.next === 'correct-and-send-again' ? <SameAgain to={cause.to} /> : null}
    </>
  );
}

function Previewed({ failure }: { readonly failure: Failure }): ReactElement {
  const { transmissionId, type, caseId, createdAt } = failure;
  return (
    <li>
      <Link to={`/messages/${transmissionId}`}>
        <ActivityName type={type} />
      </Link>{' '}
      <CaseLink caseId={caseId} /> <Moment at={createdAt} />
    </li>
  );
}
