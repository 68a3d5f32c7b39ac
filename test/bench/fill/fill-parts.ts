import type { AcceptParts } from '../../../hub/flows/accept.ts';

/** What activities of a fill are made with: the parts of the flows, and who acts when. */
export interface FillParts extends Pick<
  AcceptParts,
  'evidence' | 'memberKeys' | 'random' | 'states' | 'validator' | 'receiptKeyId' | 'schemaHash'
> {
  readonly connected: ReadonlySet<string>;
  readonly until: Date;
  /** Since when states refuse the hub's credential, in milliseconds; nothing reaches them. */
  readonly downSince: ReadonlyMap<string, number>;
  readonly systemOf: (member: string) => string;
  readonly officeOf: (member: string) => string;
}
