import { MEMORY_SENDER } from '../support/incoming/memory-sender.ts';
import { describeIncoming } from './incoming-contract.ts';

describeIncoming(MEMORY_SENDER);
