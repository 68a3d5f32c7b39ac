import { readFileSync } from 'node:fs';
import { SMTPServer } from 'smtp-server';

const tlsFile = (name: string): string =>
  readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8');

/** The certificate by which the peer is known. */
export const SMTP_TRUSTED = tlsFile('server.pem');
export const SMTP_LOGIN = { user: 'hub', pass: 'pass word@1' } as const;

/** What the peer does with the next mail; then it takes what comes. */
export type SmtpMood =
  | 'take'
  | 'refuse-mailbox'
  | 'refuse-sender'
  | 'refuse-data'
  | 'busy'
  | 'busy-after-data'
  | 'hang'
  | 'close-before-data'
  | 'take-and-close';

export interface TakenMail {
  readonly to: readonly string[];
  readonly from: string;
  /** Headers and body as they came. */
  readonly raw: string;
  readonly messageId: string;
  readonly secure: boolean;
  readonly user: string | undefined;
}

export interface SmtpPeer {
  readonly port: number;
  /** Mails that it took, whether the sender heard of it or not. */
  readonly taken: readonly TakenMail[];
  /** Mails offered to it, taken or not. */
  offered(): number;
  moods(...moods: SmtpMood[]): void;
  /** Of every mail until it is changed. */
  always(mood: SmtpMood): void;
  close(): Promise<void>;
}

export interface SmtpPeerOptions {
  /** With STARTTLS and a login, as a real server of an agency asks for. */
  readonly guarded?: boolean;
}

const answer = (responseCode: number): Error =>
  Object.assign(new Error('said by the peer'), { responseCode });

/** A real SMTP server on loopback. */
export async function startSmtpPeer({ guarded = false }: SmtpPeerOptions = {}): Promise<SmtpPeer> {
  const taken: TakenMail[] = [];
  const queue: SmtpMood[] = [];
  let otherwise: SmtpMood = 'take';
  let mood: SmtpMood = 'take';
  let offered = 0;
  const server = new SMTPServer({
    key: tlsFile('server.key.pem'),
    cert: SMTP_TRUSTED,
    logger: false,
    closeTimeout: 200,
    authOptional: !guarded,
    ...(guarded ? {} : { disabledCommands: ['STARTTLS', 'AUTH'] }),
    onAuth: ({ username, password }, _session, callback) => {
      const isKnown = username === SMTP_LOGIN.user && password === SMTP_LOGIN.pass;
      callback(isKnown ? null : answer(535), isKnown ? { user: username } : undefined);
    },
    onMailFrom: (_address, session, callback) => {
      offered += 1;
      mood = queue.shift() ?? otherwise;
      if (mood === 'hang') return;
      if (mood === 'refuse-sender') callback(answer(550));
      else if (mood === 'busy') callback(answer(451));
      else if (mood === 'close-before-data') end(session.id);
      else callback();
    },
    onRcptTo: (_address, _session, callback) => {
      callback(mood === 'refuse-mailbox' ? answer(550) : null);
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (mood === 'refuse-data') callback(answer(554));
        else if (mood === 'busy-after-data') callback(answer(452));
        else {
          const raw = Buffer.concat(chunks).toString('utf8');
          const { mailFrom, rcptTo } = session.envelope;
          taken.push({
            raw,
            to: rcptTo.map(({ address }) => address),
            from: mailFrom === false ? '' : mailFrom.address,
            messageId: /^Message-ID: (<.+>)\r?$/im.exec(raw)?.[1] ?? '',
            secure: session.secure,
            user: typeof session.user === 'string' ? session.user : undefined,
          });
          if (mood === 'take-and-close') end(session.id);
          else callback();
        }
      });
    },
  });
  server.on('error', () => undefined);
  function end(id: string): void {
    for (const connection of server.connections) {
      if (connection.id === id) (connection as unknown as Ended)._socket.destroy();
    }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    taken,
    offered: () => offered,
    moods: (...more) => queue.push(...more),
    always: (next) => {
      otherwise = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

interface Ended {
  readonly _socket: { destroy(): void };
}
