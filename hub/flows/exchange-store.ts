import type * as acceptance from '../store/acceptance.ts';
import type * as accessEvents from '../store/access-events.ts';
import type * as agreements from '../store/agreements.ts';
import type * as assignments from '../store/assignments.ts';
import type * as attachments from '../store/attachments.ts';
import type * as caseNotes from '../store/case-notes.ts';
import type * as cases from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import type * as deadlines from '../store/deadlines.ts';
import type * as decisions from '../store/decisions.ts';
import type * as deliveries from '../store/deliveries.ts';
import type * as deliveryPauses from '../store/delivery-pauses.ts';
import type * as destinations from '../store/destinations.ts';
import type * as failures from '../store/failures.ts';
import type * as erasedContent from '../store/erased-content.ts';
import type * as erasures from '../store/erasures.ts';
import type * as findings from '../store/findings.ts';
import type * as hooks from '../store/hooks.ts';
import type * as notificationSettings from '../store/notification-settings.ts';
import type * as outbox from '../store/outbox.ts';
import type * as officeContacts from '../store/office-contacts.ts';
import type * as incidents from '../store/incidents.ts';
import type * as incomingTries from '../store/incoming-tries.ts';
import type * as pendingLeaves from '../store/pending-leaves.ts';
import type * as persons from '../store/persons.ts';
import type * as records from '../store/records.ts';
import type * as reviews from '../store/reviews.ts';
import type * as savedFilters from '../store/saved-filters.ts';
import type * as transmissions from '../store/transmissions.ts';
import type * as viewings from '../store/viewings.ts';

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
  Pick<typeof deliveryPauses, 'beginPause' | 'endPause' | 'isPaused'> &
  typeof destinations &
  typeof incidents &
  typeof incomingTries &
  typeof officeContacts &
  typeof hooks &
  Pick<typeof notificationSettings, 'findSettings' | 'putSettings' | 'findRecipients'> &
  Pick<typeof outbox, 'dropOfHook'> &
  typeof reviews &
  Pick<typeof failures, 'findReplayable'> &
  typeof erasedContent &
  typeof erasures &
  Pick<typeof findings, 'insertFindings' | 'insertFindingTerms'> &
  Pick<typeof persons, 'setDescriptions' | 'insertPersonTokens'> &
  typeof assignments &
  typeof agreements &
  Pick<typeof caseNotes, 'insertCaseNotes'> &
  Pick<typeof savedFilters, 'setSavedFilters'> &
  Pick<typeof viewings, 'isViewed' | 'insertViewing'> &
  Pick<typeof accessEvents, 'insertAccessEvent'> &
  typeof pendingLeaves;
