import { SFTP_SENDER } from '../support/incoming/sftp-sender.ts';
import { describeIncoming } from './incoming-contract.ts';

describeIncoming(SFTP_SENDER);
