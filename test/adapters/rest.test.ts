import { createRestAdapter } from '../../adapters/rest.ts';
import { TOKEN, startFakeRestState } from '../support/fake-rest-state.ts';
import { withoutNock } from '../support/without-nock.ts';
import { CONTRACT, describeAdapter } from './adapter-contract.ts';
import { restOptions } from './rest-options.ts';

describe('rest against an HTTP server', () => {
  withoutNock();

  describeAdapter('rest', {
    start: startFakeRestState,
    create: ({ endpoint }, { credential, totalMs }) =>
      createRestAdapter(
        restOptions(endpoint, {
          ...CONTRACT,
          authentication: { scheme: 'bearer', token: credential === 'right' ? TOKEN : 'wrong' },
          deadlines: { connectMs: totalMs, headersMs: totalMs, totalMs },
        }),
      ),
  });
});
