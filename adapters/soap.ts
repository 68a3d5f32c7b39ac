import { randomBytes, randomUUID } from 'node:crypto';
import type { AcknowledgementKind } from './adapter-settings.ts';
import type { DeliveryOutcome, Parcel, StateAdapter } from './adapter.ts';
import { sendInCaseOrder } from './case-order.ts';
import {
  CREDENTIAL_UNUSABLE,
  type EndpointLine,
  type LineOptions,
  failedUnsent,
  openLine,
  unusableAdapter,
} from './endpoint-line.ts';
import { messageIdOf } from './soap-names.ts';
import { type AnswerNames, type StatusFacts, outcomeOf, probeAnswerOf } from './soap-outcome.ts';
import { probeFailureOf } from './rest-outcome.ts';
import { type SoapAddress, deliveryRequest, statusRequest } from './soap-request.ts';
import { type SoapSecurity, isUsableSigner } from './soap-security.ts';
import type { SoapVersion } from './soap-names.ts';
import { type SoapOperation, readOperation } from './soap-wsdl.ts';
import { XmlRefusedError } from './xml-tree.ts';

export interface SoapOptions extends LineOptions {
  /** Text of the state's WSDL; nothing that it points to is fetched, its address is not used. */
  readonly wsdl: string;
  /** Name of the operation that takes an activity. */
  readonly operation: string;
  /** The version to speak where the WSDL binds the operation to both; the first without it. */
  readonly version?: SoapVersion;
  readonly answer?: Partial<AnswerNames>;
  /** Absent where the state cannot be asked. */
  readonly status?: StatusOptions;
  readonly security: SoapSecurity;
  readonly acknowledgement: AcknowledgementKind;
  readonly sizeLimitBytes: number;
  /** Process clock, for timestamps and dates in Retry-After. */
  readonly now: () => Date;
  /** For nonces. */
  readonly random?: (size: number) => Buffer;
}

/** The operation that answers whether a delivery is held, and the words that it uses. */
export interface StatusOptions {
  readonly operation: string;
  /** Local name of the element of request and answer that holds the delivery id. */
  readonly deliveryId?: string;
  /** Local name of the answer's element that says how it stands. */
  readonly status?: string;
  readonly held: readonly string[];
  readonly notHeld: readonly string[];
}

const ANSWER_NAMES: AnswerNames = { deliveryId: 'deliveryId', reference: 'reference' };

/**
 * The way to a state with a SOAP service (docs/adapters-soap.md). An endpoint, WSDL or credential that
 * cannot be used fails every delivery instead of the call: one state's wrong settings must not stop
 * the others. Throws a RangeError when `allowedNetworks` cannot be read.
 */
export function createSoapAdapter(options: SoapOptions): StateAdapter {
  const opened = openLine(options);
  if (opened.kind === 'unusable') return unusableAdapter('soap', opened.code, opened.detail);
  const { token, signer } = options.security;
  const isNamed = token === undefined || (token.user !== '' && token.password !== '');
  if (!isNamed || (signer !== undefined && !isUsableSigner(signer))) {
    return unusableAdapter('soap', CREDENTIAL_UNUSABLE.code, CREDENTIAL_UNUSABLE.detail);
  }
  const { wsdl, operation, version, status } = options;
  const take = readOperation(wsdl, operation, version);
  const ask = status && readOperation(wsdl, status.operation, version);
  if (take.kind === 'refused') return unusableAdapter('soap', 'UNROUTABLE', `WSDL: ${take.reason}`);
  if (ask?.kind === 'refused') return unusableAdapter('soap', 'UNROUTABLE', `WSDL: ${ask.reason}`);
  const { now, random = randomBytes, security } = options;
  const address = { url: opened.line.url, security, freshness: { now, random } };
  const adapter = senderOf(options, { line: opened.line, address, operation: take.operation });
  if (status === undefined || ask === undefined) return adapter;
  const line = opened.line;
  return { ...adapter, probe: proberOf({ line, address, operation: ask.operation }, status) };
}

interface Way {
  readonly line: EndpointLine;
  readonly address: SoapAddress;
  readonly operation: SoapOperation;
}

function senderOf(options: SoapOptions, { line, address, operation }: Way): StateAdapter {
  const { acknowledgement, now, sizeLimitBytes } = options;
  const names = { ...ANSWER_NAMES, ...options.answer };

  /** Undefined also for XML that alone is within the limits of the reader and in an envelope is not. */
  function requestFor(parcel: Parcel): ReturnType<typeof deliveryRequest> {
    try {
      return deliveryRequest(address, operation, parcel);
    } catch (error) {
      if (error instanceof XmlRefusedError) return undefined;
      throw error;
    }
  }

  async function send(parcel: Parcel, signal: AbortSignal): Promise<DeliveryOutcome> {
    const { deliveryId, body } = parcel;
    if (body.length > sizeLimitBytes) {
      return failedUnsent('DOCUMENT_TOO_LARGE', `${body.length} bytes`);
    }
    const request = requestFor(parcel);
    if (request === undefined) return failedUnsent('DOCUMENT_REFUSED', 'the document is no XML');
    const result = await line.run(request, signal);
    const { output } = operation;
    return outcomeOf(result, { deliveryId, acknowledgement, output, names, now });
  }

  return {
    transport: 'soap',
    deliver: (parcels, signal) => sendInCaseOrder(parcels, (parcel) => send(parcel, signal)),
    close: () => line.close(),
  };
}

function proberOf(
  { line, address, operation }: Way,
  status: StatusOptions,
): NonNullable<StateAdapter['probe']> {
  const names: StatusFacts['names'] = { ...ANSWER_NAMES, status: 'status', ...status };
  return async (deliveryId, signal, tell) => {
    const messageId = messageIdOf(randomUUID());
    const element = names.deliveryId;
    const request = statusRequest(address, operation, { deliveryId, element, messageId });
    const result = await line.run(request, signal);
    const answer = probeAnswerOf(result, { deliveryId, output: operation.output, names });
    if (answer === 'unknown') tell?.(probeFailureOf(result));
    return answer;
  };
}
