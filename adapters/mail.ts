import { createTransport } from 'nodemailer';

/** One mail to one mailbox. */
export interface Mail {
  /** The same for every try, so that a mailbox that took it twice can tell. */
  readonly messageId: string;
  readonly to: { readonly address: string; readonly name?: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Why a mail was not taken; codes of docs/errors.md. */
export type MailFailureCode =
  | 'MAIL_SERVER_UNREACHABLE'
  | 'MAIL_SERVER_BUSY'
  | 'MAIL_IDENTITY_UNPROVEN'
  | 'MAIL_LOGIN_REFUSED'
  | 'MAIL_SENDER_REFUSED'
  | 'MAIL_REFUSED';

/**
 * - `taken`: the server answered that it has the mail.
 * - `refused`: the server will not take this mail to this mailbox, ever.
 * - `failed`: it may or may not have it; another try under the same Message-ID is safe.
 */
export type MailOutcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly code: MailFailureCode }
  | { readonly kind: 'failed'; readonly code: MailFailureCode };

/** Hands mails to one server. Never throws for what the server does. */
export interface MailSender {
  /** Domain for Message-IDs. */
  readonly domain: string;
  send(mail: Mail): Promise<MailOutcome>;
  /** Breaks off what is under way: it fails. */
  close(): void;
}

export interface MailOptions {
  /** `smtps://user:password@host:465`, or `smtp://…`, which must begin TLS outside of loopback. */
  readonly url: string;
  readonly from: string;
  /** PEM of the authorities that the server's certificate must come from; the public ones without it. */
  readonly trusted?: string;
  readonly deadlines?: MailDeadlines;
}

export interface MailDeadlines {
  readonly connectMs: number;
  readonly idleMs: number;
  /** The whole of one mail. */
  readonly totalMs: number;
}

const DEADLINES: MailDeadlines = { connectMs: 10_000, idleMs: 20_000, totalMs: 60_000 };
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Connects nothing yet: each mail goes over a connection of its own. */
export function createMailSender(options: MailOptions): MailSender {
  const { from, trusted, deadlines = DEADLINES } = options;
  const url = new URL(options.url);
  const transport = createTransport(
    {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(url.port === '' ? (url.protocol === 'smtps:' ? 465 : 587) : url.port),
      secure: url.protocol === 'smtps:',
      requireTLS: url.protocol === 'smtp:' && !LOOPBACK.has(url.hostname),
      tls: { minVersion: 'TLSv1.2', ...(trusted === undefined ? {} : { ca: trusted }) },
      ...loginOf(url),
      connectionTimeout: deadlines.connectMs,
      dnsTimeout: deadlines.connectMs,
      greetingTimeout: deadlines.connectMs,
      socketTimeout: deadlines.idleMs,
      // Nothing of a mail is ever fetched from a path or an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from, headers: { 'Auto-Submitted': 'auto-generated' } },
  );
  const closing = new AbortController();
  return {
    domain: from.slice(from.lastIndexOf('@') + 1).replace(/>.*$/, ''),
    send: async ({ messageId, to, subject, text, html }) => {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(deadlines.totalMs)]);
      const { address, name = '' } = to;
      try {
        const envelope = { to: { address, name }, messageId: `<${messageId}>` };
        await transport.sendMail({ ...envelope, subject, text, html, signal });
        return { kind: 'taken' };
      } catch (error) {
        return outcomeOf(error as SmtpError);
      }
    },
    close: () => {
      closing.abort();
      transport.close();
    },
  };
}

function loginOf({ username, password }: URL): object {
  if (username === '') return {};
  return { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } };
}

/** What nodemailer says of a failure: classes, never the server's words. */
interface SmtpError {
  readonly code?: string;
  readonly responseCode?: number;
  readonly command?: string;
  /** Of Node.js, where the socket failed. */
  readonly originalCode?: string;
}

/** Commands by which a server judges the mail and not the hub. */
const OF_THE_MAIL: ReadonlySet<string> = new Set(['RCPT TO', 'DATA']);

function outcomeOf(error: SmtpError): MailOutcome {
  const { code = '', responseCode = 0, command = '', originalCode = '' } = error;
  if (code === 'EAUTH' || code === 'ENOAUTH') return failed('MAIL_LOGIN_REFUSED');
  if (code === 'ETLS' || OF_CERTIFICATES.test(originalCode))
    return failed('MAIL_IDENTITY_UNPROVEN');
  if (responseCode >= 500) {
    if (OF_THE_MAIL.has(command)) return { kind: 'refused', code: 'MAIL_REFUSED' };
    return failed('MAIL_SENDER_REFUSED');
  }
  return failed(responseCode >= 400 ? 'MAIL_SERVER_BUSY' : 'MAIL_SERVER_UNREACHABLE');
}

/** Node.js tells of a certificate that proves nothing by names of OpenSSL. */
const OF_CERTIFICATES = /CERT|ERR_TLS|ERR_SSL|^UNABLE_TO_/;

const failed = (code: MailFailureCode): MailOutcome => ({ kind: 'failed', code });
