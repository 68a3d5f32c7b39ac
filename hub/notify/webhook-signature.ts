import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/** A secret in the form of Standard Webhooks: `whsec_` and base64 of 32 bytes. */
export function mintWebhookSecret(random: (size: number) => Buffer): string {
  return PREFIX + random(32).toString('base64');
}

export interface SignedCall {
  /** The same for every try of one message. */
  readonly id: string;
  readonly at: Date;
  readonly body: Buffer;
}

/**
 * The three headers of Standard Webhooks 1.0: HMAC-SHA-256 over `id.timestamp.body` by each secret
 * that is valid, so that a receiver may change from one to the next when it likes.
 */
export function webhookHeaders(
  { id, at, body }: SignedCall,
  secrets: readonly string[],
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
