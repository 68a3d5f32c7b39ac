import { at, list, object } from './block.ts';
import { cut } from './codecs.ts';
import { only } from './fixed-width-values.ts';
import * as cases from './fixed-width-case-blocks.ts';
import * as person from './fixed-width-person-blocks.ts';

/** What every record begins and ends with. */
export const common = {
  submittedBy: at('SUBMIT-SEG', only(person.actor)),
  releasedBy: at('RELEASE-SEG', only(person.attestation)),
  senderCaseNumber: 'AGENCY-CASE',
  attachments: at('PAPER-SEG', list(object(cases.attachment))),
  comments: at('REMARK-TEXT', cut(350)),
} as const;
