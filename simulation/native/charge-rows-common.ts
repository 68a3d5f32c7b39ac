import { at, inline, list, object } from './block.ts';
import { cut } from './codecs.ts';
import * as blocks from './charge-rows-blocks.ts';
import * as person from './charge-rows-person.ts';

/** What every event begins and ends with. */
export const common = {
  submittedBy: inline('subm_', person.actor),
  releasedBy: inline('rlsd_', person.attestation),
  senderCaseNumber: 'sndr_case_tx',
  attachments: at('docmt_rows', list(object(blocks.attachment))),
  comments: at('remark_narr', cut(400)),
} as const;
