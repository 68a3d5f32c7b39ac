import { createRestAdapter } from '../../adapters/rest.ts';
import { TOKEN, startFakeRestState } from '../support/fake-rest-state.ts';
import { CONTRACT, describeAdapter } from './adapter-contract.ts';

describeAdapter('rest', {
  start: startFakeRestState,
  create: ({ endpoint }, credential) =>
    createRestAdapter({
      endpoint,
      authentication: { scheme: 'bearer', token: credential === 'right' ? TOKEN : 'wrong' },
      acknowledgement: 'synchronous',
      sizeLimitBytes: CONTRACT.sizeLimitBytes,
      concurrency: CONTRACT.concurrency,
      deadlines: { connectMs: 200, headersMs: CONTRACT.totalMs, totalMs: CONTRACT.totalMs },
      allowedNetworks: ['127.0.0.0/8'],
      now: () => new Date(0),
    }),
});
