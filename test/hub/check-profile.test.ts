import { expect } from 'chai';
import { contradictionsIn } from '../../hub/check-profile.ts';
import { CAPABILITY_DEFAULTS, type Profile } from '../../hub/compact/profile.ts';
import type { Dialect } from '../../hub/mapping/dialect.ts';
import { STATE_WSDL } from '../support/fake-soap-state.ts';

const ONE = { document: { records: { cut: 'whole' } } } as unknown as Dialect;
const SEVERAL = { document: { records: { cut: 'layout' } } } as unknown as Dialect;
const CANONICAL = { document: undefined } as Dialect;

const NIGHT = { from: '01:00', until: '04:00' };
const REST = { kind: 'rest', mode: 'push' };
const PULL = { kind: 'rest', mode: 'pull' };
const SFTP = { kind: 'sftp' };
const BATCH = { kind: 'sftp', batch: true };
const QUEUE = { kind: 'queue' };
const SOAP = { kind: 'soap', mode: 'push', security: {} };
const OWN = { ...SOAP, wsdl: STATE_WSDL, operation: 'TakeActivity' };
const ASKED = { operation: 'AskDelivery', held: ['HELD'], notHeld: ['NOT HELD'] };

const found = (transport: object, capabilities: object, format: Dialect): string[] => {
  const profile = {
    transport,
    capabilities: {
      acknowledgement: 'asynchronous',
      idempotent: true,
      probe: false,
      ...CAPABILITY_DEFAULTS,
      ...capabilities,
    },
  } as unknown as Profile;
  return contradictionsIn(profile, format).map(({ code, pointer }) => `${code} ${pointer}`);
};

describe('a profile that is right in each part', () => {
  const right: readonly [name: string, transport: object, capabilities: object, format: Dialect][] =
    [
      ['REST at any hour', REST, { acknowledgement: 'synchronous', probe: true }, ONE],
      ['REST in the canonical format', REST, {}, CANONICAL],
      ['REST with quiet hours', REST, { quietHours: NIGHT }, ONE],
      ['REST with lists', REST, { listMaximum: 20 }, ONE],
      ['a nightly batch', BATCH, { listMaximum: 500, batchWindow: NIGHT }, SEVERAL],
      ['files one by one, at night', SFTP, { batchWindow: NIGHT }, SEVERAL],
      ['files one by one, at any hour', SFTP, { attachments: 'transport' }, ONE],
      [
        'quiet hours within the window',
        BATCH,
        { listMaximum: 9, batchWindow: NIGHT, quietHours: { from: '02:00', until: '03:00' } },
        SEVERAL,
      ],
      [
        'quiet hours but for the window’s last hour',
        BATCH,
        { listMaximum: 9, batchWindow: NIGHT, quietHours: { from: '23:00', until: '03:00' } },
        SEVERAL,
      ],
      ['the standard service, asked', SOAP, { probe: true }, ONE],
      ['a WSDL of its own, asked', { ...OWN, status: ASKED }, { probe: true }, ONE],
      ['a WSDL of its own, not asked', { ...OWN, version: '1.1' }, {}, ONE],
      ['queues', QUEUE, { attachments: 'transport' }, ONE],
      ['a state that fetches', PULL, { acknowledgement: 'synchronous' }, ONE],
    ];
  for (const [name, transport, capabilities, format] of right) {
    it(`is taken: ${name}`, () => {
      expect(found(transport, capabilities, format)).to.deep.equal([]);
    });
  }

  const AS = 'PROFILE_CONTRADICTS /capabilities';
  const wrong: readonly [
    name: string,
    transport: object,
    capabilities: object,
    format: Dialect,
    problems: readonly string[],
  ][] = [
    [
      'batch files of a format of one activity',
      BATCH,
      { listMaximum: 500 },
      ONE,
      ['PROFILE_CONTRADICTS /transport/batch'],
    ],
    ['a batch window for such', SFTP, { batchWindow: NIGHT }, ONE, [`${AS}/batchWindow`]],
    [
      'a batch window for canonical ones',
      REST,
      { batchWindow: NIGHT },
      CANONICAL,
      [`${AS}/batchWindow`],
    ],
    ['batch files of one', BATCH, {}, SEVERAL, [`${AS}/listMaximum`]],
    ['lists over SFTP without batch', SFTP, { listMaximum: 500 }, SEVERAL, [`${AS}/listMaximum`]],
    [
      'a window within quiet hours',
      BATCH,
      { listMaximum: 2, batchWindow: NIGHT, quietHours: { from: '22:00', until: '04:00' } },
      SEVERAL,
      [`${AS}/quietHours`],
    ],
    [
      'a window that is exactly the quiet hours',
      BATCH,
      { listMaximum: 2, batchWindow: NIGHT, quietHours: NIGHT },
      SEVERAL,
      [`${AS}/quietHours`],
    ],
    [
      'quiet hours all day',
      REST,
      { quietHours: { from: '00:00', until: '00:00' } },
      ONE,
      [`${AS}/quietHours`],
    ],
    [
      'a file as acknowledgement',
      SFTP,
      { acknowledgement: 'synchronous' },
      ONE,
      [`${AS}/acknowledgement`],
    ],
    [
      'a confirm as acknowledgement, and a question to a queue',
      QUEUE,
      { acknowledgement: 'synchronous', probe: true },
      ONE,
      [`${AS}/acknowledgement`, `${AS}/probe`],
    ],
    ['a question that the WSDL has not', OWN, { probe: true }, ONE, [`${AS}/probe`]],
    [
      'files beside documents over REST',
      REST,
      { attachments: 'transport' },
      ONE,
      [`${AS}/attachments`],
    ],
    [
      'hours, lists and questions for a state that fetches',
      PULL,
      { quietHours: NIGHT, listMaximum: 2, probe: true },
      ONE,
      [`${AS}/quietHours`, `${AS}/listMaximum`, `${AS}/probe`],
    ],
    [
      'a WSDL without its operations',
      { ...OWN, operation: 'Take', status: { ...ASKED, operation: 'Ask' } },
      {},
      ONE,
      ['TRANSPORT_UNUSABLE /transport/operation', 'TRANSPORT_UNUSABLE /transport/status/operation'],
    ],
    [
      'a WSDL that is none',
      { ...OWN, wsdl: '<html/>', status: ASKED },
      {},
      ONE,
      ['TRANSPORT_UNUSABLE /transport/wsdl'],
    ],
    [
      'a WSDL that points elsewhere',
      {
        ...OWN,
        wsdl: STATE_WSDL.replace(
          '<wsdl:types>',
          '<wsdl:import namespace="a" location="b"/><wsdl:types>',
        ),
      },
      {},
      ONE,
      ['TRANSPORT_UNUSABLE /transport/wsdl'],
    ],
  ];
  for (const [name, transport, capabilities, format, problems] of wrong) {
    it(`is refused as a whole: ${name}`, () => {
      expect(found(transport, capabilities, format)).to.deep.equal(problems);
    });
  }
});
