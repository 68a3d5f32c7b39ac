import { expect } from 'chai';
import { composeLink, composeNotices } from '../../../hub/notify/compose-mail.ts';
import { hookEvent } from '../../../hub/notify/hook-event.ts';
import { mailAt, nextDigest } from '../../../hub/notify/notice-moments.ts';
import { NOTICE_EVENTS } from '../../../hub/notify/notice.ts';
import {
  type NoticeChoices,
  type NoticeMoment,
  momentOf,
  rolesTold,
} from '../../../hub/notify/notice-table.ts';
import { mintWebhookSecret, webhookHeaders } from '../../../hub/notify/webhook-signature.ts';

describe('when an office is mailed', () => {
  const cases: [string, NoticeMoment, string, string, string][] = [
    ['soon, by day', 'soon', '2026-11-20T16:00:00Z', 'America/Chicago', '2026-11-20T16:00:00Z'],
    [
      'soon, in the evening',
      'soon',
      '2026-11-21T03:00:00Z',
      'America/Chicago',
      '2026-11-21T13:00:00Z',
    ],
    [
      'soon, a minute before the quiet',
      'soon',
      '2026-11-21T02:59:00Z',
      'America/Chicago',
      '2026-11-21T02:59:00Z',
    ],
    ['soon, at seven', 'soon', '2026-11-20T13:00:00Z', 'America/Chicago', '2026-11-20T13:00:00Z'],
    [
      'pressing, at night',
      'pressing',
      '2026-11-21T06:00:00Z',
      'America/Chicago',
      '2026-11-21T06:00:00Z',
    ],
    [
      'digest, before seven',
      'digest',
      '2026-11-20T12:59:00Z',
      'America/Chicago',
      '2026-11-20T13:00:00Z',
    ],
    [
      'digest, at seven',
      'digest',
      '2026-11-20T13:00:00Z',
      'America/Chicago',
      '2026-11-21T13:00:00Z',
    ],
    [
      'digest, where clocks go ahead',
      'digest',
      '2026-03-08T06:30:00Z',
      'America/Chicago',
      '2026-03-08T12:00:00Z',
    ],
    [
      'digest, where clocks go back',
      'digest',
      '2026-11-01T05:30:00Z',
      'America/Chicago',
      '2026-11-01T13:00:00Z',
    ],
    [
      'digest, beyond the date line',
      'digest',
      '2026-11-20T16:59:00Z',
      'Pacific/Honolulu',
      '2026-11-20T17:00:00Z',
    ],
  ];
  for (const [name, moment, now, zone, at] of cases) {
    it(name, () => {
      expect(mailAt(moment, new Date(now), zone)).to.deep.equal(new Date(at));
    });
  }

  it('never waits more than 25 hours for a morning', () => {
    for (let hour = 0; hour < 24 * 366; hour += 5) {
      const now = new Date(Date.parse('2026-01-01T00:00:00Z') + hour * 3_600_000);
      const wait = nextDigest(now, 'America/New_York').getTime() - now.getTime();
      expect(wait).to.be.within(1, 25 * 3_600_000);
    }
  });
});

describe('who is told what', () => {
  const when = (
    member: string,
    event: (typeof NOTICE_EVENTS)[number],
    facts = {},
    choices: NoticeChoices = {},
  ) => momentOf({ member, event, facts }, choices) ?? '-';

  it('stands in one table, by state, nation and the hub itself', () => {
    const rows = NOTICE_EVENTS.map((event) => [
      event,
      when('OR', event, { other: 'OR' }),
      when('national', event, { other: 'OR' }),
      when('national', event, { other: 'national' }),
    ]);
    expect(rows).to.deep.equal([
      ['release-waiting', 'digest', '-', '-'],
      ['activity-arrived', 'digest', '-', '-'],
      ['deadline-near', 'digest', '-', '-'],
      ['deadline-missed', 'soon', '-', '-'],
      ['delivery-failed', 'soon', 'soon', 'soon'],
      ['incident-opened', 'soon', 'digest', 'pressing'],
      ['incident-closed', 'soon', 'digest', 'soon'],
      ['expiry-near', 'soon', '-', 'soon'],
      ['confirmation-due', 'digest', '-', '-'],
    ]);
  });

  it('does not let wait what cannot', () => {
    const type = 'compact.reporting-instructions-request.v1';
    expect(when('OR', 'activity-arrived', { type })).to.equal('soon');
    expect(when('OR', 'activity-arrived', { type: 'compact.progress-report.v1' })).to.equal(
      'digest',
    );
  });

  it('is as an office asks for', () => {
    expect(when('OR', 'deadline-missed', {}, { 'deadline-missed': 'off' })).to.equal('-');
    expect(when('OR', 'activity-arrived', {}, { 'activity-arrived': 'soon' })).to.equal('soon');
    expect(when('national', 'release-waiting', {}, { 'release-waiting': 'soon' })).to.equal('-');
  });

  it('names the persons of each event', () => {
    expect(rolesTold({ member: 'OR', event: 'expiry-near', facts: {} })).to.deep.equal([
      'state-administrator',
    ]);
  });
});

