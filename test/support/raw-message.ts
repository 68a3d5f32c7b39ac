import type { Duplex } from 'node:stream';
import { connect } from 'amqplib';
import { frame, shortText } from './amqp-frames.ts';
import type { TestBroker } from './rabbitmq.ts';

/** Publishes `nested` with a header that is a list in a list and so on, deeper than clients can write. */
export function putWithNestedHeaders(
  broker: TestBroker,
  queue: string,
  depth: number,
): Promise<void> {
  const table = Buffer.concat([shortText('deep'), nestedList(depth)]);
  const properties = { flag: PROPERTY.headers, bytes: Buffer.concat([sizeOf(table), table]) };
  return putWithRawProperty(broker, queue, { ...properties, body: Buffer.from('nested') });
}

/** The bit that says that a property follows (AMQP 0-9-1, 4.2.6.1 and the class basic). */
export const PROPERTY = { headers: 1 << 13, messageId: 1 << 7, timestamp: 1 << 6 } as const;

export interface RawMessage {
  readonly flag: number;
  readonly bytes: Buffer;
  readonly body: Buffer;
}

/** Publishes a message with one property, whose bytes are such as a client would not write. */
export async function putWithRawProperty(
  broker: TestBroker,
  queue: string,
  { flag, bytes, body }: RawMessage,
): Promise<void> {
  const [username = '', password = ''] = broker.credentials.full.split(':');
  const { port, vhost } = broker;
  const model = await connect({ hostname: '127.0.0.1', port, vhost, username, password });
  const channel = await model.createConfirmChannel();
  const confirmed = new Promise<void>((resolve) => {
    channel.once('ack', () => {
      resolve();
    });
  });
  const { stream } = model.connection as unknown as { readonly stream: Duplex };
  const method = Buffer.from([0, 60, 0, 40, 0, 0, 0]); // basic.publish to the default exchange
  stream.write(frame(1, 1, Buffer.concat([method, shortText(queue), Buffer.from([0])])));
  stream.write(frame(2, 1, headerOf(body.length, flag, bytes)));
  stream.write(frame(3, 1, body));
  await confirmed;
  await model.close();
}

function headerOf(size: number, flag: number, property: Buffer): Buffer {
  const head = Buffer.alloc(14);
  head.writeUInt16BE(60, 0);
  head.writeBigUInt64BE(BigInt(size), 4);
  head.writeUInt16BE(flag, 12);
  return Buffer.concat([head, property]);
}

/** `A` and a size, around the same again. */
function nestedList(depth: number): Buffer {
  const bytes = Buffer.alloc(depth * 5);
  for (let level = 0; level < depth; level += 1) {
    bytes.write('A', level * 5, 'latin1');
    bytes.writeUInt32BE((depth - level - 1) * 5, level * 5 + 1);
  }
  return bytes;
}

function sizeOf(bytes: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(bytes.length);
  return size;
}
