import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { type Mail, type MailSender, createMailSender } from '../../adapters/mail.ts';
import {
  SMTP_LOGIN,
  SMTP_TRUSTED,
  type SmtpMood,
  type SmtpPeer,
  startSmtpPeer,
} from '../support/smtp-peer.ts';

const MAIL: Mail = {
  messageId: '0190aaaa-0000-7000-8000-000000000001@hub.example',
  to: { address: 'office@or.example' },
  subject: 'Oregon: 1 activity came in',
  text: 'Came in (1)\n- Transfer request from Texas\n',
  html: '<p>Came in (1)</p>',
};
/** Longer than a slow machine needs; short where the server is to say nothing. */
const DEADLINES = { connectMs: 30_000, idleMs: 30_000, totalMs: 40_000 };
const SHORT = { connectMs: 500, idleMs: 500, totalMs: 1_000 };
const STRANGER = readFileSync(new URL('../../fixtures/tls/stranger.pem', import.meta.url), 'utf8');

describe('mail', () => {
  let peer: SmtpPeer;
  let sender: MailSender;

  const senderTo = (port: number, more: object = {}): MailSender =>
    createMailSender({
      url: `smtp://127.0.0.1:${port}`,
      from: 'hub@hub.example',
      deadlines: DEADLINES,
      ...more,
    });

  describe('to a plain server of the same machine', () => {
    before(async () => {
      peer = await startSmtpPeer();
      sender = senderTo(peer.port);
    });
    after(() => peer.close());

    it('arrives whole, under its Message-ID, as text and as HTML', async () => {
      expect(await sender.send(MAIL)).to.deep.equal({ kind: 'taken' });
      const [mail] = peer.taken;
      expect(mail?.messageId).to.equal(`<${MAIL.messageId}>`);
      expect([mail?.from, mail?.to]).to.deep.equal(['hub@hub.example', ['office@or.example']]);
      expect(mail?.raw).to.include('Subject: Oregon: 1 activity came in');
      expect(mail?.raw).to.match(/multipart\/alternative/);
      expect(mail?.raw).to.match(/Auto-Submitted: auto-generated/i);
    });

    const moods: [SmtpMood, string, string][] = [
      ['refuse-mailbox', 'refused', 'MAIL_REFUSED'],
      ['refuse-data', 'refused', 'MAIL_REFUSED'],
      ['refuse-sender', 'failed', 'MAIL_SENDER_REFUSED'],
      ['busy', 'failed', 'MAIL_SERVER_BUSY'],
      ['busy-after-data', 'failed', 'MAIL_SERVER_BUSY'],
      ['hang', 'failed', 'MAIL_SERVER_UNREACHABLE'],
      ['close-before-data', 'failed', 'MAIL_SERVER_UNREACHABLE'],
      ['take-and-close', 'failed', 'MAIL_SERVER_UNREACHABLE'],
    ];
    for (const [mood, kind, code] of moods) {
      it(`to a server that would ${mood} is ${kind}: ${code}`, async () => {
        peer.moods(mood);
        const asked = mood === 'hang' ? senderTo(peer.port, { deadlines: SHORT }) : sender;
        expect(await asked.send(MAIL)).to.deep.equal({ kind, code });
        expect(await sender.send(MAIL)).to.deep.equal({ kind: 'taken' });
      });
    }

    const injections = ['a\r\nBcc: x@y.example', 'a\nX-Evil: 1', 'a\u2028b', 'a\r\n\r\nbody'];
    for (const text of injections) {
      it(`lets no text begin a header: ${JSON.stringify(text)}`, async () => {
        const to = { address: 'office@or.example', name: text };
        await sender.send({ ...MAIL, to, subject: text });
        const mail = peer.taken.at(-1);
        const head = mail?.raw.split(/\r?\n\r?\n/)[0] ?? '';
        expect(head).to.not.match(/^(Bcc|X-Evil|body)/im);
        expect(mail?.to).to.deep.equal(['office@or.example']);
      });
    }

    it('reads no file and fetches nothing that a text names', async () => {
      const text = { path: '/etc/passwd' } as unknown as string;
      const outcome = await sender.send({ ...MAIL, text });
      expect(outcome.kind).to.equal('failed');
    });
  });

  describe('to a server with STARTTLS and a login', () => {
    before(async () => {
      peer = await startSmtpPeer({ guarded: true });
    });
    after(() => peer.close());

    const login = (user: string, pass: string): string =>
      `smtp://${encodeURIComponent(user)}:${encodeURIComponent(pass)}@localhost:${peer.port}`;

    it('arrives encrypted, as who logged in', async () => {
      const url = login(SMTP_LOGIN.user, SMTP_LOGIN.pass);
      const outcome = await senderTo(peer.port, { url, trusted: SMTP_TRUSTED }).send(MAIL);
      expect(outcome).to.deep.equal({ kind: 'taken' });
      expect(peer.taken.at(-1)).to.include({ secure: true, user: 'hub' });
    });

    it('is not handed to one that cannot prove who it is', async () => {
      const url = login(SMTP_LOGIN.user, SMTP_LOGIN.pass);
      const outcome = await senderTo(peer.port, { url, trusted: STRANGER }).send(MAIL);
      expect(outcome).to.deep.equal({ kind: 'failed', code: 'MAIL_IDENTITY_UNPROVEN' });
    });

    it('says that the login was refused', async () => {
      const url = login(SMTP_LOGIN.user, 'another');
      const outcome = await senderTo(peer.port, { url, trusted: SMTP_TRUSTED }).send(MAIL);
      expect(outcome).to.deep.equal({ kind: 'failed', code: 'MAIL_LOGIN_REFUSED' });
    });
  });

  it('to a server that says nothing, or is not there, fails in time', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const failed = { kind: 'failed', code: 'MAIL_SERVER_UNREACHABLE' };
    expect(await senderTo(port, { deadlines: SHORT }).send(MAIL)).to.deep.equal(failed);
    await new Promise((resolve) => silent.close(resolve));
    expect(await senderTo(port).send(MAIL)).to.deep.equal(failed);
  });

  it('under way fails when the sender is closed', async () => {
    const hanging = await startSmtpPeer();
    hanging.always('hang');
    const closing = senderTo(hanging.port);
    const sending = closing.send(MAIL);
    while (hanging.offered() === 0) await new Promise(setImmediate);
    closing.close();
    expect((await sending).kind).to.equal('failed');
    await hanging.close();
  });
});
