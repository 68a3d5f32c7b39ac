import type { OfficeContact } from '../compact/office-contact.ts';
import type { Notice, NoticeEvent } from './notice.ts';
import {
  CONSOLE,
  EVENT_TEXTS,
  FOOTER,
  LINK_TEXTS,
  LIST_PATHS,
  type LinkKind,
  countsOf,
  memberName,
  noticePath,
} from './notice-text.ts';

/** A mail but for its addresses. */
export interface MailContent {
  /** One line. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface DigestParts {
  /** Whose office it is for. */
  readonly member: string;
  readonly notices: readonly Notice[];
  /** The hub's address, without a slash at its end. */
  readonly publicUrl: string;
  /** How the offices of members are reached. */
  readonly contacts: ReadonlyMap<string, OfficeContact>;
}

/** So many lines of one event; the list has the rest. */
const MOST_LINES = 30;
/** So many offices are named at the end. */
const MOST_OFFICES = 10;

/** Everything that an office is told now, as one mail. */
export function composeNotices(parts: DigestParts): MailContent {
  const { member, notices, publicUrl } = parts;
  const sections = (Object.keys(EVENT_TEXTS) as NoticeEvent[]).flatMap((event) => {
    const some = notices.filter((notice) => notice.event === event);
    return some.length === 0 ? [] : [sectionOf(event, some, publicUrl)];
  });
  const offices = officesOf(parts);
  if (offices.lines.length > 0) sections.push(offices);
  const subject = `${memberName(member)}: ${countsOf(notices)}`;
  return { subject: oneLine(subject), ...bodyOf(subject, sections, [FOOTER]) };
}

export interface LinkParts {
  readonly kind: LinkKind;
  readonly url: string;
  readonly expiresAt: Date;
}

/** A mail with a link that opens something once. */
export function composeLink({ kind, url, expiresAt }: LinkParts): MailContent {
  const { subject, text } = LINK_TEXTS[kind];
  const until = `It is valid until ${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC, once.`;
  const section = { heading: subject, lines: [{ text, link: url }, { text: until }] };
  return { subject, ...bodyOf('', [section], []) };
}

interface Line {
  readonly text: string;
  readonly link?: string;
}

interface Section {
  readonly heading: string;
  readonly lines: readonly Line[];
}

function sectionOf(event: NoticeEvent, notices: readonly Notice[], publicUrl: string): Section {
  const { heading, line } = EVENT_TEXTS[event];
  const lines = notices.slice(0, MOST_LINES).map(({ facts }) => ({
    text: line(facts),
    link: publicUrl + CONSOLE + noticePath(event, facts),
  }));
  const rest = notices.length - lines.length;
  if (rest > 0)
    lines.push({ text: `and ${rest} more`, link: publicUrl + CONSOLE + LIST_PATHS[event] });
  return { heading: `${heading} (${notices.length})`, lines };
}

/** How the other offices that the notices name are reached, by telephone above all. */
function officesOf({ member, notices, contacts }: DigestParts): Section {
  const named = new Set(notices.map(({ facts }) => facts.other ?? ''));
  const lines = [...named].flatMap((other): Line[] => {
    const contact = contacts.get(other);
    if (other === member || contact === undefined) return [];
    const ways = [contact.phone, contact.mailbox, contact.hours].filter((way) => way !== undefined);
    return ways.length === 0 ? [] : [{ text: `${memberName(other)}: ${ways.join(', ')}` }];
  });
  return { heading: 'Offices named above', lines: lines.slice(0, MOST_OFFICES) };
}

function bodyOf(
  lead: string,
  sections: readonly Section[],
  footer: readonly string[],
): Pick<MailContent, 'text' | 'html'> {
  const parts = [
    ...(lead === '' ? [] : [lead]),
    ...sections.map(({ heading, lines }) => [heading, ...lines.map(lineText)].join('\n')),
    ...footer,
  ];
  const html = [
    '<!doctype html><html lang="en"><body>',
    ...(lead === '' ? [] : [`<p>${escapeHtml(lead)}</p>`]),
    ...sections.map(
      ({ heading, lines }) =>
        `<h2>${escapeHtml(heading)}</h2><ul>${lines.map(lineHtml).join('')}</ul>`,
    ),
    ...footer.map((line) => `<p>${escapeHtml(line)}</p>`),
    '</body></html>',
  ];
  return { text: `${parts.join('\n\n')}\n`, html: html.join('\n') };
}

function lineText({ text, link }: Line): string {
  return link === undefined ? `- ${oneLine(text)}` : `- ${oneLine(text)}\n  ${oneLine(link)}`;
}

function lineHtml({ text, link }: Line): string {
  const words = escapeHtml(oneLine(text));
  if (link === undefined) return `<li>${words}</li>`;
  const href = escapeHtml(oneLine(link));
  return `<li>${words}<br><a href="${href}">${href}</a></li>`;
}

/** No text of a contact or a code may begin another line, or another header. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
