import { expect } from 'chai';
import { CONSOLE_PARTS, consoleEvidence } from './console.ts';
import { journeyLines } from './console/show-journeys.ts';
import { axeLine, keyboardLine } from './console/show-access.ts';
import { entrySize } from './console/show-speed.ts';
import { showCanaries, showCanaryPages } from './console/show-canaries.ts';
import { buildConsole } from '../support/build-console.ts';
import type { EvidenceOptions } from './evidence.ts';

const OPTIONS: EvidenceOptions = {
  full: false,
  seed: 2026,
  defect: undefined,
  progress: () => undefined,
};

const STATES = ['OR', 'TX', 'WA'];

/** Evidence that cannot fall short shows nothing. */
describe('the evidence of the console', function () {
  this.timeout(120_000);

  before(() => buildConsole());

  it('finds no canary of others among three states, with and without the policy table', async () => {
    const lines = await showCanaries({ ...OPTIONS, defect: undefined, states: STATES });
    expect(lines.filter(({ holds }) => !holds)).to.deep.equal([]);
    expect(lines).to.have.length(4);
    const answers = lines[0]?.cases ?? 0;
    console.log(`      ${answers} answers: ${lines[0]?.figure ?? ''}`);
  });

  it('finds none in a page of theirs', async () => {
    const how = { ...OPTIONS, defect: undefined, states: STATES, pages: ['messages'] };
    const lines = await showCanaryPages(how);
    expect(lines.map(({ holds }) => holds)).to.deep.equal([true]);
  });

  it('falls short under --break opens-cases, by the leak that it finds', async () => {
    const lines = await showCanaries({ ...OPTIONS, defect: 'opens-cases', states: STATES });
    const short = lines.filter(({ holds }) => !holds);
    expect(short.map(({ figure }) => figure).join('\n')).to.match(/^\d+ \(GET \/v1\/\S*C-\w+/);
  });

  it('finds no cell otherwise than the matrix, and no route that starts without its row', async () => {
    const lines = await consoleEvidence({ ...OPTIONS, part: 'policy' });
    expect(lines.filter(({ holds }) => !holds)).to.deep.equal([]);
    expect(lines.map(({ part }) => part)).to.deep.equal(['policy', 'policy']);
  });

  it('falls short under --break opens-release, by the cell that it finds', async () => {
    const lines = await consoleEvidence({ ...OPTIONS, defect: 'opens-release' });
    const short = lines.filter(({ holds }) => !holds);
    expect(short.map(({ figure }) => figure).join('\n')).to.contain('/release by ');
  });

  it('falls short where a journey failed or was not played', () => {
    const titles = (title: string): string[] => ['the console', title, 'does what it should'];
    const lines = journeyLines([
      { titles: titles('journey: lockout and release'), passed: true },
      { titles: titles('journey: a proof verified'), passed: false },
    ]);
    const held = lines.filter(({ holds }) => holds).map(({ line }) => line);
    expect(held).to.deep.equal(['journey: lockout and release']);
  });

  it('falls short where axe finds something, or a page was not looked at', () => {
    const pages = ['today', 'messages/:transmissionId'];
    const look = (path: string, violations = 0) => ({ path, width: 1280, violations });
    const whole = [look('/app/today'), look('/app/messages/x')];
    expect(axeLine(whole, pages).holds).to.equal(true);
    expect(axeLine([...whole, look('/app/today', 1)], pages).holds).to.equal(false);
    expect(axeLine([look('/app/today')], pages).figure).to.contain('messages/:transmissionId');
  });

  it('asks for two journeys by the keyboard alone', () => {
    const test = { titles: ['signing in', 'opens a page by the keyboard alone'], passed: true };
    expect(keyboardLine([test]).holds).to.equal(false);
    expect(keyboardLine([test, test]).holds).to.equal(true);
  });

  it('weighs the scripts that the page asks for', () => {
    const { bytes, files } = entrySize();
    expect(bytes).to.be.within(20_000, 250_000);
    expect(files).to.be.above(0);
  });

  it('knows no other defect, and no other part', async () => {
    const wrong = { ...OPTIONS, defect: 'no-such' };
    const failure = await consoleEvidence(wrong).catch((error: unknown) => String(error));
    expect(failure).to.contain('opens-cases, opens-release');
    expect(CONSOLE_PARTS).to.have.length(7);
  });
});
