import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, useParams } from 'wouter';
import { call } from '../api/call.ts';
import type { MessageStory } from '../generated/answers.ts';
import { Badge } from '../parts/badge.tsx';
import { CaseLink, Way } from '../parts/member.tsx';
import { Page } from '../parts/page.tsx';
import { Answered, Panel } from '../parts/panel.tsx';
import { useSaid } from '../parts/said.tsx';
import { useNow } from '../parts/time.tsx';
import { activityCode } from '../words/names.ts';
import { messageStanding } from '../words/standing.ts';
import { DocumentsPanel } from './message/documents-panel.tsx';
import { Facts } from './message/facts.tsx';
import { Findings } from './message/findings.tsx';
import { answerOf, latestDelivery, successorOf, titleOf } from './message/headline.ts';
import { LateDuties } from './message/late-duties.tsx';
import { MESSAGE_TEXT } from './message/message-text.ts';
import { ProofPanel, Seal } from './message/proof-panel.tsx';
import { Story } from './message/story.tsx';
import { Trouble } from './message/trouble.tsx';
import { Waiting } from './message/waiting.tsx';
import { ViewingsPanel } from './message/viewings-panel.tsx';

/** Where nothing changes any more by itself. */
const SETTLED: ReadonlySet<string> = new Set([
  'acknowledged',
  'skipped',
  'superseded',
  'cancelled',
  'refused',
  'dead-letter',
]);
const LOOK_AGAIN_MS = 4_000;
/** Where a person or a file is waited for. */
const LOOK_SELDOM_MS = 15_000;

/** One message: how it stands, its story, its facts, its documents and its proof. */
export function Message(): ReactElement {
  const { transmissionId = '' } = useParams();
  const now = useNow();
  const story = useQuery({
    queryKey: ['message', transmissionId],
    queryFn: ({ signal }) =>
      call('GET /v1/messages/{transmissionId}', { params: { transmissionId }, signal }),
    // Another page may have asked for it a moment before somebody decided.
    refetchOnMount: 'always',
    refetchInterval: ({ state: { data } }) => lookAgainMs(data),
  });
  const { data } = story;
  return (
    <Page
      title={data === undefined ? 'Message' : titleOf(data)}
      answer={data === undefined ? undefined : <Answer story={data} now={now} />}
    >
      <Answered query={story}>{(found) => <Whole story={found} />}</Answered>
    </Page>
  );
}

function Answer({
  story,
  now,
}: {
  readonly story: MessageStory;
  readonly now: Date;
}): ReactElement {
  const successor = successorOf(story);
  if (successor === undefined) return <>{answerOf(story, now)}</>;
  const { by, link } = MESSAGE_TEXT.superseded;
  return (
    <>
      {by} <Link to={`/messages/${successor}`}>{link}</Link>.
    </>
  );
}

function lookAgainMs(story: MessageStory | undefined): number | false {
  if (isMoving(story)) return LOOK_AGAIN_MS;
  return story?.status.startsWith('awaiting') === true ? LOOK_SELDOM_MS : false;
}

/** A message on its way, or one whose first leaves are being written. */
function isMoving(story: MessageStory | undefined): boolean {
  if (story === undefined) return false;
  if (story.events.length === 0) return true;
  const state = latestDelivery(story)?.state;
  return story.status === 'transmitted' && !SETTLED.has(state ?? '');
}

function Whole({ story }: { readonly story: MessageStory }): ReactElement {
  const { said, say } = useSaid();
  const delivery = latestDelivery(story);
  const standing = messageStanding({
    status: story.status,
    ...(delivery === undefined ? {} : { delivery }),
  });
  return (
    <>
      {said}
      <p className="message-line">
        <Badge {...standing} />
        <Way from={story.from} to={story.to} />
        <span>
          Case <CaseLink caseId={story.caseId} />
        </span>
        <small className="fine">{activityCode(story.type)}</small>
        <Seal story={story} />
      </p>
      <LateDuties story={story} />
      <Waiting story={story} say={say} />
      <Trouble story={story} />
      <div className="story">
        <div>
          <Panel title={MESSAGE_TEXT.story}>
            <Story story={story} />
          </Panel>
          <Findings story={story} />
        </div>
        <aside aria-label={MESSAGE_TEXT.facts}>
          <Panel title={MESSAGE_TEXT.facts}>
            <Facts story={story} />
          </Panel>
        </aside>
      </div>
      <DocumentsPanel story={story} />
      <ViewingsPanel transmissionId={story.transmissionId} />
      <ProofPanel story={story} />
    </>
  );
}
