import { escapeText } from './canonical-xml.ts';
import type { SoapReply } from './soap-intake.ts';
import { SOAP, type SoapVersion, WSA } from './soap-names.ts';

/** An answer around the element of an operation. */
export function replyEnvelope(
  version: SoapVersion,
  content: string,
  relatesTo: string | undefined,
  status = 200,
): Omit<SoapReply<never>, 'actor'> {
  const { envelope, mediaType } = SOAP[version];
  const header =
    relatesTo === undefined
      ? ''
      : `<soap:Header><wsa:RelatesTo xmlns:wsa="${WSA}">${escapeText(relatesTo)}</wsa:RelatesTo></soap:Header>`;
  return {
    status,
    headers: { 'Content-Type': `${mediaType}; charset=utf-8` },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="${envelope}">${header}<soap:Body>${content}</soap:Body></soap:Envelope>`,
  };
}
