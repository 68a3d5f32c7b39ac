import type { AdapterSettings, OptionProblem } from './adapter-settings.ts';
import type { StateAdapter } from './adapter.ts';
import type { RestTls } from './connection-pool.ts';
import { CREDENTIAL_UNUSABLE, unusableAdapter } from './endpoint-line.ts';
import type { Deadlines } from './rest-exchange.ts';
import type { SoapVersion } from './soap-names.ts';
import type { AnswerNames } from './soap-outcome.ts';
import type { SoapSecurity } from './soap-security.ts';
import { STATE_DELIVERY } from './soap-state-wsdl.ts';
import { type WsdlRefusal, readOperation } from './soap-wsdl.ts';
import { type StatusOptions, createSoapAdapter } from './soap.ts';

/** Options of a profile whose transport is `soap`; the credential in force is apart from them. */
export type SoapProfileOptions = SoapPull | SoapPush;

/** The state's system is a client of the hub's own service at `/soap`. */
interface SoapPull {
  readonly mode: 'pull';
}

/** The standard delivery service (soap-state-wsdl.ts) where the state has no WSDL of its own. */
interface SoapPush {
  readonly mode: 'push';
  readonly wsdl?: string;
  readonly operation?: string;
  readonly version?: SoapVersion;
  readonly answer?: Partial<AnswerNames>;
  readonly status?: StatusOptions;
  readonly security: {
    readonly usernameToken?: 'text' | 'digest';
    readonly signature?: boolean;
    readonly clientCertificate?: boolean;
  };
  readonly deadlines?: Deadlines;
  readonly answerLimitBytes?: number;
  readonly trustedAuthorities?: string;
}

const DEADLINE = { type: 'integer', minimum: 100, maximum: 300_000 };
const NAME = {
  type: 'string',
  minLength: 1,
  maxLength: 128,
  pattern: '^[A-Za-z_][A-Za-z0-9_.-]*$',
};
const WORDS = {
  type: 'array',
  maxItems: 32,
  items: { type: 'string', minLength: 1, maxLength: 128 },
};

const PUSH_ONLY = {
  wsdl: {
    description:
      "Text of the state's own WSDL 1.1; nothing that it points to is fetched. Without it the state offers the hub's standard delivery service, schemas/state-delivery.v1.wsdl.",
    type: 'string',
    minLength: 1,
    maxLength: 1_048_576,
  },
  operation: { description: 'The operation that takes an activity.', ...NAME },
  version: {
    description:
      "Where the WSDL binds both, as the standard one does: 1.2 there unless it says '1.1'.",
    enum: ['1.1', '1.2'],
  },
  answer: {
    description: 'Local names of elements of the answer.',
    type: 'object',
    additionalProperties: false,
    properties: { deliveryId: NAME, reference: NAME },
  },
  status: {
    description: 'The operation that says whether a delivery is held, and its words.',
    type: 'object',
    additionalProperties: false,
    required: ['operation', 'held', 'notHeld'],
    properties: { operation: NAME, deliveryId: NAME, status: NAME, held: WORDS, notHeld: WORDS },
  },
  security: {
    description:
      'WS-Security. The credential in force is user, colon, password on its first line for a username token; PEM text with a certificate and its private key for a signature or a client certificate of TLS; or the one and then the other.',
    type: 'object',
    additionalProperties: false,
    properties: {
      usernameToken: { enum: ['text', 'digest'] },
      signature: { type: 'boolean' },
      clientCertificate: { type: 'boolean' },
    },
  },
  deadlines: {
    description: 'Milliseconds.',
    type: 'object',
    additionalProperties: false,
    required: ['connectMs', 'headersMs', 'totalMs'],
    properties: { connectMs: DEADLINE, headersMs: DEADLINE, totalMs: DEADLINE },
  },
  answerLimitBytes: { type: 'integer', minimum: 256, maximum: 1_048_576 },
  trustedAuthorities: {
    description: 'PEM text; the public authorities where it is absent.',
    type: 'string',
    maxLength: 100_000,
    pattern: '^-----BEGIN CERTIFICATE-----',
  },
} as const;

