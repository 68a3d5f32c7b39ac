import type { StateAdapter } from '../../adapters/adapter.ts';
import { createSftpAdapter } from '../../adapters/sftp.ts';
import { type FakeSftpState, startFakeSftpState } from '../support/fake-sftp-state.ts';
import { CONTRACT, describeAdapter } from './adapter-contract.ts';
import { sftpOptions } from './sftp-options.ts';

describe('sftp against a server that fails when told', () => {
  describeAdapter('sftp', {
    start: startFakeSftpState,
    create: (state, { credential, totalMs }) =>
      telling(
        state,
        createSftpAdapter(
          sftpOptions(state, {
            ...CONTRACT,
            credential: credential === 'right' ? state.credential : state.strangersCredential,
            deadlines: { connectMs: totalMs, totalMs },
          }),
        ),
      ),
  });
});

/** No name of a file says the case, so the state is told what to expect. */
function telling(state: FakeSftpState, adapter: StateAdapter): StateAdapter {
  return {
    ...adapter,
    deliver: (parcels, signal) => {
      state.expect(parcels);
      return adapter.deliver(parcels, signal);
    },
  };
}
