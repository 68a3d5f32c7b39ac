import type { OptionProblem } from '../adapters/adapter-settings.ts';
import { TRANSPORTS } from '../adapters/registry.ts';
import { type Profile, fetchesFromInbox } from './compact/profile.ts';
import { neverHandsOver } from './delivery/delivery-hours.ts';
import type { Problem } from './errors.ts';
import type { Dialect } from './mapping/dialect.ts';

type Format = Pick<Dialect, 'document'>;

interface Contradiction {
  readonly pointer: string;
  readonly detail: string;
  readonly holds: (profile: Profile, format: Format) => boolean;
}

/** What each part of a profile may say alone, and not beside the others or with its dialect. */
const CONTRADICTIONS: readonly Contradiction[] = [
  {
    pointer: '/transport/batch',
    detail: 'a document of the dialect holds one activity: there is no batch file of it',
    holds: (profile, format) => inBatches(profile) && !holdsSeveral(format),
  },
  {
    pointer: '/capabilities/batchWindow',
    detail:
      'a document of the dialect holds one activity; quietHours say when nothing is handed over',
    holds: ({ capabilities }, format) =>
      capabilities.batchWindow !== undefined && !holdsSeveral(format),
  },
  {
    pointer: '/capabilities/listMaximum',
    detail: 'a batch file holds as many activities as this says: more than 1',
    holds: (profile) => inBatches(profile) && profile.capabilities.listMaximum === 1,
  },
  {
    pointer: '/capabilities/listMaximum',
    detail: 'over SFTP a list is one file only where the transport says batch',
    holds: (profile) =>
      profile.transport.kind === 'sftp' &&
      !inBatches(profile) &&
      profile.capabilities.listMaximum > 1,
  },
  {
    pointer: '/capabilities/quietHours',
    detail: 'the batch window lies within them: nothing would ever be handed over',
    holds: ({ capabilities }) => neverHandsOver(capabilities),
  },
  {
    pointer: '/capabilities/acknowledgement',
    detail: 'a file or message that is taken says nothing of the state’s system: asynchronous',
    holds: ({ transport, capabilities }) =>
      (transport.kind === 'sftp' || transport.kind === 'queue') &&
      capabilities.acknowledgement === 'synchronous',
  },
  {
    pointer: '/capabilities/probe',
    detail: 'a queue cannot be asked',
    holds: ({ transport, capabilities }) => transport.kind === 'queue' && capabilities.probe,
  },
  {
    pointer: '/capabilities/probe',
    detail: 'the transport names no status operation of the WSDL by which it could be asked',
    holds: ({ transport, capabilities }) =>
      transport['wsdl'] !== undefined && transport['status'] === undefined && capabilities.probe,
  },
  {
    pointer: '/capabilities/attachments',
    detail: 'over REST a state fetches files by their names: reference',
    holds: ({ transport, capabilities }) =>
      transport.kind === 'rest' && capabilities.attachments === 'transport',
  },
  ...(['batchWindow', 'quietHours'] as const).map((name) => ({
    pointer: `/capabilities/${name}`,
    detail: 'the state fetches when it likes: nothing is handed over to it',
    holds: (profile: Profile) =>
      fetchesFromInbox(profile) && profile.capabilities[name] !== undefined,
  })),
  {
    pointer: '/capabilities/listMaximum',
    detail: 'the state says itself how many it fetches',
    holds: (profile) => fetchesFromInbox(profile) && profile.capabilities.listMaximum > 1,
  },
  {
    pointer: '/capabilities/probe',
    detail: 'a state that fetches is not asked: it acknowledges what it has',
    holds: (profile) => fetchesFromInbox(profile) && profile.capabilities.probe,
  },
];

/**
 * Everything by which a profile, right in itself, contradicts itself or its dialect, or brings the
 * transport something that it cannot use, such as a WSDL without the operation.
 */
export function contradictionsIn(profile: Profile, format: Format): readonly Problem[] {
  const found = CONTRADICTIONS.filter(({ holds }) => holds(profile, format));
  const { kind, ...options } = profile.transport;
  const unusable: readonly OptionProblem[] = TRANSPORTS.get(kind)?.unusable?.(options) ?? [];
  return [
    ...found.map(({ pointer, detail }) => ({ pointer, code: 'PROFILE_CONTRADICTS', detail })),
    ...unusable.map(({ option, detail }) => ({
      pointer: `/transport${option}`,
      code: 'TRANSPORT_UNUSABLE',
      detail,
    })),
  ];
}

function inBatches({ transport }: Profile): boolean {
  return transport['batch'] === true;
}

function holdsSeveral({ document }: Format): boolean {
  return document !== undefined && document.records.cut !== 'whole';
}
