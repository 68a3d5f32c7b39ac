import type { Notice } from './notice.ts';
import { CONSOLE, noticePath } from './notice-text.ts';

export interface HookEventParts {
  /** The id of the call: the same for every try. */
  readonly id: string;
  /** Whom it is told. */
  readonly member: string;
  readonly notice: Notice;
  /** The hub's address, without a slash at its end. */
  readonly publicUrl: string;
}

/** A notice as a CloudEvent 1.0 (structured mode): the facts of the mail, for machines. */
export function hookEvent({ id, member, notice, publicUrl }: HookEventParts): Buffer {
  const { event, facts, happenedAt } = notice;
  const path = noticePath(event, facts);
  return Buffer.from(
    JSON.stringify({
      specversion: '1.0',
      id,
      source: publicUrl === '' ? 'urn:compact-hub' : publicUrl,
      type: `compact-hub.${event}.v1`,
      time: happenedAt.toISOString(),
      datacontenttype: 'application/json',
      data: { member, ...facts, ...(publicUrl === '' ? {} : { link: publicUrl + CONSOLE + path }) },
    }),
  );
}
