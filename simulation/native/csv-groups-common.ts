import { at, inline, list, object } from './block.ts';
import { cut } from './codecs.ts';
import * as blocks from './csv-groups-blocks.ts';

/** What every transaction begins and ends with. */
export const common = {
  submittedBy: inline('SBM_', blocks.actor),
  releasedBy: inline('ATS_', blocks.attestation),
  senderCaseNumber: 'ORGCAS',
  attachments: at('ATT', list(object(blocks.attachment))),
  comments: at('REMTX', cut(254)),
} as const;
