import type { MemberKeys } from '../store/member-keys.ts';
import type * as cases from '../store/cases.ts';
import type * as caseReads from '../store/case-reads.ts';
import type * as deadlineReads from '../store/deadline-reads.ts';
import type * as failures from '../store/failures.ts';
import type * as findings from '../store/findings.ts';
import type * as ledgerReads from '../store/ledger-reads.ts';
import type * as messageLog from '../store/message-log.ts';
import type { Reader } from '../store/reader.ts';
import type * as records from '../store/records.ts';
import type * as reviews from '../store/reviews.ts';
import type * as traffic from '../store/traffic.ts';

/** The statements of the read side. */
export type ReadStore = typeof messageLog &
  typeof failures &
  typeof caseReads &
  typeof deadlineReads &
  typeof traffic &
  Pick<typeof reviews, 'listReviews'> &
  typeof ledgerReads &
  Pick<typeof findings, 'findingsOf'> &
  Pick<typeof cases, 'identifiersOfCases'> &
  Pick<typeof records, 'findRecords'>;

/** What every read needs: its statements, the role under which they run, the keys that open bodies. */
export interface ReadParts {
  readonly store: ReadStore;
  readonly reader: Reader;
  readonly memberKeys: Pick<MemberKeys, 'open' | 'openValue'>;
  /** Business clock. */
  readonly now: () => Date;
}
