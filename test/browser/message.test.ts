import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { PROJECT_ROOT } from '../../hub/project-root.ts';
import { activity } from '../support/activity.ts';
import type { TestHub, TestSite } from '../support/test-hub.ts';
import { checkAccessible, checkFitsWidth } from './support/accessible.ts';
import { PHONE, keepScreenshot, sessionOf, useBrowserSite } from './support/browser-site.ts';

const SAMPLE = join(PROJECT_ROOT, 'mappings/dialects/nested-json/samples/transfer-request.in.json');

/** The messages of this file by what became of them. */
const sent = { delivered: '', failed: '', waiting: '', csv: '', fixed: '' };

async function prepare(hub: TestHub, site: TestSite): Promise<void> {
  const settled = async (id: string, state: string): Promise<string> => {
    await site.until(
      async () => {
        const { body } = await hub.call('OR office', `GET /v1/messages/${id}`);
        const { deliveries = [], events = [] } = body as {
          deliveries?: { state: string }[];
          events?: unknown[];
        };
        return { state: deliveries.at(-1)?.state ?? 'none', leaves: events.length };
      },
      (now) => now.state === state && now.leaves > 0,
    );
    return id;
  };
  const idOf = ({ body, text }: { body: Record<string, unknown>; text: string }): string => {
    const id = body['transmissionId'];
    if (typeof id !== 'string') throw new Error(text);
    return id;
  };
  const native = await hub.call('OR', 'POST /v1/messages', {
    body: readFileSync(SAMPLE, 'utf8'),
    contentType: 'application/json',
  });
  sent.delivered = await settled(idOf(native), 'acknowledged');
  for (const [name, to] of [
    ['csv', 'AR'],
    ['fixed', 'KS'],
  ] as const) {
    const lines = await hub.submit('OR', activity('transfer-request', { from: 'OR', to }));
    sent[name] = await settled(idOf(lines), 'acknowledged');
  }
  site.state('CA').behave('refuse-document');
  const request = await hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'CA' }));
  sent.failed = await settled(idOf(request), 'dead-letter');
  const held = activity('transfer-request', { from: 'OR', to: 'CA', released: false });
  sent.waiting = await settled(idOf(await hub.submit('OR', held)), 'none');
}

