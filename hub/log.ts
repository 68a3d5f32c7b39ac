import { pino, stdTimeFunctions } from 'pino';
import type { DestinationStream, LoggerOptions } from 'pino';
import { DELIVERY_STATES } from './delivery/delivery-state.ts';

/**
 * The only fields that a log line can have, and what each must look like. There is no field for a
 * text, a body, a header, a path as it was asked for or an error's message: a line cannot name a
 * person. A value of another form is written as `?`.
 */
const FIELDS = {
  /** Minted by the hub for each request, and answered in `X-Request-Id`. */
  requestId: /^[0-9a-f-]{36}$/,
  /** A row of the policy table, or `none`. */
  route: /^(?:none|[A-Z]{3,7} \/[a-zA-Z0-9/{}.]{0,80})$/,
  /** A code of docs/errors.md, or a failure code of an adapter. */
  code: /^[A-Z][A-Z0-9_]{1,63}$/,
  /** Opaque reference of a principal. */
  actor: /^(?:[SU]-[0-9A-Z]{1,20}|command|nobody)$/,
  /** Opaque reference of the account that something happened to. */
  subject: /^U-[0-9A-Z]{1,20}$/,
  /** What happened to an account or a session. */
  access: /^[a-z-]{1,40}$/,
  outcome: /^(?:done|refused)$/,
  member: /^(?:[A-Z]{2}|national)$/,
  transmissionId: /^[0-9a-f-]{36}$/,
  deliveryId: /^[0-9a-f-]{36}$/,
  processId: /^[0-9a-f-]{36}$/,
  activityType: /^compact\.[a-z-]{1,60}\.v[0-9]{1,2}$/,
  state: new RegExp(`^(?:${DELIVERY_STATES.join('|')})$`),
  transport: /^(?:rest|soap|sftp|queue|memory)$/,
  /** Which loop or part of the hub. */
  part: /^[a-z-]{1,40}$/,
  /** Class of an error. */
  error: /^[A-Za-z][A-Za-z0-9]{0,63}$/,
  /** SQLSTATE of a database error, or errno of the system. */
  errno: /^[A-Z0-9_]{2,32}$/,
  /** Functions and lines of this code through which an error came: its trace without its message. */
  trace: /^(?:[\w$.<>[\] ]{0,120} \([\w./@-]{1,160}:\d{1,6}\)(?: < )?){1,12}$/,
  url: /^https?:\/\/[\w.:[\]-]{1,120}\/?$/,
  version: /^[\w.+-]{1,64}$/,
  status: 'number',
  milliseconds: 'number',
  bytes: 'number',
  count: 'number',
  attempt: 'number',
  size: 'number',
} as const satisfies Record<string, RegExp | 'number'>;

export type LogFields = {
  readonly [Field in keyof typeof FIELDS]?: (typeof FIELDS)[Field] extends 'number'
    ? number
    : string;
};

/** Every event that a line can be about. */
export type LogEvent =
  | 'hub-started'
  | 'hub-stopping'
  | 'hub-stopped'
  | 'hub-crashed'
  | 'request'
  | 'request-failed'
  | 'request-unreadable'
  | 'delivery-settled'
  | 'delivery-taken-over'
  | 'destination-held'
  | 'destination-resumed'
  | 'credential-refused'
  | 'rate-limited'
  | 'sequencer-took-over'
  | 'checkpoint-signed'
  | 'ledger-locked'
  | 'clock-moved'
  | 'loop-failed'
  | 'inbound-refused'
  | 'inbound-unreadable'
  | 'access'
  | 'link-unsent'
  | 'incident-opened'
  | 'incident-closed';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Writes one JSON line an event. */
export interface Log {
  debug(event: LogEvent, fields?: LogFields): void;
  info(event: LogEvent, fields?: LogFields): void;
  warn(event: LogEvent, fields?: LogFields): void;
  error(event: LogEvent, fields?: LogFields): void;
}

/** A write costs as much for one line as for many. What is held is written at the latest at the exit. */
const IN_BATCHES = { minLength: 4_096, periodicFlush: 200, sync: false } as const;

export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options: LoggerOptions = {
    level,
    base: null,
    messageKey: 'event',
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (name) => ({ level: name }) },
  };
  const logger = pino(options, destination ?? pino.destination(IN_BATCHES));
  const writer =
    (name: Exclude<LogLevel, 'silent'>) =>
    (event: LogEvent, fields: LogFields = {}): void => {
      if (logger.isLevelEnabled(name)) logger[name](checked(fields), event);
    };
  return {
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
  };
}

function checked(fields: LogFields): Record<string, string | number> {
  const line: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(fields)) {
    const form = FIELDS[name as keyof typeof FIELDS] as RegExp | 'number' | undefined;
    if (form === undefined) continue;
    if (form === 'number') line[name] = typeof value === 'number' ? value : '?';
    else line[name] = typeof value === 'string' && form.test(value) ? value : '?';
  }
  return line;
}
