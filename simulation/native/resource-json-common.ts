import { at, inline, list, object } from './block.ts';
import { cut } from './codecs.ts';
import * as matter from './resource-json-case-blocks.ts';
import * as person from './resource-json-person-blocks.ts';
import { one } from './resource-json-values.ts';

/** What every activity has: whose number, who sent and released it, papers and remarks. */
export const COMMON = {
  senderCaseNumber: 'meta/originMatterRef',
  comments: at('attributes/furtherRemarks', cut(700)),
  submittedBy: at('resources/practitioners', one(person.actor)),
  releasedBy: inline('', person.attestation),
  attachments: at('resources/annexes', list(object(matter.attachment))),
};