describe('one message', () => {
  const browser = useBrowserSite({
    states: {
      OR: { dialect: 'nested-json' },
      TX: { dialect: 'element-xml' },
      AR: { dialect: 'csv-groups' },
      KS: { dialect: 'fixed-width' },
      CA: {},
    },
    prepare,
  });
  const open = (id: string, how = {}): Promise<Page> =>
    browser.openAs('OR compact-office', `/app/messages/${id}`, how);
  const steps = (page: Page): Promise<string[]> =>
    page.locator('.timeline__step .badge').allInnerTexts();

  it('says in a sentence how it stands, and tells the story of one that was delivered', async () => {
    const page = await open(sent.delivered);
    await page.getByText(/^Texas acknowledged it/).waitFor();
    const told = await steps(page);
    expect(told[0]).to.match(/^Received from Oregon by REST, [\d.]+ (?:kB|bytes)$/);
    expect(told[1]).to.match(/^Valid: it keeps to its schema, 0 problems/);
    await page.getByText('as its system told the hub').waitFor();
    await page.getByText('From here on it counts for both states').waitFor();
    expect(told.slice(2).join('\n')).to.match(
      /^Allowed: transfer request may follow in this case\nCrossed to Texas as number 1 of this case\nAttempt 1: handed over to Texas, .*\nAcknowledged by Texas/,
    );
    await page
      .getByText(/^Mon|^Tue|^Wed|^Thu|^Fri|^Sat|^Sun/)
      .first()
      .waitFor();
    await page.getByText('Rule 3.104').waitFor();
    await checkAccessible(page);
    await keepScreenshot(page, 'message');
  });

  it('tells times in the zone of the reader’s state, and in which that is', async () => {
    const page = await browser.openAs('OR compact-office', '/app/messages');
    const reader = { reference: 'U-READER', member: 'OR', role: 'compact-office' };
    const timeZone = 'Pacific/Honolulu';
    await page.route('**/v1/session', (route) =>
      route.fulfill({ json: sessionOf({ ...reader, timeZone }) }),
    );
    await page.goto(`/app/messages/${sent.delivered}`);
    const facts = page.getByRole('complementary', { name: 'Facts' });
    await facts
      .getByText(/, \d\d:\d\d HST/)
      .first()
      .waitFor();
    await page
      .locator('.timeline__day')
      .getByText(/^HST, /)
      .waitFor();
    const step = page.locator('.timeline__step time').first();
    const at = Date.parse((await step.getAttribute('datetime')) ?? '');
    // Ten hours behind, all year.
    expect(await step.innerText()).to.equal(
      new Date(at - 10 * 3_600_000).toISOString().slice(11, 19),
    );
  });

  it('says of one that failed what happened, whose turn it is, what to do and what waiting costs', async () => {
    const page = await open(sent.failed);
    await page
      .getByText('California does not have it: the system will not take this document.')
      .waitFor();
    const trouble = page.getByRole('region', { name: 'What to do' });
    await trouble.getByText('Ask California’s compact office').waitFor();
    // Where the other office has not said how it is reached, that is said here.
    await trouble.getByText('California has told the hub neither telephone nor mailbox').waitFor();
    await trouble.getByText('Who corrects it').waitFor();
    const words = await trouble.innerText();
    expect(words).to.include('California’s system refuses what was sent, as it is.');
    expect(words).to.include('California gave no reason that the hub may show.');
    expect(words).to.include('Yours');
    expect(words).to.include(
      'Ask California’s compact office what is wrong with it. Then correct it in your own system and send it as a new message',
    );
    expect(words).to.match(
      /Jordan Example, who has the case; or whoever submitted it in your own system as OR-\S+\./,
    );
    expect(words).to.include('the clocks of the rules run');
    expect(words).to.not.match(/memory|DOCUMENT_REFUSED/);
    expect((await steps(page)).at(-1)).to.equal(
      'Attempt 1: failed: the system will not take this document',
    );
    const found = page.getByRole('region', { name: /What the checks found/ });
    await found.getByText('Cannot be determined:').first().waitFor();
    // Codes, places and hashes stand folded.
    expect(await page.locator('body').innerText()).to.not.match(
      /OFFENSE_DESCRIBED|looked at|leaf \d|schema [0-9a-f]{8}/,
    );
    await found.getByText('Technical details').click();
    await found.getByText(/OFFENSE_DESCRIBED, looked at/).waitFor();
    await checkAccessible(page);
    await keepScreenshot(page, 'message-failed');
  });

  it('asks and answers of a failure the same as the list of failures does', async () => {
    const answers = async (of: Locator): Promise<string[]> => {
      await of.getByText('California has told the hub neither telephone nor mailbox').waitFor();
      await of.getByText('Who corrects it').waitFor();
      return (await of.locator('dt, dd').allInnerTexts()).map((text) => text.trim());
    };
    const page = await open(sent.failed);
    const told = await answers(page.getByRole('region', { name: 'What to do' }));
    await page.getByRole('link', { name: 'Open it among the failures' }).click();
    const cause = page.getByRole('region', { name: told[1] ?? '' });
    const listed = await answers(cause);
    expect(listed.slice(0, told.length - 2)).to.deep.equal(told.slice(2));
  });

  /** The page of the failed one, with another answer of California’s system kept of it. */
  const openWith = async (failure: Record<string, string>): Promise<string> => {
    const page = await browser.openAs('OR compact-office', '/app/messages');
    await page.route('**/v1/messages/*', async (route) => {
      const response = await route.fetch();
      const story = (await response.json()) as { deliveries: { failure: object }[] };
      const [delivery] = story.deliveries;
      if (delivery !== undefined) delivery.failure = { ...delivery.failure, ...failure };
      await route.fulfill({ response, json: story });
    });
    await page.goto(`/app/messages/${sent.failed}`);
    const trouble = page.getByRole('region', { name: 'What to do' });
    await trouble.getByText('Why', { exact: true }).waitFor();
    return trouble.innerText();
  };

  it('says what the other system answered, as far as the hub keeps it', async () => {
    expect(await openWith({ detail: 'status 422' })).to.include(
      'California’s system answered with status 422. California gave no reason that the hub may show.',
    );
    expect(await openWith({ detail: 'status 500, fault Client' })).to.include(
      'answered with status 500 and the fault “Client”.',
    );
    const reason = 'The county of residence is another.';
    const words = await openWith({ code: 'REFUSED_BY_STATE', detail: reason });
    expect(words).to.include(`California says: ${reason}`);
    expect(words).to.not.include('gave no reason');
  });

  it('calls what a state does not have what was offered to it', async () => {
    const page = await open(sent.failed);
    await page.getByRole('button', { name: 'Open the documents' }).click();
    await page.getByRole('heading', { name: /^What was offered to California/ }).waitFor();
    const notes = await page.locator('.line__note').allInnerTexts();
    expect(notes.filter((note) => note.includes(';'))).to.deep.equal([]);
    expect(notes.join('\n')).to.match(/▲ \d+ places are missing here that the checks looked for/);
    await page.getByRole('link', { name: /^What they found/ }).click();
    expect(new URL(page.url()).hash).to.equal('#findings');
    await checkAccessible(page);
    await keepScreenshot(page, 'message-failed-documents');
  });

  it('says at its top that what it asks for is late, and who owes it', async () => {
    const page = await browser.openAs('OR compact-office', '/app/messages');
    await page.route('**/v1/cases/*', async (route) => {
      const response = await route.fetch();
      const file = (await response.json()) as { deadlines: Record<string, string>[] };
      const reply = file.deadlines.find(({ duty }) => duty === 'transfer-reply') ?? {};
      reply['status'] = 'overdue';
      // Three days and a bit: the day itself is the first that is over.
      reply['dueAt'] = new Date(Date.now() - 2.5 * 86_400_000).toISOString();
      await route.fulfill({ response, json: file });
    });
    await page.goto(`/app/messages/${sent.delivered}`);
    await page
      .locator('.late-duties')
      .getByText(
        '3 days late. Texas owes: investigate and reply to the transfer request (Rule 3.104).',
      )
      .waitFor();
    await checkAccessible(page);
    await keepScreenshot(page, 'message-late');
  });

  it('says of one that waits for whom it does', async () => {
    const page = await open(sent.waiting);
    await page.getByText('It waits for Oregon’s compact office to release it.').waitFor();
    const ours = page.getByRole('region', { name: 'What to do' });
    expect(await ours.getByRole('button').allInnerTexts()).to.deep.equal(['Release…', 'Return…']);
    await ours.getByText('California does not have it and is told nothing of it').waitFor();
    await checkAccessible(page);
    await keepScreenshot(page, 'message-waiting');
    const officer = await browser.openAs('OR officer', `/app/messages/${sent.waiting}`);
    const told = officer.getByRole('region', { name: 'What to do' });
    await told.getByText('Oregon’s compact office', { exact: true }).waitFor();
    expect(await told.getByRole('button').count()).to.equal(0);
  });

  it('opens the documents only when asked to, side by side, and links their fields', async () => {
    const page = await open(sent.delivered);
    await page.getByText('Opening them is recorded').waitFor();
    await page.getByRole('button', { name: 'Open the documents' }).click();
    const canonical = page.getByRole('listbox', { name: 'Fields of: The compact message' });
    const option = canonical.getByRole('option', { name: /"intendedDepartureDate"/ });
    await option.focus();
    await page.getByText('Written: the day, written another way').waitFor();
    await page.getByText('Read: the day, written another way').waitFor();
    expect(await page.locator('.line[aria-selected=true]').count()).to.equal(3);
    await page.getByText('▲ offenseDate: Rule 3.101 cannot be determined').first().waitFor();
    await page.getByText('The documents were opened by Oregon').waitFor();
    // Oneself by name, in the story and in the list of who opened it.
    await page.getByText('by Test Person through this console').waitFor();
    const opened = page.getByRole('region', { name: 'Who opened it' });
    await opened.getByText('Test Person').first().waitFor();
    expect(await opened.innerText()).to.not.match(/U-[0-9A-Z]{10}/);
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('[role=option]:focus').innerText()).to.not.include('Departure');
    const pointedAt = canonical.getByRole('option', { name: /"registrable"/ });
    await pointedAt.hover();
    await canonical.getByRole('option', { name: /"registrable"/, selected: true }).waitFor();
    expect(await page.locator('.explained').innerText()).to.not.include('#/');
    await page.locator('.explained').getByText('Technical details').click();
    await page
      .locator('.explained')
      .getByText(/ · rule /)
      .first()
      .waitFor();
    await checkAccessible(page);
    await keepScreenshot(page, 'message-documents');
  });

  for (const [form, state] of [
    ['csv', 'Arkansas'],
    ['fixed', 'Kansas'],
  ] as const) {
    it(`shows a document of lines cell by cell, each linked with its field: ${form}`, async () => {
      const page = await open(sent[form]);
      await page.getByRole('button', { name: 'Open the documents' }).click();
      const canonical = page.getByRole('listbox', { name: 'Fields of: The compact message' });
      const written = page.getByRole('listbox', { name: `Fields of: What ${state} got` });
      await canonical.getByRole('option', { name: /"intendedDepartureDate"/ }).focus();
      const partner = written.locator('[aria-selected=true]');
      await partner.waitFor();
      expect(await partner.count()).to.equal(1);
      expect(await partner.innerText()).to.match(/^[A-Z0-9_-]+: [\d/-]+$/);
      await page.getByText(/^Written: the day, written another way/).waitFor();
      // And the other way: from the cell to the field.
      await written
        .getByRole('option', { name: /Testperson/i })
        .first()
        .focus();
      await canonical.getByRole('option', { name: /Testperson/, selected: true }).waitFor();
      await checkAccessible(page);
      await keepScreenshot(page, `message-documents-${form}`);
    });
  }

  it('opens the documents to the national office for a reason alone, and tells both states', async () => {
    const page = await browser.openAs('national-office', `/app/messages/${sent.delivered}`);
    await page.getByText('The national office opens them for a reason alone').waitFor();
    expect(await page.getByRole('button', { name: 'Open the documents' }).count()).to.equal(0);
    await page.getByRole('button', { name: 'Open with a reason' }).click();
    const question = page.getByRole('dialog');
    await question.getByText('Oregon and Texas will see that you opened them').waitFor();
    expect(await question.getByRole('button', { name: 'Open them' }).isDisabled()).to.equal(true);
    await question.getByLabel('Why').selectOption('DISPUTE');
    await question.getByLabel('In your words').fill('both say that they sent it first');
    await checkAccessible(page);
    await keepScreenshot(page, 'message-open-with-reason');
    await question.getByRole('button', { name: 'Open them' }).click();
    // The rules of the mapping are for the two states: it is text without links between the documents.
    await page.locator('pre[aria-label="The compact message"]').waitFor();
    const office = await open(sent.delivered);
    const viewings = office.getByRole('region', { name: 'Who opened it' });
    await viewings.getByText('both say that they sent it first').waitFor();
    await checkAccessible(office);
    await checkFitsWidth(office);
  });

  describe('journey: a proof verified, and refused after one byte is changed', () => {
    it('verifies the proof in the browser, step by step', async () => {
      const page = await open(sent.delivered);
      await page.getByRole('button', { name: 'Check the proof here' }).click();
      await page.getByText('The proof holds.').waitFor();
      // The verdict first: what was checked stands folded below it.
      await page.getByText(/^What was checked, step by step/).click();
      const told = await page.locator('.proof .badge').allInnerTexts();
      expect(told[0]).to.equal('The key of the ledger is read');
      expect(told[1]).to.match(/^The head of [\d,]+ entries is signed by the key of the ledger$/);
      expect(told[2]).to.match(
        /^“Received from Oregon by REST, .*” is an entry under that head, unchanged$/,
      );
      await page.getByRole('link', { name: 'Download the proof (JSON)' }).waitFor();
      expect(told.at(-2)).to.match(/entries follow from each other/);
      await page.getByRole('link', { name: 'Proven in the ledger' }).waitFor();
      await checkAccessible(page);
      await keepScreenshot(page, 'message-proof');
    });

    /** Each changes one byte of what the hub answers, and what the page then refuses. */
    const changes: [string, (answer: Answer) => void, RegExp][] = [
      [
        'an entry',
        ({ entries }) => {
          const [first] = entries;
          if (first !== undefined) first.entry = changedByte(first.entry, 40);
        },
        /does not lie under the signed head/,
      ],
      [
        'the signed head',
        (answer) => {
          const at = answer.checkpoint.length - 20;
          answer.checkpoint = changedByte(answer.checkpoint, at);
        },
        /head of the ledger is not signed/,
      ],
      ['an entry left out', ({ entries }) => entries.splice(1, 1), /do not follow from each other/],
    ];
    for (const [what, change, refused] of changes) {
      it(`refuses the proof visibly after a change: ${what}`, async () => {
        const page = await open(sent.delivered);
        await page.route('**/v1/messages/*/proof', async (route) => {
          const response = await route.fetch();
          const answer = (await response.json()) as Answer;
          change(answer);
          await route.fulfill({ response, json: answer });
        });
        await page.getByRole('button', { name: 'Check the proof here' }).click();
        await page.getByText('The proof does not hold: something was changed').waitFor();
        expect(await page.locator('.proof .badge--late').innerText()).to.match(refused);
        await page.getByRole('link', { name: 'The proof does not hold' }).waitFor();
        await keepScreenshot(page, 'message-proof-refused');
      });
    }

    it('refuses a story that says something else than the entries', async () => {
      const page = await browser.openAs('OR compact-office', '/app/messages');
      await page.route('**/v1/messages/*', async (route) => {
        const response = await route.fetch();
        const story = (await response.json()) as { events: { event: { occurredAt: string } }[] };
        const [first] = story.events;
        if (first !== undefined) first.event.occurredAt = '2026-11-20T09:00:00.000Z';
        await route.fulfill({ response, json: story });
      });
      await page.goto(`/app/messages/${sent.delivered}`);
      await page.getByRole('button', { name: 'Check the proof here' }).click();
      await page.getByText('This page tells something else than the entries').waitFor();
    });
  });

  it('fits a phone, one document at a time', async () => {
    const page = await open(sent.delivered, { viewport: PHONE });
    await page.getByText(/^Texas acknowledged it/).waitFor();
    await checkFitsWidth(page);
    await keepScreenshot(page, 'message');
    await page.getByRole('button', { name: 'Open the documents' }).click();
    await page.getByRole('button', { name: 'What Texas got' }).click();
    await page.getByRole('region', { name: 'What Texas got' }).waitFor();
    expect(await page.locator('.pane:visible').count()).to.equal(1);
    await checkFitsWidth(page);
    await checkAccessible(page);
    await keepScreenshot(page, 'message-documents');
  });

  it('prints without navigation and buttons', async () => {
    const page = await open(sent.delivered);
    await page.getByText(/^Texas acknowledged it/).waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation').count()).to.equal(0);
    expect(await page.locator('button:visible').count()).to.equal(0);
    await keepScreenshot(page, 'message-print');
  });
});

interface Answer {
  checkpoint: string;
  entries: { entry: string }[];
}

/** One character of base64 is another. */
function changedByte(text: string, at: number): string {
  return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
}
