/** As much of the frames of AMQP 0-9-1 as a proxy must understand to play faults (section 2.3). */
export interface Frame {
  readonly type: 'method' | 'header' | 'body' | 'heartbeat' | 'protocol';
  readonly channel: number;
  readonly payload: Buffer;
  /** As it came. */
  readonly bytes: Buffer;
}

const TYPES = { 1: 'method', 2: 'header', 3: 'body', 8: 'heartbeat' } as const;
const END = 0xce;

/** `class.method` of a method frame. */
export const METHOD = {
  publish: '60.40',
  return: '60.50',
  deliver: '60.60',
  ack: '60.80',
  nack: '60.120',
} as const;

export function methodOf({ type, payload }: Frame): string {
  return type === 'method' ? `${payload.readUInt16BE(0)}.${payload.readUInt16BE(2)}` : '';
}

/** Cuts a stream into frames; the header of the protocol, which only a client sends, is one too. */
export function createFrameCutter(): (chunk: Buffer) => Frame[] {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const frames: Frame[] = [];
    for (let length = lengthOf(rest); rest.length >= length; length = lengthOf(rest)) {
      const bytes = rest.subarray(0, length);
      rest = rest.subarray(length);
      frames.push(frameOf(bytes));
    }
    return frames;
  };
}

function lengthOf(bytes: Buffer): number {
  if (bytes.length < 8) return 8;
  return isProtocol(bytes) ? 8 : bytes.readUInt32BE(3) + 8;
}

const isProtocol = (bytes: Buffer): boolean => bytes.toString('latin1', 0, 4) === 'AMQP';

function frameOf(bytes: Buffer): Frame {
  if (isProtocol(bytes)) return { type: 'protocol', channel: 0, payload: bytes, bytes };
  const type = TYPES[bytes.readUInt8(0) as keyof typeof TYPES];
  return { type, channel: bytes.readUInt16BE(1), payload: bytes.subarray(7, -1), bytes };
}

/** The frame of a publish, to the queue of another name. */
export function withRoutingKey({ channel, payload }: Frame, key: string): Buffer {
  const exchangeEnd = 7 + payload.readUInt8(6);
  const keyEnd = exchangeEnd + 1 + payload.readUInt8(exchangeEnd);
  const changed = Buffer.concat([
    payload.subarray(0, exchangeEnd),
    shortText(key),
    payload.subarray(keyEnd),
  ]);
  return frame(1, channel, changed);
}

/** Which messages a confirm is about. */
export function confirmOf({ payload }: Frame): { tag: number; multiple: boolean } {
  return { tag: Number(payload.readBigUInt64BE(4)), multiple: (payload.readUInt8(12) & 1) === 1 };
}

/** Size of the body, and the id where there is one. */
export function messageOf({ payload }: Frame): { size: number; messageId: string } {
  const size = Number(payload.readBigUInt64BE(4));
  const flags = payload.readUInt16BE(12);
  let offset = 14;
  // contentType, contentEncoding, headers, deliveryMode, priority, correlationId, replyTo, expiration
  for (const [bit, kind] of Array.from('sstoosss', (kind, index) => [15 - index, kind] as const)) {
    if ((flags & (1 << bit)) === 0) continue;
    if (kind === 's') offset += 1 + payload.readUInt8(offset);
    else if (kind === 't') offset += 4 + payload.readUInt32BE(offset);
    else offset += 1;
  }
  const hasId = (flags & (1 << 7)) !== 0;
  const messageId = hasId
    ? payload.toString('utf8', offset + 1, offset + 1 + payload.readUInt8(offset))
    : '';
  return { size, messageId };
}

export function frame(type: 1 | 2 | 3, channel: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(7);
  head.writeUInt8(type, 0);
  head.writeUInt16BE(channel, 1);
  head.writeUInt32BE(payload.length, 3);
  return Buffer.concat([head, payload, Buffer.from([END])]);
}

export function shortText(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}
