import { escapeText } from './canonical-xml.ts';
import { replyEnvelope } from './soap-intake-reply.ts';
import type { SoapProblem, SoapReply } from './soap-intake.ts';
import { type SoapVersion, WSA, WSSE, WSU } from './soap-names.ts';

type Side = 'sender' | 'receiver' | 'must-understand' | 'version';

interface FaultCode {
  readonly side: Side;
  /** SOAP 1.1 has it in the place of the code, SOAP 1.2 as its subcode. */
  readonly finer?: { readonly namespace: string; readonly local: string };
}

const wsse = (local: string): FaultCode => ({
  side: 'sender',
  finer: { namespace: WSSE, local },
});

/** WS-Security 1.1, 12; WS-Addressing 1.0 SOAP Binding, 6.4. */
const FAULT_CODES: ReadonlyMap<string, FaultCode> = new Map<string, FaultCode>([
  ['SOAP_VERSION_UNKNOWN', { side: 'version' }],
  ['SOAP_NOT_UNDERSTOOD', { side: 'must-understand' }],
  [
    'SOAP_OPERATION_UNKNOWN',
    { side: 'sender', finer: { namespace: WSA, local: 'ActionNotSupported' } },
  ],
  ['UNAUTHENTICATED', wsse('FailedAuthentication')],
  ['SECURITY_INVALID', wsse('InvalidSecurity')],
  ['PASSWORD_DIGEST_UNSUPPORTED', wsse('UnsupportedSecurityToken')],
  ['MESSAGE_REPLAYED', wsse('InvalidSecurity')],
  ['SIGNATURE_INVALID', wsse('FailedCheck')],
  ['MESSAGE_EXPIRED', { side: 'sender', finer: { namespace: WSU, local: 'MessageExpired' } }],
]);

const NAMES: Readonly<Record<SoapVersion, Readonly<Record<Side, string>>>> = {
  '1.1': {
    sender: 'Client',
    receiver: 'Server',
    'must-understand': 'MustUnderstand',
    version: 'VersionMismatch',
  },
  '1.2': {
    sender: 'Sender',
    receiver: 'Receiver',
    'must-understand': 'MustUnderstand',
    version: 'VersionMismatch',
  },
};

/** A busy or limited hub is no fault of the message: it may be sent again as it is. */
const TRY_AGAIN: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * The fault of a problem in the caller's SOAP version: the problem's code decides the fault's, and the
 * problem document stands in the detail (RFC 9457, appendix B).
 */
export function faultReply(
  version: SoapVersion,
  problem: SoapProblem,
  relatesTo: string | undefined,
): Omit<SoapReply<never>, 'actor'> {
  const { status, code, retryAfter, body } = problem;
  const isOurs = status >= 500 || TRY_AGAIN.has(status);
  const fault = FAULT_CODES.get(code) ?? { side: isOurs ? 'receiver' : 'sender' };
  const document: unknown = JSON.parse(body);
  const text = String(
    typeof document === 'object' && document !== null ? Reflect.get(document, 'detail') : code,
  );
  const detail = `<problem xmlns="urn:ietf:rfc:7807">${members(document)}</problem>`;
  const content = version === '1.1' ? inFirst(fault, text, detail) : inSecond(fault, text, detail);
  // SOAP 1.1, 6.2: always 500; SOAP 1.2 part 2, 7.5.2.2: 400 where the sender is at fault.
  const httpStatus = version === '1.2' && fault.side === 'sender' ? 400 : 500;
  const reply = replyEnvelope(version, content, relatesTo, httpStatus);
  const headers =
    retryAfter === undefined
      ? reply.headers
      : { ...reply.headers, 'Retry-After': String(retryAfter) };
  return { ...reply, headers, code };
}

function inFirst({ side, finer }: FaultCode, text: string, detail: string): string {
  const code =
    finer === undefined || finer.namespace === WSA
      ? `<faultcode>soap:${NAMES['1.1'][side]}</faultcode>`
      : `<faultcode xmlns:finer="${finer.namespace}">finer:${finer.local}</faultcode>`;
  return `<soap:Fault>${code}<faultstring xml:lang="en">${escapeText(text)}</faultstring><detail>${detail}</detail></soap:Fault>`;
}

function inSecond({ side, finer }: FaultCode, text: string, detail: string): string {
  const subcode =
    finer === undefined
      ? ''
      : `<soap:Subcode><soap:Value xmlns:finer="${finer.namespace}">finer:${finer.local}</soap:Value></soap:Subcode>`;
  return `<soap:Fault><soap:Code><soap:Value>soap:${NAMES['1.2'][side]}</soap:Value>${subcode}</soap:Code><soap:Reason><soap:Text xml:lang="en">${escapeText(text)}</soap:Text></soap:Reason><soap:Detail>${detail}</soap:Detail></soap:Fault>`;
}

/** Members as elements, items of lists as `i`. */
function members(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<i>${members(item)}</i>`).join('');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([name]) => /^[A-Za-z][A-Za-z0-9]*$/.test(name))
      .map(([name, member]) => `<${name}>${members(member)}</${name}>`)
      .join('');
  }
  return escapeText(String(value));
}
