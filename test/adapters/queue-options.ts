import type { QueueLogin } from '../../adapters/queue-connection.ts';
import { queueNames } from '../../adapters/queue-topology.ts';
import type { QueueOptions } from '../../adapters/queue.ts';

/** What the tests of the queue adapter have in common: loopback, and no spread of attempts. */
export function queueOptions(
  { endpoint, member }: { readonly endpoint: string; readonly member: string },
  others: Partial<QueueOptions> = {},
): QueueOptions {
  return {
    endpoint,
    login: undefined,
    topology: { names: queueNames(member), declares: true, maxLength: undefined },
    sizeLimitBytes: 300_000,
    contentType: 'application/json',
    connectMs: 30_000,
    confirmMs: 30_000,
    postponeMs: 20,
    allowedNetworks: ['127.0.0.0/8', '::1'],
    random: () => 0,
    ...others,
  };
}

/** The login of a credential `user:password`. */
export function loginOf(credential: string): QueueLogin {
  const [user = '', password = ''] = credential.split(':');
  return { scheme: 'password', user, password };
}
