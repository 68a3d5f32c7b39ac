import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Incident } from '../../generated/answers.ts';
import { Empty, Panel } from '../../parts/panel.tsx';
import { Moment } from '../../parts/time.tsx';
import { causeOf, expiringWords } from '../../words/causes.ts';
import type { Destination } from '../../words/ways.ts';
import { NOW_TEXT } from './now-text.ts';

const TEXT = NOW_TEXT.expiring;

interface ExpiringProps {
  readonly incidents: readonly Incident[];
  readonly ways: readonly Destination[];
}

/** What runs out, of every state and of the hub itself. */
export function Expiring({ incidents, ways }: ExpiringProps): ReactElement {
  const found = incidents.filter(({ kind }) => kind === 'expiry');
  const ends = new Map(ways.map((way) => [way.member as string, way.credentialExpiresAt]));
  return (
    <Panel title={TEXT.title} {...(found.length === 0 ? {} : { count: expiringWords(found) })}>
      {found.length === 0 ? (
        <Empty>{TEXT.empty}</Empty>
      ) : (
        <ul className="list">
          {found.map((incident) => (
            <ExpiringLine
              key={incident.incidentId}
              incident={incident}
              ends={ends.get(incident.member)}
            />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function ExpiringLine({
  incident,
  ends,
}: {
  readonly incident: Incident;
  readonly ends: string | undefined;
}): ReactElement {
  const { what, next } = causeOf(incident);
  const { incidentId, code } = incident;
  return (
    <li>
      <Link to={`/incidents/${incidentId}`}>{what}</Link>
      {code === 'CREDENTIAL_EXPIRES' && ends !== undefined ? (
        <>
          {' '}
          <Moment at={ends} />
        </>
      ) : null}
      <div className="fine">{next}</div>
    </li>
  );
}
