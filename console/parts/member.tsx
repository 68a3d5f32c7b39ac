import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { activityCode, activityName, stateName } from '../words/names.ts';

/** `OR → TX`, each read out by its name. */
export function Way({ from, to }: { readonly from: string; readonly to: string }): ReactElement {
  return (
    <span className="way">
      <abbr title={stateName(from)}>{from}</abbr>
      <span aria-label="to"> → </span>
      <abbr title={stateName(to)}>{to}</abbr>
    </span>
  );
}

/** The activity in the compact's words, the national system's code in small type. */
export function ActivityName({ type }: { readonly type: string }): ReactElement {
  return (
    <>
      {activityName(type)} <small className="fine">{activityCode(type)}</small>
    </>
  );
}

/** A case by the end of its number, the whole number on pointing. */
export function CaseLink({ caseId }: { readonly caseId: string }): ReactElement {
  return (
    <Link to={`/cases/${caseId}`} title={caseId} className="number">
      …{caseId.slice(-6)}
    </Link>
  );
}
