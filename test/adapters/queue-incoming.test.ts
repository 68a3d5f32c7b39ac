import { QUEUE_SENDER } from '../support/incoming/queue-sender.ts';
import { describeIncoming } from './incoming-contract.ts';

describeIncoming(QUEUE_SENDER);
