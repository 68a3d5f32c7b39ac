import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { NATIONAL } from './access/actor.ts';
import { MEMBER_CODES } from './compact/members.ts';
import { HubError, type Problem } from './errors.ts';
import type { JsonObject, JsonValue } from './message/json.ts';
import { isJsonObject } from './message/json.ts';
import { readOwnJson } from './own-json.ts';

/** A provider of a state's own sign-in, as the operator configured it (docs/access.md). */
export interface ProviderSetting {
  readonly id: string;
  readonly name: string;
  /** Whose persons it signs in: USPS code, or `national`. */
  readonly member: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What its token has to say for the second factor to count as shown. */
  readonly secondFactor: { readonly acr: readonly string[]; readonly amr: readonly string[] };
  /** Origins beside the issuer's at which its endpoints may lie. */
  readonly alsoAt: readonly string[];
}

/** The providers of a file; throws DATA_INVALID with every problem of it. Without a file there are none. */
export function loadProviders(file: string | undefined): readonly ProviderSetting[] {
  if (file === undefined) return [];
  const problems: Problem[] = [];
  const report = (pointer: string, detail: string): void => {
    problems.push({ pointer: `${file}#${pointer}`, code: 'DATA_INVALID', detail });
  };
  const providers = readFile(file, report).map((entry, index) =>
    readProvider(entry, {
      file,
      report: (name, what) => {
        report(`/providers/${index}${name}`, what);
      },
    }),
  );
  const ids = providers.map(({ id }) => id);
  if (new Set(ids).size < ids.length) report('/providers', 'each needs an id of its own');
  const issuers = providers.map(({ issuer, member }) => `${issuer} ${member}`);
  if (new Set(issuers).size < issuers.length)
    report('/providers', 'one issuer stands twice for a member');
  if (problems.length > 0) {
    throw new HubError('DATA_INVALID', 'the providers of sign-in are not right', { problems });
  }
  return providers;
}

type Report = (pointer: string, detail: string) => void;

function readFile(file: string, report: Report): readonly JsonValue[] {
  const read = readOwnJson(readFileSync(file));
  if ('problems' in read) {
    for (const { pointer, detail } of read.problems) report(pointer, detail);
    return [];
  }
  const { providers } = read.value;
  if (Array.isArray(providers)) return providers;
  report('/providers', 'must be a list');
  return [];
}

const FIELDS = [
  'id',
  'name',
  'member',
  'issuer',
  'clientId',
  'clientSecretFile',
  'secondFactor',
  'alsoAt',
] as const;

function readProvider(
  value: JsonValue,
  { file, report }: { readonly file: string; readonly report: Report },
): ProviderSetting {
  const entry: JsonObject = isJsonObject(value) ? value : {};
  const known: readonly string[] = FIELDS;
  if (Object.keys(entry).some((name) => !known.includes(name))) {
    report('', `only these are known: ${known.join(', ')}`);
  }
  const text = (name: string, form: RegExp, what: string): string => {
    const given = entry[name];
    if (typeof given === 'string' && form.test(given)) return given;
    report(`/${name}`, what);
    return '';
  };
  const member = text('member', /^(?:[A-Z]{2}|national)$/, 'must be a USPS code, or national');
  if (member !== '' && ![...MEMBER_CODES, NATIONAL].includes(member))
    report('/member', 'is no member');
  const factor = isJsonObject(entry['secondFactor']) ? entry['secondFactor'] : {};
  return {
    id: text('id', /^[a-z0-9-]{1,40}$/, 'must be 1 to 40 small letters, digits and dashes'),
    name: text('name', /^[^\p{Cc}]{1,60}$/u, 'must be a name for the button'),
    member,
    issuer: readIssuer(entry['issuer'], report),
    clientId: text('clientId', /^[\x20-\x7e]{1,200}$/, 'must be the id that the provider gave'),
    clientSecret: readSecret(entry['clientSecretFile'], file, report),
    secondFactor: {
      acr: readTexts(factor['acr'], '/secondFactor/acr', report),
      amr: readTexts(factor['amr'], '/secondFactor/amr', report),
    },
    alsoAt: readTexts(entry['alsoAt'], '/alsoAt', report).filter((origin) => {
      if (isOrigin(origin)) return true;
      report('/alsoAt', 'must be origins, as https://keys.example');
      return false;
    }),
  };
}

/** Plain HTTP only on this machine: what a provider says is worth what carries it. */
function isSafe({ protocol, hostname }: URL): boolean {
  return (
    protocol === 'https:' || (protocol === 'http:' && /^(?:localhost|127\.0\.0\.1)$/.test(hostname))
  );
}

function readIssuer(value: JsonValue | undefined, report: Report): string {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  const isPlain = url !== null && url.search === '' && url.hash === '' && url.username === '';
  if (typeof value === 'string' && isPlain && isSafe(url)) return value;
  report('/issuer', 'must be an https address, as the provider names itself');
  return 'https://invalid';
}

function isOrigin(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && isSafe(url) && url.origin === value;
}

function readTexts(
  value: JsonValue | undefined,
  pointer: string,
  report: Report,
): readonly string[] {
  if (value === undefined) return [];
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (isList) return value;
  report(pointer, 'must be a list of texts');
  return [];
}

/** Beside the file that names it, unless its path is absolute. */
function readSecret(value: JsonValue | undefined, file: string, report: Report): string {
  try {
    const secret =
      typeof value === 'string' ? readFileSync(resolve(dirname(file), value), 'utf8').trim() : '';
    if (secret !== '') return secret;
  } catch {
    // said below, without the path
  }
  report('/clientSecretFile', 'must name a file with the secret that the provider gave');
  return '';
}
