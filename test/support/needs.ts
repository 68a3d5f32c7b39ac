import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import {
  MACHINE_TOOLS,
  installCommand,
  installPackages,
  isProgram,
  missingNeeds,
} from '../../hub/cli/debian-packages.ts';
import { BROKER_NEED } from '../../hub/cli/private-broker.ts';
import type { Need } from '../../hub/cli/debian-packages.ts';
import { FAKETIME } from './faketime.ts';

/** What the tests need of the machine beside Node.js and the packages of npm. */
export const TEST_NEEDS: readonly Need[] = [
  { name: 'the OpenSSH server', aptPackage: 'openssh-server', isThere: () => isProgram('sshd') },
  { name: 'the OpenSSH client', aptPackage: 'openssh-client', isThere: () => isProgram('sftp') },
  {
    name: 'OpenSSL, which checks signatures for the second verifier',
    aptPackage: 'openssl',
    isThere: () => isProgram('openssl'),
  },
  pythonModule('zeep', 'a SOAP client of other people'),
  pythonModule('xmlsec', 'signatures of that client'),
  BROKER_NEED,
  {
    name: 'libfaketime, which moves the time of a process',
    aptPackage: 'faketime',
    isThere: () => isFile(FAKETIME),
  },
  {
    name: 'pika, the AMQP client of Python',
    aptPackage: 'python3-pika',
    isThere: () => isFile('/usr/lib/python3/dist-packages/pika/__init__.py'),
  },
  { name: 'the browser Chromium', aptPackage: 'chromium', isThere: () => isProgram('chromium') },
];

/** Of the system's own Python, whatever another one the path names. */
function pythonModule(module: string, name: string): Need {
  return {
    name: `${name} (python3-${module})`,
    aptPackage: `python3-${module}`,
    isThere: () =>
      new Promise((resolve) => {
        execFile('/usr/bin/python3', ['-c', `import ${module}`], (error) => {
          resolve(error === null);
        });
      }),
  };
}

function isFile(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * Meets the needs of the tests: root installs what is missing; another user gets the line to run
 * instead, and the tests do not start.
 */
export async function meetNeeds(
  needs: readonly Need[],
  isRoot: boolean,
): Promise<string | undefined> {
  const missing = await missingNeeds(needs);
  if (missing.length === 0) return undefined;
  const names = missing.map(({ name }) => name).join(', ');
  if (!isRoot) return `the tests need ${names}; as root: ${installCommand(missing)}`;
  console.log(`installing ${names}`);
  await installPackages(missing, MACHINE_TOOLS).catch((error: unknown) => {
    console.error(String(error));
  });
  if ((await missingNeeds(missing)).length === 0) return undefined;
  return `the tests need ${names}, and apt could not install it: ${installCommand(missing)}`;
}
