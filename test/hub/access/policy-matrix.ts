import type { Route } from '../../../hub/access/policy.ts';

/**
 * Who may do what, written by hand and not from the policy table. Of three letters the first is for
 * the sender's side of a record, the second for the receiver's, the third for a state that it does
 * not concern. `+` may, `-` may not (403), `0` does not know of it (404). A list names no record.
 */
interface RecordRights {
  readonly kind: 'record';
  readonly system: string;
  readonly office: string;
  readonly national: string;
  readonly auditor: string;
}

interface ListRights {
  readonly kind: 'list';
  readonly system: string;
  readonly office: string;
  readonly national: string;
  readonly auditor: string;
}

const record = (
  system: string,
  office: string,
  national: string,
  auditor: string,
): RecordRights => ({
  kind: 'record',
  system,
  office,
  national,
  auditor,
});
const list = (system: string, office: string, national: string, auditor: string): ListRights => ({
  kind: 'list',
  system,
  office,
  national,
  auditor,
});

// prettier-ignore
export const MATRIX: Partial<Record<Route, RecordRights | ListRights>> = {
  //                                                  system office nation auditor
  'POST /v1/messages':                          list('+',   '-',   '-',   '-'),
  'POST /v1/dry-run':                           list('+',   '+',   '-',   '-'),
  'GET /v1/messages':                           list('+',   '+',   '+',   '+'),
  'GET /v1/inbox':                              list('+',   '-',   '-',   '-'),
  'GET /v1/failures':                           list('+',   '+',   '+',   '+'),
  'GET /v1/deadlines':                          list('+',   '+',   '+',   '+'),
  'GET /v1/reviews':                            list('-',   '+',   '-',   '-'),
  'GET /v1/members':                            list('+',   '+',   '+',   '+'),
  'GET /v1/traffic':                            list('-',   '+',   '+',   '+'),
  'GET /v1/events':                             list('+',   '+',   '+',   '+'),
  'GET /v1/ledger/tile/entries/{bundle}':       list('-',   '-',   '+',   '+'),
  'PUT /v1/attachments/{sha256}':               list('+',   '-',   '-',   '-'),
  'GET /v1/messages/{transmissionId}':          record('++0', '++0', '+', '+'),
  'GET /v1/messages/{transmissionId}/bodies':   record('++0', '++0', '-', '-'),
  'GET /v1/messages/{transmissionId}/proof':    record('++0', '++0', '+', '+'),
  'POST /v1/messages/{transmissionId}/release': record('--0', '+-0', '-', '-'),
  'POST /v1/messages/{transmissionId}/return':  record('--0', '+-0', '-', '-'),
  'POST /v1/messages/{transmissionId}/assign':  record('--0', '++0', '-', '-'),
  'POST /v1/messages/{transmissionId}/review':  record('--0', '-+0', '-', '-'),
  'POST /v1/inbox/{deliveryId}/ack':            record('-+0', '--0', '-', '-'),
  'POST /v1/inbox/{deliveryId}/nack':           record('-+0', '--0', '-', '-'),
  'GET /v1/attachments/{sha256}':               record('++0', '++0', '-', '-'),
  'POST /v1/deliveries/{deliveryId}/replay':    record('--0', '+-0', '-', '-'),
  'POST /v1/deliveries/{deliveryId}/cancel':    record('--0', '+-0', '-', '-'),
  'GET /v1/cases/{caseId}':                     record('++0', '++0', '+', '+'),
};

export const OPEN_ROUTES: readonly Route[] = [
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
  'GET /soap',
  'POST /soap',
  'GET /openapi.json',
  'GET /asyncapi.json',
  'GET /docs',
  'GET /docs/{file}',
  'GET /schemas/{file}',
  'GET /schemas/code-lists/{file}',
  'GET /v1/keys',
  'GET /v1/ledger/key',
  'GET /v1/ledger/checkpoint',
  'GET /v1/ledger/tile/{tile}',
];
