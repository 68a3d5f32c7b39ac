import type * as acceptance from '../store/acceptance.ts';
import type * as attachments from '../store/attachments.ts';
import type * as cases from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import type * as deadlines from '../store/deadlines.ts';
import type * as decisions from '../store/decisions.ts';
import type * as deliveries from '../store/deliveries.ts';
import type * as destinations from '../store/destinations.ts';
import type * as findings from '../store/findings.ts';
import type * as pendingLeaves from '../store/pending-leaves.ts';
import type * as records from '../store/records.ts';
import type * as reviews from '../store/reviews.ts';
import type * as transmissions from '../store/transmissions.ts';

/** The statements that the flows run, as role `hub_exchange`. */
export type ExchangeStore = Pick<Database, 'withTransaction' | 'query'> &
  typeof acceptance &
  typeof transmissions &
  typeof attachments &
  typeof cases &
  typeof records &
  typeof decisions &
  typeof deadlines &
  typeof deliveries &
  typeof destinations &
  typeof reviews &
  Pick<typeof findings, 'insertFindings'> &
  typeof pendingLeaves;
