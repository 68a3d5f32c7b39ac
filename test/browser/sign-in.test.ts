import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { createSettableClock } from '../support/settable-clock.ts';
import {
  PASSWORD,
  type TestAccounts,
  type TestPerson,
  createMailbox,
  createTestAccounts,
} from '../support/test-accounts.ts';
import { checkAccessible, checkFitsWidth } from './support/accessible.ts';
import { PHONE, keepScreenshot, useBrowserSite } from './support/browser-site.ts';

describe('signing in at the console', () => {
  const wallClock = createSettableClock();
  let accounts: TestAccounts;
  const browser = useBrowserSite({
    wallClock,
    prepare: (hub) => {
      accounts = createTestAccounts(hub, wallClock);
      return hub.playTo('requested');
    },
  });

  const titled = (page: Page, title: string) =>
    page.getByRole('heading', { level: 1, name: title }).waitFor();

  /** What a page must be at each of its steps. */
  const check = async (page: Page, name: string): Promise<void> => {
    await checkAccessible(page);
    await keepScreenshot(page, name);
  };

  const giveFirstFactor = async (page: Page, email: string, password: string): Promise<void> => {
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Next' }).click();
  };

  const giveCode = async (page: Page, person: Pick<TestPerson, 'secret'>): Promise<void> => {
    await page.getByLabel('Code of your authenticator app').fill(accounts.freshCode(person.secret));
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  describe('journey: invitation to first sign-in', () => {
    it('leads over password, phone, codes and policy to the first steps, and next time straight in', async () => {
      const { token, email } = await accounts.invitation('OR', ['compact-office']);
      const options = { expectedStatuses: [422], viewport: PHONE };
      const page = await browser.open(`/app/invitation#${token}`, options);
      await page.getByText('you are invited to the compact hub for Oregon').waitFor();
      await check(page, 'invitation');
      await page.getByLabel('New password').fill('passwordpassword');
      await page.getByRole('button', { name: 'Choose this password' }).click();
      await page.getByText('one of the passwords that are tried first').waitFor();
      await page.getByLabel('New password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Choose this password' }).click();

      await titled(page, 'Set up your second step');
      await page.getByRole('img', { name: 'QR code' }).waitFor();
      const shown = await page.locator('.secret').innerText();
      const secret = shown.replaceAll(' ', '');
      expect(shown).to.match(/^(?:[A-Z2-7]{4} )+[A-Z2-7]{4}$/);
      await check(page, 'enrolment');
      await page.getByLabel('Code that the app shows now').fill(accounts.freshCode(secret));
      await page.getByRole('button', { name: 'Go on' }).click();

      await titled(page, 'Keep your recovery codes');
      expect(await page.locator('.codes li').count()).to.equal(10);
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.getByText('Say first that you keep them.').waitFor();
      await check(page, 'recovery-codes');
      await page.getByLabel('I keep these codes').check();
      await page.getByRole('button', { name: 'Go on' }).click();

      await page.getByLabel('I have read the policy').waitFor();
      await check(page, 'policy');
      await page.getByLabel('I have read the policy').check();
      await page.getByRole('button', { name: 'Agree and go on' }).click();
      await titled(page, 'First steps');
      await check(page, 'welcome');
      await checkFitsWidth(page);

      const next = await browser.open('/app');
      await giveFirstFactor(next, email, PASSWORD);
      await giveCode(next, { secret });
      await titled(next, 'Today');
    });
  });

  it('opens the page that was asked for, by the keyboard alone', async () => {
    const person = await accounts.person('OR', ['compact-office']);
    const page = await browser.open('/app/messages?from=OR');
    await page.waitForURL('**/app/sign-in?to=*');
    await titled(page, 'Sign in');
    await check(page, 'sign-in');
    await page.keyboard.type(person.email);
    await page.keyboard.press('Enter');
    await page.getByLabel('Password', { exact: true }).waitFor();
    await check(page, 'sign-in-password');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await titled(page, 'Second step');
    await check(page, 'second-factor');
    await page.keyboard.type('123');
    await page.keyboard.press('Enter');
    await page.getByText('The code has six digits.').waitFor();
    await check(page, 'second-factor-short');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(accounts.freshCode(person.secret));
    await page.keyboard.press('Enter');
    await page.getByText('1 message fits what you asked for').waitFor();
    expect(new URL(page.url()).pathname).to.equal('/app/messages');
    expect(new URL(page.url()).search).to.equal('?from=OR');
  });

  it('takes a recovery code where the phone is not at hand, and signs out', async () => {
    const person = await accounts.person('OR', ['compact-office']);
    const page = await browser.open('/app/sign-in?to=/account');
    await giveFirstFactor(page, person.email, PASSWORD);
    await page.getByRole('button', { name: 'use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(person.recoveryCodes[0] ?? '');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await titled(page, 'Your account');
    await check(page, 'account');
    await page.getByRole('button', { name: 'End this session' }).click();
    await titled(page, 'Sign in');
    await page.goto('/app/messages');
    await titled(page, 'Sign in');
  });

  it('asks for a fresh code before what needs one, and then goes on with it', async () => {
    const person = await accounts.person('OR', ['compact-office']);
    const page = await browser.open('/app/sign-in?to=/account', { expectedStatuses: [403] });
    await giveFirstFactor(page, person.email, PASSWORD);
    await giveCode(page, person);
    await titled(page, 'Your account');
    const sessions = page.getByRole('region', { name: /^Your sessions/ });
    await sessions.getByText('this one').waitFor();
    const others = sessions.getByRole('button', { name: 'End all others' });
    await others.click();
    await others.waitFor({ state: 'detached' });

    await browser.site.query(`UPDATE sessions SET factor_at = factor_at - interval '1 hour'`);
    const codes = page.getByRole('region', { name: 'Recovery codes' });
    await codes.getByRole('button', { name: 'Make new codes' }).click();
    const question = page.getByRole('dialog', { name: 'Is it you?' });
    await question.waitFor();
    await check(page, 'step-up');
    await question.getByRole('button', { name: 'Not now' }).click();
    await codes.getByText('Nothing was done').waitFor();
    await codes.getByRole('button', { name: 'Make new codes' }).click();
    await question.getByLabel('Code of your app').fill(accounts.freshCode(person.secret));
    await question.getByRole('button', { name: 'Go on' }).click();
    await codes.getByText('These are your codes from now on').waitFor();
    expect(await codes.locator('.codes li').count()).to.equal(10);
    await check(page, 'account-codes');
    await page.getByRole('link', { name: 'Messages' }).click();
    await page.getByRole('table', { name: 'Messages' }).waitFor();
  });

  it('says whom to ask, state by state, and never whether there is such an account', async () => {
    const page = await browser.open('/app/sign-in', { viewport: PHONE });
    await giveFirstFactor(page, 'nobody@or.example', PASSWORD);
    await page.getByText('That did not work.').waitFor();
    await page.getByText('No account, locked out').click();
    await page.getByLabel('Your state').selectOption('OR');
    await page.locator('.entry__help [aria-live] > *').waitFor();
    await check(page, 'sign-in-help');
    await checkFitsWidth(page);
  });

  describe('journey: lockout and release', () => {
    it('locks after five failures until the state’s administrator opens the account', async () => {
      const person = await accounts.person('OR', ['compact-office']);
      const page = await browser.open('/app/sign-in');
      await page.getByLabel('E-mail address').fill(person.email);
      await page.getByRole('button', { name: 'Next' }).click();
      for (let tried = 1; tried <= 5; tried += 1) {
        await page.getByLabel('Password', { exact: true }).fill(`not the right one ${tried}`);
        const answered = page.waitForResponse('**/v1/session');
        await page.getByRole('button', { name: 'Next' }).click();
        expect((await answered).status()).to.equal(401);
        await page.getByText('That did not work.').waitFor();
      }
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      const refused = page.waitForResponse('**/v1/session');
      await page.getByRole('button', { name: 'Next' }).click();
      expect((await refused).status()).to.equal(401);

      const office = await browser.openAs(
        'OR state-administrator',
        '/app/administration?state=locked',
      );
      await office.getByRole('table', { name: 'Accounts' }).getByRole('link').click();
      await office.getByRole('button', { name: 'Open it' }).click();
      await office.getByRole('button', { name: 'Open it' }).waitFor({ state: 'detached' });

      const again = await browser.open('/app/sign-in?to=/account');
      await giveFirstFactor(again, person.email, PASSWORD);
      await giveCode(again, person);
      await titled(again, 'Your account');
    });
  });

  it('conceals an idle screen until both factors are shown again', async () => {
    const person = await accounts.person('OR', ['compact-office']);
    const { cookie } = person.browser;
    const page = await browser.open('/app/sign-in', { cookie });
    await page.clock.install();
    await page.goto('/app/messages');
    await page.getByRole('table', { name: 'Messages' }).waitFor();
    await page.clock.fastForward('15:10');
    await titled(page, 'Locked');
    expect(await page.getByRole('table', { name: 'Messages' }).isVisible()).to.equal(false);
    await check(page, 'locked');
    await page.reload();
    await titled(page, 'Locked');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Code of your authenticator app').fill(accounts.freshCode(person.secret));
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('table', { name: 'Messages' }).waitFor();
  });

  it('lets a mailed link choose another password, and still asks for the phone', async () => {
    const mailbox = createMailbox();
    const mailing = await browser.site.start({ sendLink: mailbox.send });
    const person = await accounts.person('OR', ['compact-office']);
    const page = await browser.open(`${mailing.url}/app/forgotten`);
    await check(page, 'forgotten');
    await page.getByLabel('E-mail address').fill(person.email);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await titled(page, 'Look into your mail');
    const token = await browser.site.until(
      () => Promise.resolve(mailbox.newest(person.email)),
      (sent) => sent !== undefined,
    );
    await page.goto(`${mailing.url}/app/reset#${token ?? ''}`);
    await check(page, 'reset');
    await page.getByLabel('New password').fill('eleven slow kites return');
    await page.getByRole('button', { name: 'Choose this password' }).click();
    await titled(page, 'Your password is changed');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await giveFirstFactor(page, person.email, 'eleven slow kites return');
    await titled(page, 'Second step');
    await mailing.stop();
  });

  it('says what to do with a link that opens nothing', async () => {
    const options = { expectedStatuses: [404] };
    const page = await browser.open('/app/invitation#' + 'A'.repeat(43), options);
    await page.getByText('This link opens nothing any more.').waitFor();
    await check(page, 'invitation-over');
  });
});
