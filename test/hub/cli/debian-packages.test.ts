import { expect } from 'chai';
import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  installCommand,
  installPackages,
  isProgram,
  missingNeeds,
} from '../../../hub/cli/debian-packages.ts';
import type { Need, PackageTools } from '../../../hub/cli/debian-packages.ts';
import { meetNeeds } from '../../support/needs.ts';

const need = (name: string, aptPackage: string, there: boolean): Need => ({
  name,
  aptPackage,
  isThere: () => Promise.resolve(there),
});
const BROKER = need('a broker', 'rabbitmq-server', false);
const SHELL = need('a shell', 'openssh-server', true);
const CLIENT = need('a client', 'openssh-client', false);

describe('debian packages', () => {
  let folder: string;
  let tools: PackageTools;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compact-hub-apt-'));
    tools = { aptGet: join(folder, 'apt-get'), servicePolicy: join(folder, 'policy-rc.d') };
    await standIn('exit 0');
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** An apt-get that notes its arguments and the service policy of that moment. */
  async function standIn(end: string): Promise<void> {
    const script = `#!/bin/sh\necho "$@" >>${folder}/calls\ncp ${tools.servicePolicy} ${folder}/during\n${end}\n`;
    await writeFile(tools.aptGet, script);
    await chmod(tools.aptGet, 0o755);
  }

  it('are there when their program is', async () => {
    expect(await isProgram('sh')).to.equal(true);
    expect(await isProgram('no-such-program')).to.equal(false);
  });

  it('are missing in the order of the needs', async () => {
    expect(await missingNeeds([BROKER, SHELL, CLIENT])).to.deep.equal([BROKER, CLIENT]);
  });

  it('are named in one line for an administrator', () => {
    expect(installCommand([BROKER, CLIENT, BROKER])).to.equal(
      'apt-get install --no-install-recommends rabbitmq-server openssh-client',
    );
  });

  it('are installed without their services', async () => {
    await installPackages([BROKER, CLIENT], tools);
    const calls = (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');
    expect(calls[0]).to.equal('update -q');
    expect(calls[1]).to.match(/^install .* rabbitmq-server openssh-client$/);
    expect(await readFile(join(folder, 'during'), 'utf8')).to.contain('exit 101');
    expect(await readdir(folder)).to.have.members(['apt-get', 'calls', 'during']);
  });

  for (const end of ['exit 0', 'exit 100']) {
    it(`leave an administrator's policy as it was when apt ends with "${end}"`, async () => {
      await standIn(end);
      await writeFile(tools.servicePolicy, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
      await installPackages([BROKER], tools).catch(() => undefined);
      expect(await readFile(tools.servicePolicy, 'utf8')).to.equal('#!/bin/sh\nexit 0\n');
      expect(await readFile(join(folder, 'during'), 'utf8')).to.contain('exit 101');
      expect(await readdir(folder)).to.not.contain('policy-rc.d.before-compact-hub');
    });
  }

  it('that cannot be installed are an error', async () => {
    await standIn('exit 100');
    const failure = await installPackages([BROKER], tools).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
  });

  it('that a user without rights lacks end in the line to run', async () => {
    expect(await meetNeeds([SHELL], false)).to.equal(undefined);
    expect(await meetNeeds([BROKER, CLIENT], false)).to.equal(
      'the tests need a broker, a client; as root: apt-get install --no-install-recommends rabbitmq-server openssh-client',
    );
  });
});
