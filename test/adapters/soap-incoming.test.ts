import { SOAP_SENDER } from '../support/incoming/http-senders.ts';
import { describeIncoming } from './incoming-contract.ts';

describeIncoming(SOAP_SENDER);
