import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Incident } from '../../generated/answers.ts';
import { Badge } from '../../parts/badge.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Moment } from '../../parts/time.tsx';
import { causeOf, expiringWords } from '../../words/causes.ts';
import { countOf } from '../../words/count.ts';
import { span } from '../../words/time.ts';
import { type Destination, transportName, wayStanding } from '../../words/ways.ts';
import { STATE_TEXT } from './state-text.ts';

const TEXT = STATE_TEXT.way;

interface WayFactsProps {
  readonly way: Destination;
  /** Of the state, those that last. */
  readonly incidents: readonly Incident[];
}

/** The way to a state as it goes now. */
export function WayFacts({ way, incidents }: WayFactsProps): ReactElement {
  const { connected, breaker, hold, handOver } = way;
  return (
    <Facts
      rows={[
        ['Stands', <Badge key="stands" {...wayStanding(way, incidents)} />],
        [TEXT.connected, connected ? 'Yes' : 'Not yet'],
        [TEXT.transport, transportName(way)],
        [
          TEXT.breaker,
          breaker === 'open'
            ? TEXT.breakerOpen
            : hold === undefined
              ? TEXT.breakerClosed
              : undefined,
        ],
        [TEXT.held, hold === undefined ? undefined : <Held way={way} />],
        [
          TEXT.incidents,
          incidents.length === 0 ? undefined : <Incidents key="incidents" incidents={incidents} />,
        ],
        [TEXT.waits, <Waits key="waits" way={way} />],
        [
          TEXT.handOver,
          handOver === undefined
            ? undefined
            : `half within ${span(handOver.p50Seconds)}, 95 % within ${span(handOver.p95Seconds)} (last ${handOver.count})`,
        ],
        [TEXT.expiring, <Expiring key="expiring" way={way} />],
      ]}
    />
  );
}

function Incidents({ incidents }: Pick<WayFactsProps, 'incidents'>): ReactElement {
  return (
    <ul className="plain">
      {incidents.map((incident) => (
        <li key={incident.incidentId}>
          <Link to={`/incidents/${incident.incidentId}`}>{causeOf(incident).what}</Link>, began{' '}
          <Moment at={incident.openedAt} />
        </li>
      ))}
    </ul>
  );
}

function Held({ way: { hold, member } }: { readonly way: Destination }): ReactElement {
  if (hold === undefined) return <></>;
  return (
    <>
      {causeOf({ code: hold.code, member }).what}, held <Moment at={hold.since} both />
      {hold.trials === 0 ? '' : `; ${TEXT.tried(hold.trials)}`}
      {hold.until === undefined ? null : (
        <>
          ; tried next <Moment at={hold.until} />
        </>
      )}{' '}
      <small className="fine">{hold.code}</small>
    </>
  );
}

function Waits({ way: { queue } }: { readonly way: Destination }): ReactElement {
  const { waiting, failed, oldest } = queue;
  if (waiting + failed === 0) return <>{TEXT.nothing}</>;
  return (
    <>
      {countOf(waiting, 'message')}
      {failed === 0 ? '' : `, ${failed} more failed`}
      {oldest === undefined ? null : (
        <>
          ; the oldest was accepted <Moment at={oldest} />
        </>
      )}
    </>
  );
}

function Expiring({ way }: { readonly way: Destination }): ReactElement {
  const { expiring, credentialExpiresAt, member } = way;
  if (expiring.length === 0) return <>{TEXT.none}</>;
  return (
    <>
      {expiringWords(expiring)}
      <ul className="plain">
        {expiring.map(({ code }) => {
          const { what, next } = causeOf({ code, member });
          return (
            <li key={code}>
              {what}
              {code === 'CREDENTIAL_EXPIRES' && credentialExpiresAt !== undefined ? (
                <>
                  {' '}
                  <Moment at={credentialExpiresAt} both />
                </>
              ) : null}
              . {next}
            </li>
          );
        })}
      </ul>
    </>
  );
}
