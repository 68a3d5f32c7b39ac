import type { ReactElement } from 'react';
import { askFresh, useFresh } from '../api/fresh.ts';
import { type Ask, isNational, useAccount } from '../api/session.ts';
import { Page } from '../parts/page.tsx';
import { Failure, Skeleton } from '../parts/panel.tsx';
import { Badge } from '../parts/badge.tsx';
import { useNow } from '../parts/time.tsx';
import { clockTime } from '../words/time.ts';
import { Expiring } from './now/expiring.tsx';
import { MatrixPanel } from './now/matrix-panel.tsx';
import { type NowAnswer, nowAnswer } from './now/now-answer.ts';
import { NOW_TEXT } from './now/now-text.ts';
import { OpenIncidents } from './now/open-incidents.tsx';
import { SlowRules } from './now/slow-rules.tsx';
import { TileMap } from './now/tile-map.tsx';
import { trafficQuestion } from './now/traffic-hours.ts';
import { TrafficPanel } from './now/traffic-panel.tsx';

const OPEN_INCIDENTS = { query: { open: 'yes', limit: 200 } } as const;
/** Three answers that did not come: what stands there is no longer now. */
const STALE_MS = 35_000;

export const ask: Ask = (queries) => {
  askFresh(queries, 'GET /v1/health');
  askFresh(queries, 'GET /v1/destinations');
  askFresh(queries, 'GET /v1/incidents', OPEN_INCIDENTS);
  // By this clock; where the hub's is in another hour, the panel asks again.
  askFresh(queries, 'GET /v1/traffic/sums', trafficQuestion(new Date().toISOString()));
};

/** Whether anything is wrong with the exchange, and whose turn it is: of the nation, or of the own state. */
export function Now(): ReactElement {
  const account = useAccount();
  const health = useFresh('GET /v1/health');
  const ways = useFresh('GET /v1/destinations');
  const incidents = useFresh('GET /v1/incidents', OPEN_INCIDENTS);
  const isStale = useNow().getTime() - health.dataUpdatedAt > STALE_MS && health.isError;
  // The sentence at the top would say less than is wrong while one of them is missing.
  const failed = [health, ways, incidents].find(
    ({ data, error }) => data === undefined && error !== null,
  );
  if (failed?.error) {
    return (
      <Page title={NOW_TEXT.title}>
        <Failure error={failed.error} again={() => void failed.refetch()} />
      </Page>
    );
  }
  if (health.data === undefined || ways.data === undefined || incidents.data === undefined) {
    return (
      <Page title={NOW_TEXT.title}>
        <Skeleton />
      </Page>
    );
  }
  const { at } = health.data;
  const { items } = ways.data;
  return (
    <Page
      title={NOW_TEXT.title}
      answer={<Answer answer={nowAnswer(health.data, items, incidents.data.items)} />}
    >
      {isStale ? (
        <p role="alert" className="stale">
          {NOW_TEXT.stale(clockTime(new Date(health.dataUpdatedAt).toISOString()))}
        </p>
      ) : null}
      <div className="columns">
        <TrafficPanel at={at} />
        <TileMap health={health.data} ways={items} />
      </div>
      <div className="columns">
        <OpenIncidents query={incidents} />
        <SlowRules at={at} />
        <Expiring incidents={incidents.data.items} ways={items} />
      </div>
      <MatrixPanel at={at} own={isNational(account) ? undefined : account.member} />
    </Page>
  );
}

/** Read out when the sentence changes, not each time that a second went by. */
function Answer({
  answer: { look, sentence, numbers },
}: {
  readonly answer: NowAnswer;
}): ReactElement {
  return (
    <>
      {look === 'in-order' ? sentence : <Badge look={look} word={sentence} />}{' '}
      <span aria-live="off" className="answer__numbers">
        {numbers}
      </span>
    </>
  );
}
