import type { ReactElement } from 'react';
import { Link, useParams } from 'wouter';
import { useFresh } from '../api/fresh.ts';
import type { Incident as Found } from '../generated/answers.ts';
import { Badge } from '../parts/badge.tsx';
import { Page } from '../parts/page.tsx';
import { Answered, Panel } from '../parts/panel.tsx';
import { causeOf } from '../words/causes.ts';
import { stateName } from '../words/names.ts';
import { IncidentFacts, lasted } from './incidents/incident-facts.tsx';
import { INCIDENTS_TEXT as TEXT } from './incidents/incidents-text.ts';

/** One incident: a cause of trouble from its first occurrence until it is over. */
export function IncidentPage(): ReactElement {
  const { incidentId = '' } = useParams();
  const incident = useFresh('GET /v1/incidents/{incidentId}', { params: { incidentId } });
  const { data } = incident;
  return (
    <Page
      title={TEXT.oneTitle}
      {...(data === undefined ? {} : { answer: <Answer incident={data} /> })}
    >
      <Answered query={incident}>{(found) => <Whole incident={found} />}</Answered>
    </Page>
  );
}

function Answer({ incident }: { readonly incident: Found }): ReactElement {
  const { what, turn } = causeOf(incident);
  if (incident.closedAt !== undefined) return <>{TEXT.isOver(what, lasted(incident))}</>;
  const look = incident.kind === 'expiry' ? 'soon' : 'late';
  return (
    <>
      <Badge look={look} word={`${what}.`} /> {TEXT.turns([turn])}
    </>
  );
}

function Whole({ incident }: { readonly incident: Found }): ReactElement {
  const { member, code, incidentId } = incident;
  return (
    <div className="story">
      <Panel title={TEXT.standing}>
        <IncidentFacts incident={incident} />
      </Panel>
      <Panel title={TEXT.more}>
        <ul className="list">
          {member === 'national' ? null : (
            <li>
              <Link to={`/states/${member}`}>{TEXT.stateOf(stateName(member))}</Link>
            </li>
          )}
          {incident.kind === 'delivery' ? (
            <li>
              <Link to={`/messages?to=${member}&group=failed`}>{TEXT.failedMessages}</Link>
            </li>
          ) : null}
          <li>
            <Link to={`/incidents?member=${member}&code=${code}`}>{TEXT.same}</Link>
          </li>
          <li>
            <Link to="/incidents">{TEXT.all}</Link>
          </li>
        </ul>
        <p className="fine">
          {code} · {incidentId}
        </p>
      </Panel>
    </div>
  );
}
