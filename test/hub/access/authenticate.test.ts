import { expect } from 'chai';
import { type Authenticator, createAuthenticator } from '../../../hub/access/authenticate.ts';
import { hashCertificate } from '../../../hub/access/credential.ts';
import type { PrincipalRow } from '../../../hub/store/principals.ts';
import { actorOf, makeCaller } from '../../support/test-http.ts';

/** A store that counts its questions, and a clock that the test moves. */
function openBench(...stored: PrincipalRow[]) {
  const rows = new Map(stored.map((row) => [row.credential_hash.toString('hex'), row]));
  const questions: number[] = [];
  let milliseconds = 1_000_000;
  let failure: Error | undefined;
  const authenticator: Authenticator = createAuthenticator({
    findPrincipals: (hashes) => {
      questions.push(hashes.length);
      if (failure !== undefined) return Promise.reject(failure);
      return Promise.resolve(hashes.flatMap((hash) => rows.get(hash.toString('hex')) ?? []));
    },
    now: () => new Date(milliseconds),
  });
  return {
    authenticator,
    questions,
    pass: (time: number) => {
      milliseconds += time;
    },
    put: (row: PrincipalRow) => rows.set(row.credential_hash.toString('hex'), row),
    fail: (error: Error | undefined) => {
      failure = error;
    },
    now: () => new Date(milliseconds),
  };
}

/** Lets what was asked beside a request come to its end. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('authentication', () => {
  const system = makeCaller('OR', ['system']);

  it('finds the actor of a credential', async () => {
    const { authenticator } = openBench(system.row);
    expect(await authenticator.authenticate(system)).to.deep.equal(actorOf(system));
  });

  it('knows nobody by an unknown credential, and remembers that too', async () => {
    const { authenticator, questions } = openBench();
    expect(await authenticator.authenticate(system)).to.equal(undefined);
    expect(await authenticator.authenticate(system)).to.equal(undefined);
    expect(questions).to.deep.equal([1]);
  });

  it('never asks the store about what cannot be a credential', async () => {
    const { authenticator, questions } = openBench();
    for (const header of [undefined, '', 'Bearer x', 'Basic eDp5']) {
      expect(await authenticator.authenticate({ authorization: header })).to.equal(undefined);
    }
    expect(questions).to.deep.equal([]);
  });

  it('finds the actor of a client certificate, but not beside an Authorization header', async () => {
    const certificate = Buffer.from('any bytes of DER');
    const { authenticator } = openBench({
      ...system.row,
      credential_hash: hashCertificate(certificate),
    });
    const shown = { authorization: undefined, certificate };
    expect(await authenticator.authenticate(shown)).to.deep.equal(actorOf(system));
    expect(await authenticator.authenticate({ ...shown, authorization: 'Bearer x' })).to.equal(
      undefined,
    );
  });

  it('asks once for a thousand requests at the same time, and in one statement for many callers', async () => {
    const callers = Array.from({ length: 20 }, () => makeCaller('TX', ['system']));
    const { authenticator, questions } = openBench(...callers.map(({ row }) => row));
    const requests = Array.from({ length: 1000 }, (_, index) => callers[index % 20]!);
    const actors = await Promise.all(requests.map((caller) => authenticator.authenticate(caller)));
    expect(actors.map((actor) => actor?.reference)).to.deep.equal(
      requests.map(({ row }) => row.reference),
    );
    expect(questions).to.deep.equal([20]);
  });

  it('refuses a revoked credential two seconds later at the latest', async () => {
    const bench = openBench(system.row);
    await bench.authenticator.authenticate(system);
    bench.put({ ...system.row, revoked_at: bench.now() });
    for (let passed = 0; passed < 2000; passed += 250) {
      await bench.authenticator.authenticate(system);
      await settle();
      bench.pass(250);
    }
    expect(await bench.authenticator.authenticate(system)).to.equal(undefined);
    expect(bench.authenticator.remembered(system)).to.equal(undefined);
  });

  it('refuses it also when nobody used it in between', async () => {
    const bench = openBench(system.row);
    await bench.authenticator.authenticate(system);
    bench.put({ ...system.row, revoked_at: bench.now() });
    bench.pass(2000);
    expect(bench.authenticator.remembered(system)).to.equal(undefined);
    expect(await bench.authenticator.authenticate(system)).to.equal(undefined);
  });

  it('refuses at the very moment of expiry, remembered or not', async () => {
    const bench = openBench();
    const expiring = makeCaller('OR', ['compact-office'], {
      expires_at: new Date(bench.now().getTime() + 500),
    });
    bench.put(expiring.row);
    expect(await bench.authenticator.authenticate(expiring)).to.not.equal(undefined);
    bench.pass(499);
    expect(bench.authenticator.remembered(expiring)).to.not.equal(undefined);
    bench.pass(1);
    expect(bench.authenticator.remembered(expiring)).to.equal(undefined);
    expect(await bench.authenticator.authenticate(expiring)).to.equal(undefined);
  });

  it('reads a credential in use again beside the requests, so that none of them waits', async () => {
    const bench = openBench(system.row);
    await bench.authenticator.authenticate(system);
    for (let second = 0; second < 10; second += 1) {
      bench.pass(1000);
      expect(bench.authenticator.remembered(system)).to.not.equal(undefined);
      await settle();
    }
    expect(bench.questions).to.have.length(11);
  });

  it('lets the error of a store that is away through, and remembers nothing of it', async () => {
    const bench = openBench(system.row);
    bench.fail(new Error('away'));
    const failed = await bench.authenticator.authenticate(system).catch((error: unknown) => error);
    expect(failed).to.be.an('error');
    bench.fail(undefined);
    expect(await bench.authenticator.authenticate(system)).to.not.equal(undefined);
  });

  it('goes on with what it knows when only the look beside a request fails', async () => {
    const bench = openBench(system.row);
    await bench.authenticator.authenticate(system);
    bench.pass(1500);
    bench.fail(new Error('away'));
    expect(await bench.authenticator.authenticate(system)).to.not.equal(undefined);
    await settle();
    bench.pass(600);
    const failed = await bench.authenticator.authenticate(system).catch((error: unknown) => error);
    expect(failed).to.be.an('error');
  });
});
