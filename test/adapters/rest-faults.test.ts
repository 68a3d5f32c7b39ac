import type { Socket } from 'node:net';
import { expect } from 'chai';
import fc from 'fast-check';
import type { DeliveryOutcome, Parcel, StateAdapter } from '../../adapters/adapter.ts';
import { type RestOptions, createRestAdapter } from '../../adapters/rest.ts';
import { type RawServer, startRawServer } from '../support/raw-server.ts';
import { withoutNock } from '../support/without-nock.ts';
import { parcelOf, until } from './adapter-contract.ts';
import { QUICK, restOptions } from './rest-options.ts';

const signal = new AbortController().signal;
const parcel = parcelOf({ deliveryId: 'd-1', body: Buffer.alloc(2_000, 'a') });
const SEED = 20261123;
const OK = answer(200, '{"deliveryId":"d-1"}');

describe('rest: what a broken exchange means', () => {
  withoutNock();
  let server: RawServer | undefined;
  let adapter: StateAdapter | undefined;

  afterEach(async () => {
    await adapter?.close();
    await server?.stop();
    adapter = server = undefined;
  });

  async function start(
    onConnection: (socket: Socket, number: number) => void,
    others: Partial<RestOptions> = {},
  ): Promise<RawServer> {
    server = await startRawServer(onConnection);
    adapter = createRestAdapter(restOptions(server.endpoint, others));
    return server;
  }

  async function deliver(sent: Parcel = parcel): Promise<DeliveryOutcome> {
    return (await adapter!.deliver([sent], signal))[0]!;
  }

  describe('the peer resets the connection', () => {
    for (const bytes of [1, 17, 200, 700, 1_500]) {
      it(`after ${bytes} bytes or more: no answer`, async () => {
        let seen = 0;
        await start((socket) => {
          socket.on('data', (chunk) => {
            seen += chunk.length;
            if (seen >= bytes) socket.resetAndDestroy();
          });
        });
        expect(await deliver()).to.include({ kind: 'failed', code: 'NO_ANSWER', bytesIn: 0 });
      });
    }
  });

  it('is reset as soon as it has connected: nothing is claimed', async () => {
    await start((socket) => socket.resetAndDestroy());
    const outcome = await deliver();
    expect(outcome.kind === 'failed' && outcome.code).to.be.oneOf([
      'CONNECTION_FAILED',
      'NO_ANSWER',
    ]);
  });

  describe('what comes back', () => {
    interface Case {
      readonly name: string;
      readonly sends: string | Buffer;
      /** How the peer goes on after that. */
      readonly then: 'end' | 'reset' | 'wait' | 'silence';
      readonly code: string;
    }
    const half = OK.slice(0, -5);
    // prettier-ignore
    const cases: Case[] = [
      { name: 'nothing', sends: '', then: 'end', code: 'NO_ANSWER' },
      { name: 'half a status line', sends: 'HTTP/1.1 20', then: 'end', code: 'NO_ANSWER' },
      { name: 'half the headers', sends: OK.slice(0, 30), then: 'end', code: 'NO_ANSWER' },
      { name: 'half the headers, then silence', sends: OK.slice(0, 30), then: 'silence', code: 'NO_ANSWER' },
      { name: 'another protocol', sends: 'SSH-2.0-OpenSSH_9.2\r\n', then: 'wait', code: 'ANSWER_UNREADABLE' },
      { name: 'garbage', sends: Buffer.from('fffe0001020304', 'hex'), then: 'end', code: 'ANSWER_UNREADABLE' },
      { name: 'headers without end', sends: `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(100_000)}`, then: 'wait', code: 'ANSWER_UNREADABLE' },
      { name: 'half a body, then the end', sends: half, then: 'end', code: 'ANSWER_UNREADABLE' },
      { name: 'half a body, then a reset', sends: half, then: 'reset', code: 'ANSWER_UNREADABLE' },
      { name: 'half a body, then silence', sends: half, then: 'silence', code: 'ANSWER_UNREADABLE' },
      { name: 'a length shorter than the body', sends: OK.replace(/Length: \d+/, 'Length: 10'), then: 'wait', code: 'ANSWER_UNREADABLE' },
      { name: 'two lengths', sends: OK.replace(/(Content-Length: )\d+/, '$110\r\n$120'), then: 'wait', code: 'ANSWER_UNREADABLE' },
      { name: 'a length and chunks', sends: OK.replace('Content-Type', 'Transfer-Encoding: chunked\r\nContent-Type'), then: 'wait', code: 'ANSWER_UNREADABLE' },
      { name: 'a chunk that breaks off', sends: 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n{"deliveryId"', then: 'end', code: 'ANSWER_UNREADABLE' },
      { name: 'a change of protocol', sends: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n', then: 'wait', code: 'NO_ANSWER' },
      { name: '10 MB', sends: answer(200, `{"deliveryId":"d-1","x":"${'a'.repeat(10_000_000)}"}`), then: 'wait', code: 'ANSWER_UNREADABLE' },
      { name: '10 MB that are busy', sends: answer(503, 'a'.repeat(10_000_000)), then: 'wait', code: 'REMOTE_BUSY' },
      { name: 'busy, then half a body', sends: answer(503, '{"title":"busy"}').slice(0, -5), then: 'reset', code: 'REMOTE_BUSY' },
      { name: 'a conflict, then half a body', sends: answer(409, '{"deliveryId":"d-1"}').slice(0, -5), then: 'reset', code: 'ANSWER_UNREADABLE' },
];
    for (const { name, sends, then, code } of cases) {
      it(`${name}: ${code}`, async () => {
        await start(
          (socket) => {
            socket.once('data', () => {
              if (then === 'end') socket.end(sends);
              else if (then !== 'reset') socket.write(sends);
              else socket.write(sends, () => setImmediate(() => socket.resetAndDestroy()));
            });
          },
          then === 'silence' ? { deadlines: QUICK } : {},
        );
        expect(await deliver()).to.include({ kind: 'failed', code });
      });
    }
  });

  it('needs no more than the status of a blind state', async () => {
    await start(
      (socket) => {
        socket.once('data', () => {
          socket.end(OK.slice(0, -5));
        });
      },
      { acknowledgement: 'none' },
    );
    expect(await deliver()).to.include({ kind: 'handed-over' });
  });

  it('reads past an early hint and a continue', async () => {
    await start((socket) => {
      socket.once('data', () => {
        const early = 'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n';
        socket.write(early + OK);
      });
    });
    expect(await deliver()).to.include({ kind: 'handed-over' });
  });

  it('stops reading an answer that is too long', async () => {
    let written = 0;
    await start((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n');
        const more = (): void => {
          while (!socket.destroyed && socket.write(Buffer.alloc(65_536))) written += 65_536;
        };
        socket.on('drain', more);
        more();
      });
    });
    expect(await deliver()).to.include({ kind: 'failed', code: 'ANSWER_UNREADABLE' });
    // What lies in the buffers of both systems comes on top of the 64 kB that are read.
    expect(written).to.be.below(20_000_000);
  });

  for (const { name, head, code } of [
    { name: 'headers', head: 'HTTP/1.1 200 OK\r\nX-Drip: ', code: 'NO_ANSWER' },
    {
      name: 'a body',
      head: 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n',
      code: 'ANSWER_UNREADABLE',
    },
  ]) {
    it(`ends ${name} that drip at a deadline`, async () => {
      await start(
        (socket) => {
          socket.once('data', () => {
            socket.write(head);
            const drip = setInterval(() => socket.write('a'), 10);
            socket.once('close', () => {
              clearInterval(drip);
            });
          });
        },
        { deadlines: QUICK },
      );
      expect(await deliver()).to.include({ kind: 'failed', code });
    });
  }

  it('believes a refusal that comes before the document was read', async () => {
    await start(
      (socket) => {
        socket.once('data', () => {
          socket.pause();
          socket.write(answer(413, ''));
        });
      },
      { sizeLimitBytes: 50_000_000 },
    );
    const large = parcelOf({ body: Buffer.alloc(40_000_000) });
    expect(await deliver(large)).to.include({ kind: 'failed', code: 'DOCUMENT_TOO_LARGE' });
  });

  it('cannot connect where nobody listens', async () => {
    const unused = await start(() => undefined);
    await unused.stop();
    const outcome = await deliver();
    expect(outcome).to.deep.include({ kind: 'failed', code: 'CONNECTION_FAILED' });
    expect(outcome).to.include({ detail: 'ECONNREFUSED' });
  });

  it('does not claim to know what a kept connection lost as the peer closed it', async () => {
    await start((socket) => {
      socket.once('data', () => {
        socket.write(OK);
        socket.once('data', () => socket.resetAndDestroy());
      });
    });
    expect(await deliver()).to.include({ kind: 'handed-over' });
    expect(await deliver()).to.include({ kind: 'failed', code: 'NO_ANSWER' });
    expect(server!.connections()).to.equal(1);
  });

  it('takes a new connection where the peer has closed the kept one', async () => {
    await start((socket) => {
      socket.once('data', () => {
        socket.end(OK);
      });
    });
    for (const connections of [1, 2, 3]) {
      expect(await deliver()).to.include({ kind: 'handed-over' });
      expect(server!.connections()).to.equal(connections);
      await until(() => server!.open() === 0);
    }
  });

  it('does not take what a peer says unasked for the answer to the next request', async () => {
    let said = 0;
    await start((socket) => {
      let asked = 0;
      socket.on('data', (chunk) => {
        if (!chunk.includes('POST ')) return;
        asked += 1;
        socket.write(OK);
        if (asked > 1) return;
        setImmediate(() => {
          socket.write(answer(503, ''), () => {
            said += 1;
          });
        });
      });
    });
    expect(await deliver()).to.include({ kind: 'handed-over' });
    await until(() => said === 1);
    const outcome = await deliver();
    if (outcome.kind === 'failed') expect(outcome.code).to.equal('NO_ANSWER');
    else expect(outcome.kind).to.equal('handed-over');
  });

  it('repeats nothing of what the peer says', async () => {
    await start((socket) => {
      socket.once('data', () => {
        socket.end(
          'HTTP/1.1 422 secret-reason\r\nX-Secret: secret\r\nConnection: close\r\n\r\nsecret',
        );
      });
    });
    expect(JSON.stringify(await deliver())).not.to.contain('secret');
  });

  it(`believes no answer that was altered (seed ${SEED})`, async () => {
    let bytes: Buffer = Buffer.alloc(0);
    await start((socket) => {
      socket.once('data', () => {
        socket.end(bytes);
      });
    });
    const place = fc.nat(OK.length - 1);
    const altered = fc.oneof(
      fc.tuple(place, fc.nat(255)).map(([at, byte]) => replaced(at, 1, Buffer.from([byte]))),
      fc.tuple(place, fc.nat(20)).map(([at, length]) => replaced(at, length, Buffer.alloc(0))),
      fc.tuple(place, fc.uint8Array({ maxLength: 20 })).map(([at, more]) => replaced(at, 0, more)),
      fc.uint8Array({ maxLength: 200 }).map((all) => Buffer.from(all)),
    );
    await fc.assert(
      fc.asyncProperty(altered, async (answered) => {
        bytes = answered;
        const outcome = await deliver();
        const text = bytes.toString('latin1');
        if (outcome.kind === 'handed-over') {
          expect(text)
            .to.match(/^HTTP\/1\.[01] 2/)
            .and.to.contain('"deliveryId":"d-1"');
        } else {
          expect(outcome.kind).to.equal('failed');
        }
        await until(() => server!.open() === 0);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('keeps as many connections as it has requests under way, and no more', async () => {
    await start(
      (socket) => {
        socket.on('data', (chunk) => {
          const id = /X-Delivery-Id: (\S+)/.exec(chunk.toString())?.[1];
          if (id !== undefined) socket.write(answer(200, JSON.stringify({ deliveryId: id })));
        });
      },
      { concurrency: 3 },
    );
    const parcels = Array.from({ length: 60 }, (_, place) => parcelOf({ caseId: `C-${place}` }));
    const outcomes = await adapter!.deliver(parcels, signal);
    expect(outcomes.every(({ kind }) => kind === 'handed-over')).to.equal(true);
    expect(server!.connections()).to.be.at.most(3);
  });
});

describe('rest: names', () => {
  withoutNock();

  async function deliverTo(
    endpoint: string,
    resolve: RestOptions['resolve'],
  ): Promise<DeliveryOutcome> {
    const adapter = createRestAdapter(
      restOptions(endpoint, resolve === undefined ? {} : { resolve }),
    );
    const [outcome] = await adapter.deliver([parcel], signal);
    await adapter.close();
    return outcome!;
  }

  for (const { error, code } of [
    { error: 'ENOTFOUND', code: 'UNROUTABLE' },
    { error: 'EAI_AGAIN', code: 'CONNECTION_FAILED' },
  ]) {
    it(`${error}: ${code}`, async () => {
      const outcome = await deliverTo('https://state.example', (_name, _options, callback) => {
        callback(Object.assign(new Error(error), { code: error }), []);
      });
      expect(outcome).to.include({ kind: 'failed', code, detail: error });
    });
  }

  it('connects to nothing when a name turns to a machine inside after it was checked', async () => {
    const server = await startRawServer(() => undefined);
    let asked = 0;
    const outcome = await deliverTo(`https://state.example:${server.port}`, (_n, _o, callback) => {
      asked += 1;
      callback(null, [{ address: '10.0.0.1', family: 4 }]);
    });
    expect(outcome).to.include({ kind: 'failed', code: 'UNROUTABLE' });
    expect(asked).to.equal(1);
    expect(server.connections()).to.equal(0);
    await server.stop();
  });

  it('connects to the address that was checked, under the name that was given', async () => {
    const server = await startRawServer((socket) => {
      socket.once('data', () => {
        socket.end(OK);
      });
    });
    const outcome = await deliverTo(`http://state.example:${server.port}`, (_n, _o, callback) => {
      callback(null, [{ address: '127.0.0.1', family: 4 }]);
    });
    expect(outcome).to.include({ kind: 'handed-over' });
    expect(server.received().toString()).to.contain(`Host: state.example:${server.port}\r\n`);
    await server.stop();
  });

  it('refuses an endpoint in the profile that points inside', async () => {
    const outcome = await deliverTo('https://169.254.169.254/latest', undefined);
    expect(outcome).to.include({ code: 'UNROUTABLE', detail: 'endpoint refused: ADDRESS' });
  });
});

function replaced(at: number, length: number, by: Uint8Array): Buffer {
  const whole = Buffer.from(OK);
  return Buffer.concat([whole.subarray(0, at), by, whole.subarray(at + length)]);
}

function answer(status: number, body: string): string {
  const type = body === '' ? '' : 'Content-Type: application/json\r\n';
  return `HTTP/1.1 ${status} Status\r\n${type}Content-Length: ${body.length}\r\n\r\n${body}`;
}
