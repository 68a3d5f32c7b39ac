import type { Actor } from '../access/actor.ts';
import type { MappingErrorCode } from '../mapping/mapping-error.ts';
import type { HttpErrorCode } from './http-error.ts';
import type { InboxItem } from './parts.ts';

/** What the HTTP side needs of a SOAP service; `build-hub.ts` gives the adapter's (docs/adapters-soap.md). */
export interface SoapService {
  /** WSDL text of the service at an address. */
  wsdl(address: string): string;
  /** Answers every request, with a fault where it fails; never throws. */
  answer(request: SoapRequest, calls: SoapCalls): Promise<SoapReply>;
  /** The fault for a request that could not be read to its end. */
  refuse(contentType: string | undefined, error: unknown, calls: SoapCalls): SoapReply;
}

export interface SoapRequest {
  readonly contentType: string | undefined;
  readonly soapAction: string | undefined;
  readonly body: Buffer;
}

export interface SoapReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Who asked, once that was known. */
  readonly actor?: Actor;
  readonly code?: string;
}

type Fields = Readonly<Record<string, string>>;

/** What the service may call for one request; each throws a HubError. */
export interface SoapCalls {
  authenticate(shown: SoapCredential): Promise<Actor>;
  submit(
    actor: Actor,
    document: { readonly contentType: string; readonly body: Buffer },
  ): Promise<{ readonly repeated: boolean; readonly receipt: string }>;
  attach(actor: Actor, fields: Fields, body: Buffer): Promise<{ readonly repeated: boolean }>;
  poll(actor: Actor, fields: Fields): Promise<readonly InboxItem[]>;
  acknowledge(actor: Actor, fields: Fields): Promise<void>;
  refuse(actor: Actor, fields: Fields): Promise<void>;
  status(actor: Actor, fields: Fields): Promise<SoapStatus>;
  problemOf(cause: SoapCause): SoapProblem;
}

export type SoapCredential =
  | { readonly kind: 'key'; readonly secret: string }
  | { readonly kind: 'certificate'; readonly der: Buffer };

export interface SoapStatus {
  readonly transmissionId: string;
  readonly caseId: string;
  readonly type: string;
  readonly status: string;
  readonly deliveries: readonly {
    readonly deliveryId: string;
    readonly to: string;
    readonly state: string;
    readonly peerReference?: string;
    readonly failureCode?: string;
  }[];
}

export type SoapCause =
  | { readonly kind: 'refused'; readonly code: SoapRefusalCode }
  | { readonly kind: 'thrown'; readonly error: unknown };

/** By which the service itself refuses. */
export type SoapRefusalCode =
  | Extract<
      HttpErrorCode,
      | `SOAP_${string}`
      | 'COMMAND_INVALID'
      | 'SECURITY_INVALID'
      | 'PASSWORD_DIGEST_UNSUPPORTED'
      | 'MESSAGE_EXPIRED'
      | 'MESSAGE_REPLAYED'
      | 'SIGNATURE_INVALID'
    >
  | Extract<MappingErrorCode, `DOCUMENT_${string}` | 'DOCTYPE_FORBIDDEN'>
  | 'CONTENT_TYPE_UNSUPPORTED';

export interface SoapProblem {
  readonly status: number;
  readonly code: string;
  readonly retryAfter?: number;
  readonly body: string;
}