/** JSON Schema (2020-12) of `SoapProfileOptions`. */
export const SOAP_OPTIONS_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Options of the SOAP transport',
  type: 'object',
  oneOf: [
    {
      additionalProperties: false,
      required: ['mode'],
      properties: {
        mode: { description: "The state fetches from the hub's own service.", const: 'pull' },
      },
    },
    {
      additionalProperties: false,
      required: ['mode', 'security'],
      dependentRequired: {
        wsdl: ['operation'],
        operation: ['wsdl'],
        answer: ['wsdl'],
        status: ['wsdl'],
      },
      properties: {
        mode: { description: "The hub sends to the state's service.", const: 'push' },
        ...PUSH_ONLY,
      },
    },
  ],
} as const;

const WSDL_DETAILS: Readonly<Record<WsdlRefusal, string>> = {
  UNREADABLE: 'no WSDL 1.1 that can be read (XML without DOCTYPE)',
  IMPORT: 'it points to another document, and nothing is fetched',
  OPERATION_UNKNOWN: 'the WSDL binds no such operation in this version of SOAP',
  STYLE_UNSUPPORTED: 'the operation is not document/literal over HTTP with one part by element',
};

/** What a WSDL of the state's own does not hold, with the place of the option that needs it. */
export function unusableSoapOptions(options: unknown): readonly OptionProblem[] {
  const { mode, ...others } = options as SoapProfileOptions;
  if (mode === 'pull') return [];
  const { wsdl, operation, version, status } = others as SoapPush;
  if (wsdl === undefined || operation === undefined) return [];
  const asked = [
    { option: '/operation', name: operation },
    ...(status === undefined ? [] : [{ option: '/status/operation', name: status.operation }]),
  ];
  const problems = asked.flatMap(({ option, name }) => {
    const reading = readOperation(wsdl, name, version);
    if (reading.kind === 'operation') return [];
    const { reason } = reading;
    const ofAll = reason === 'UNREADABLE' || reason === 'IMPORT';
    return [{ option: ofAll ? '/wsdl' : option, detail: WSDL_DETAILS[reason] }];
  });
  // A WSDL that is wrong as a whole is one problem, whatever was looked for in it.
  return problems.some(({ option }) => option === '/wsdl') ? problems.slice(0, 1) : problems;
}

/** The SOAP adapter of a state, from its profile's options and the credential in force. */
export function createSoapAdapterFromSettings(settings: AdapterSettings): StateAdapter {
  const options = settings.options as SoapProfileOptions;
  if (options.mode === 'pull') {
    return unusableAdapter('soap', 'UNROUTABLE', 'the state fetches what is for it');
  }
  const { acknowledgement, sizeLimitBytes, concurrency } = settings.capabilities;
  const { security, trustedAuthorities, wsdl, operation, ...others } = options;
  const service =
    wsdl === undefined || operation === undefined ? STATE_DELIVERY : { wsdl, operation };
  const credential = readCredential(settings.credential ?? '', security);
  if (credential === undefined) {
    return unusableAdapter('soap', CREDENTIAL_UNUSABLE.code, CREDENTIAL_UNUSABLE.detail);
  }
  const trusted = trustedAuthorities === undefined ? {} : { trusted: trustedAuthorities };
  return createSoapAdapter({
    ...service,
    ...others,
    acknowledgement,
    sizeLimitBytes,
    concurrency,
    security: credential.security,
    tls: { ...credential.tls, ...trusted },
    endpoint: settings.endpoint,
    allowedNetworks: settings.allowedNetworks,
    now: settings.now,
  });
}

interface Credential {
  readonly security: SoapSecurity;
  readonly tls: RestTls;
}

const PEM_BEGIN = '-----BEGIN ';

/** Undefined where the text has not what the profile asks for. */
function readCredential(text: string, wanted: SoapPush['security']): Credential | undefined {
  const pemAt = text.indexOf(PEM_BEGIN);
  const line = (pemAt < 0 ? text : text.slice(0, pemAt)).trim();
  const pem = pemAt < 0 ? undefined : text.slice(pemAt);
  const colon = line.indexOf(':');
  const needsPem = wanted.signature === true || wanted.clientCertificate === true;
  if ((wanted.usernameToken !== undefined && colon < 1) || (needsPem && pem === undefined)) {
    return undefined;
  }
  const pair = pem === undefined ? undefined : { certificate: pem, privateKey: pem };
  const security: SoapSecurity = {
    ...(wanted.usernameToken === undefined
      ? {}
      : {
          token: {
            user: line.slice(0, colon),
            password: line.slice(colon + 1),
            kind: wanted.usernameToken,
          },
        }),
    ...(wanted.signature === true && pair !== undefined ? { signer: pair } : {}),
  };
  return { security, tls: wanted.clientCertificate === true && pair !== undefined ? pair : {} };
}
