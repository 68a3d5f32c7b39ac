import { type ReactElement, Suspense, lazy } from 'react';
import { Link } from 'wouter';
import { useFresh } from '../../api/fresh.ts';
import { Answered, Panel, Skeleton } from '../../parts/panel.tsx';
import { whole } from '../../words/count.ts';
import { moment } from '../../words/time.ts';
import { NOW_TEXT } from './now-text.ts';
import {
  type Hour,
  type TrafficHours,
  hourOf,
  totalOf,
  trafficHours,
  trafficQuestion,
} from './traffic-hours.ts';

const TEXT = NOW_TEXT.traffic;
/** The library that draws is fetched only where something is drawn. */
const TrafficChart = lazy(() =>
  import('./traffic-chart.tsx').then((file) => ({ default: file.TrafficChart })),
);

/** What was accepted, delivered and failed, hour by hour, up to the hour in which `at` lies. */
export function TrafficPanel({ at }: { readonly at: string }): ReactElement {
  const sums = useFresh('GET /v1/traffic/sums', trafficQuestion(at));
  return (
    <Panel title={TEXT.title}>
      <Answered query={sums} empty={{ when: ({ items }) => items.length === 0, text: TEXT.empty }}>
        {({ items }) => <Traffic hours={trafficHours(items, hourOf(at))} />}
      </Answered>
    </Panel>
  );
}

function Traffic({ hours }: { readonly hours: TrafficHours }): ReactElement {
  const [first] = hours.today;
  const total = totalOf([...hours.today, hours.current]);
  return (
    <>
      <p className="traffic__sum">
        {inWords(total)} {total.failed === 0 ? null : <Link to="/failures">{TEXT.seeFailed}</Link>}{' '}
        <span className="fine">
          {first === undefined ? '' : `${TEXT.since(new Date(first.at).toISOString())}; `}
          {TEXT.yesterday}
        </span>
      </p>
      <div className="traffic__chart">
        <Suspense fallback={<Skeleton />}>
          <TrafficChart hours={hours} />
        </Suspense>
      </div>
      <p className="fine">
        {TEXT.soFar} {inWords(hours.current)}
      </p>
      <details>
        <summary>{TEXT.table}</summary>
        <TrafficTable hours={hours} />
      </details>
    </>
  );
}

const inWords = ({ accepted, delivered, failed }: Omit<Hour, 'at'>): string =>
  `${whole(accepted)} accepted, ${whole(delivered)} of them delivered, ${whole(failed)} failed.`;

function TrafficTable({
  hours: { today, yesterday, current },
}: {
  readonly hours: TrafficHours;
}): ReactElement {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={TEXT.caption}>
      <table className="rows">
        <caption className="usa-sr-only">{TEXT.caption}</caption>
        <thead>
          <tr>
            <th scope="col">Hour</th>
            {[
              'Accepted',
              'Delivered',
              'Failed',
              'Accepted the day before',
              'Delivered the day before',
              'Failed the day before',
            ].map((head, place) => (
              <th key={place} scope="col" className="is-number">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...today, current].map((hour, place) => (
            <tr key={hour.at}>
              <th scope="row">
                {moment(new Date(hour.at).toISOString())}
                {hour === current ? <small className="fine"> {TEXT.underWay}</small> : null}
              </th>
              {[hour, yesterday[place]].flatMap((one, day) =>
                (['accepted', 'delivered', 'failed'] as const).map((name) => (
                  <td key={`${day} ${name}`} className="is-number">
                    {one === undefined ? '–' : whole(one[name])}
                  </td>
                )),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
