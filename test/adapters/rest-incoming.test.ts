import { REST_SENDER } from '../support/incoming/http-senders.ts';
import { describeIncoming } from './incoming-contract.ts';

describeIncoming(REST_SENDER);
