import type { DeliveryOutcome, FailureCode } from './adapter.ts';
import type { Confirmation } from './queue-publish.ts';

/** The failure table of docs/adapters-queue.md, for a document that was published. */
export function outcomeOf(confirmation: Confirmation): DeliveryOutcome {
  switch (confirmation.kind) {
    case 'confirmed':
      // The state's system speaks for itself, in the queue of answers.
      return { kind: 'handed-over', bytesIn: 0 };
    case 'returned':
      return failed('UNROUTABLE', 'returned');
    case 'full':
      return failed('REMOTE_BUSY', 'nack');
    case 'forbidden':
      return failed('CREDENTIALS_REFUSED', 'amqp 403');
    case 'unknown':
      return failed('NO_ANSWER', confirmation.detail);
    case 'not-sent':
      return failed('CONNECTION_FAILED', confirmation.detail);
  }
}

/** A file whose fate is unknown has no effect without its document, which was not sent after it. */
export function outcomeOfAttachment(confirmation: Confirmation): DeliveryOutcome {
  return confirmation.kind === 'unknown'
    ? failed('CONNECTION_FAILED', `attachment ${confirmation.detail}`)
    : outcomeOf(confirmation);
}

export function failed(code: FailureCode, detail: string): DeliveryOutcome {
  return { kind: 'failed', code, detail, bytesIn: 0 };
}