describe('the words of mails', () => {
  const facts = {
    transmissionId: '0190aaaa-0000-7000-8000-000000000001',
    caseId: 'C-00000000000000000000000000',
    type: 'compact.transfer-request.v1',
    other: 'TX',
    duty: 'transfer-reply',
    dueOn: '2026-12-01',
    code: 'DOCUMENT_REFUSED',
    next: 'correct-and-send-again',
    kind: 'delivery',
    count: 3,
  };
  const notices = NOTICE_EVENTS.map((event) => ({ event, facts, happenedAt: new Date(0) }));
  const parts = { member: 'OR', notices, publicUrl: 'https://hub.example' };

  it('say counts, types, cases, days, codes and links, as text and as HTML', () => {
    const contacts = new Map([['TX', { phone: '512-555-0100', mailbox: 'o@tx.example' }]]);
    const { subject, text, html } = composeNotices({ ...parts, contacts });
    expect(subject).to.equal(
      'Oregon: 1 deadline missed, 1 delivery failed, 1 incident began and more',
    );
    for (const body of [text, html]) {
      expect(body).to.include('Transfer request for Texas, case C-00000000000000000000000000');
      expect(body).to.include(
        'Investigate and reply to the transfer request: was due on 2026-12-01',
      );
      expect(body).to.include('DOCUMENT_REFUSED, correct it and send it again');
      expect(body).to.include(`https://hub.example/app/messages/${facts.transmissionId}`);
      expect(body).to.include('Texas: 512-555-0100, o@tx.example');
    }
    expect(html).to.not.match(/<(img|script|link|style|iframe)|src=|url\(/i);
  });

  it('let no contact write markup, lines or headers', () => {
    const evil = { phone: '<b onload="x">', hours: 'a\r\nBcc: x@y.example' };
    const { text, html, subject } = composeNotices({ ...parts, contacts: new Map([['TX', evil]]) });
    expect(html).to.include('&lt;b onload=&quot;x&quot;&gt;').and.not.include('<b ');
    expect(text).to.not.match(/^Bcc/m);
    expect(subject).to.not.match(/[\r\n]/);
  });

  it('name the first of many and count the rest', () => {
    const many = Array.from({ length: 1_000 }, () => notices[1]!);
    const { text, subject } = composeNotices({ ...parts, notices: many, contacts: new Map() });
    expect(subject).to.equal('Oregon: 1000 activities came in');
    expect(text).to.include('and 970 more').and.to.have.length.below(10_000);
  });

  it('tell of a link only what it is for, and until when', () => {
    const url = 'https://hub.example/reset/abc';
    const { text } = composeLink({
      kind: 'reset',
      url,
      expiresAt: new Date('2026-11-20T10:20:00Z'),
    });
    expect(text).to.include(url).and.include('valid until 2026-11-20 10:20 UTC');
  });

  it('are a CloudEvent of the same facts for machines', () => {
    const event = JSON.parse(
      hookEvent({
        id: 'x',
        member: 'OR',
        notice: notices[4]!,
        publicUrl: 'https://hub.example',
      }).toString(),
    ) as object;
    expect(event).to.deep.include({
      specversion: '1.0',
      id: 'x',
      source: 'https://hub.example',
      type: 'compact-hub.delivery-failed.v1',
      time: '1970-01-01T00:00:00.000Z',
      datacontenttype: 'application/json',
    });
  });
});

describe('signatures of web hooks', () => {
  it('are those of Standard Webhooks, by its published example', () => {
    const headers = webhookHeaders(
      {
        id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        at: new Date(1_614_265_330_000),
        body: Buffer.from('{"test": 2432232314}'),
      },
      ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    );
    expect(headers).to.deep.equal({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('have a secret of 32 random bytes', () => {
    const secret = mintWebhookSecret((size) => Buffer.alloc(size, 7));
    expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).to.have.length(32);
  });
});
