import { writeFileSync } from 'node:fs';
import { CLIENT } from './sign-in-provider.ts';

interface Configured {
  readonly id: string;
  readonly member: string;
  readonly issuer: string;
}

/** Writes a file of providers, with the secret that they gave beside it. `mfa` says a second factor. */
export function providersFile(file: string, providers: readonly Configured[]): void {
  writeFileSync(`${file}.secret`, `${CLIENT.secret}\n`);
  const entries = providers.map((one) => ({
    ...one,
    name: `Agency of ${one.member}`,
    clientId: CLIENT.id,
    clientSecretFile: `${file}.secret`,
    secondFactor: { amr: ['mfa'] },
  }));
  writeFileSync(file, JSON.stringify({ providers: entries }));
}
