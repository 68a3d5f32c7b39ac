import { at, inline, list, object } from './block.ts';
import { cut } from './codecs.ts';
import * as blocks from './flat-json-blocks.ts';

/** What every activity begins and ends with. */
export const common = {
  submittedBy: inline('SUB_', blocks.actor),
  releasedBy: inline('RLS_', blocks.attestation),
  senderCaseNumber: 'SNDR_CASE_NBR',
  attachments: at('DOCS', list(object(blocks.attachment))),
  comments: at('CMNT_TXT', cut(500)),
} as const;
