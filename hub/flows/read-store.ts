import type { Dialect } from '../mapping/dialect.ts';
import type { Profile } from '../compact/profile.ts';
import type { MemberKeys } from '../store/member-keys.ts';
import type * as accounts from '../store/accounts.ts';
import type * as agreements from '../store/agreements.ts';
import type * as assignments from '../store/assignments.ts';
import type * as caseNotes from '../store/case-notes.ts';
import type * as cases from '../store/cases.ts';
import type * as caseReads from '../store/case-reads.ts';
import type * as decisions from '../store/decisions.ts';
import type * as deadlineReads from '../store/deadline-reads.ts';
import type * as documents from '../store/documents.ts';
import type * as deliveryPauses from '../store/delivery-pauses.ts';
import type * as erasures from '../store/erasures.ts';
import type * as failures from '../store/failures.ts';
import type * as findReads from '../store/find-reads.ts';
import type * as findings from '../store/findings.ts';
import type * as healthReads from '../store/health-reads.ts';
import type * as incidents from '../store/incidents.ts';
import type * as ledgerReads from '../store/ledger-reads.ts';
import type * as messageLog from '../store/message-log.ts';
import type * as persons from '../store/persons.ts';
import type { Reader } from '../store/reader.ts';
import type * as records from '../store/records.ts';
import type * as reviews from '../store/reviews.ts';
import type * as savedFilters from '../store/saved-filters.ts';
import type * as statements from '../store/statements.ts';
import type * as viewings from '../store/viewings.ts';
import type * as traffic from '../store/traffic.ts';

/** The statements of the read side. */
export type ReadStore = typeof messageLog &
  typeof failures &
  Pick<typeof incidents, 'listIncidents' | 'findIncident'> &
  Pick<typeof decisions, 'decisionsOf'> &
  Pick<typeof accounts, 'accountNames'> &
  typeof caseReads &
  typeof deadlineReads &
  typeof traffic &
  typeof findReads &
  typeof healthReads &
  Pick<typeof deliveryPauses, 'openPauses' | 'pausesOf'> &
  Pick<typeof caseNotes, 'listCaseNotes'> &
  Pick<typeof agreements, 'agreementsOf' | 'policyInForce'> &
  Pick<typeof viewings, 'listViewings'> &
  Pick<typeof savedFilters, 'findSavedFilters'> &
  Pick<typeof reviews, 'listReviews'> &
  Pick<typeof erasures, 'listErasures'> &
  typeof ledgerReads &
  Pick<typeof findings, 'findingsOf'> &
  Pick<typeof persons, 'descriptionOf' | 'findCandidates'> &
  Pick<typeof assignments, 'assignmentsOf'> &
  Pick<typeof cases, 'identifiersOfCases'> &
  Pick<typeof statements, 'findStatement' | 'listStatements'> &
  Pick<typeof records, 'findRecords' | 'findSalt'> &
  Pick<typeof documents, 'findDocumentTexts'>;

/** What every read needs: its statements, the role under which they run, the keys that open bodies. */
export interface ReadParts {
  readonly store: ReadStore;
  readonly reader: Reader;
  readonly memberKeys: Pick<MemberKeys, 'open' | 'openValue' | 'personToken' | 'identifierToken'>;
  /** The formats that states speak, as loaded. */
  readonly dialects: ReadonlyMap<string, Dialect>;
  /** Business clock. */
  readonly now: () => Date;
  /** Whether the hub asks this member for outcomes that are not known. */
  readonly isAsked: (member: string) => boolean;
  /** What the hub knows of a member's system. */
  readonly profileOf: (member: string) => Profile | undefined;
}
