import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, constants, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Something that the machine must bring, and the Debian package that brings it. */
export interface Need {
  /** What a person calls it, such as "the RabbitMQ broker". */
  readonly name: string;
  readonly aptPackage: string;
  /** True when it is there; looks for the program itself, for not every machine is a Debian. */
  isThere(): Promise<boolean>;
}

/** The machine's side of an installation; a test gives another. */
export interface PackageTools {
  /** apt-get, by name or path. */
  readonly aptGet: string;
  /** Debian's file that says whether an installed service may start (policy-rc.d(8)). */
  readonly servicePolicy: string;
}

export const MACHINE_TOOLS: PackageTools = {
  aptGet: 'apt-get',
  servicePolicy: '/usr/sbin/policy-rc.d',
};

const POLICY = '#!/bin/sh\n# Written by compact-hub while it installs packages.\nexit 101\n';

/** Where Debian puts programs, those of services too, which are not on the path of users. */
const PROGRAM_FOLDERS = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin'];

/** True when a program of this name can be run. */
export async function isProgram(name: string): Promise<boolean> {
  const found = PROGRAM_FOLDERS.map((folder) =>
    access(join(folder, name), constants.X_OK).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(found)).includes(true);
}

/** The needs that the machine does not meet, in their order. */
export async function missingNeeds(needs: readonly Need[]): Promise<readonly Need[]> {
  const there = await Promise.all(needs.map((need) => need.isThere()));
  return needs.filter((_, index) => there[index] !== true);
}

/** The one line that a person without root's rights asks an administrator to run. */
export function installCommand(needs: readonly Need[]): string {
  return `apt-get install --no-install-recommends ${packagesOf(needs).join(' ')}`;
}

/**
 * Installs what `needs` lack, as root on Debian. No service of theirs starts: the hub and its tests
 * run private ones. apt's words go to standard error. Throws when apt fails.
 */
export async function installPackages(needs: readonly Need[], tools: PackageTools): Promise<void> {
  await withoutServices(tools.servicePolicy, async () => {
    await run(tools.aptGet, ['update', '-q']);
    const quiet = ['install', '-q', '-y', '--no-install-recommends'];
    await run(tools.aptGet, [...quiet, '-o', 'DPkg::Lock::Timeout=300', ...packagesOf(needs)]);
  });
}

const packagesOf = (needs: readonly Need[]): string[] => [
  ...new Set(needs.map(({ aptPackage }) => aptPackage)),
];

/** Forbids the start of services meanwhile, and puts back what an administrator had said. */
async function withoutServices(policy: string, work: () => Promise<void>): Promise<void> {
  const before = await readFile(policy, 'utf8').catch(() => undefined);
  const kept = `${policy}.before-compact-hub`;
  const isOurs = before === POLICY; // left by a process that was killed here
  if (before !== undefined && !isOurs) await rename(policy, kept);
  await writeFile(policy, POLICY);
  await chmod(policy, 0o755);
  try {
    await work();
  } finally {
    await rename(kept, policy).catch(() => rm(policy, { force: true }));
  }
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const child = spawn(program, args, { stdio: ['ignore', 2, 2], env: environment });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${program} ${args[0] ?? ''} failed`);
}
