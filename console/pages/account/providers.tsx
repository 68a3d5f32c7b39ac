import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ApiProblem } from '../../api/api-problem.ts';
import { call } from '../../api/call.ts';
import { leaveFor } from '../../api/provider-way.ts';
import { useAccount } from '../../api/session.ts';
import { useSignInWays } from '../../api/sign-in-ways.ts';
import type { BoundProvider } from '../../generated/answers.ts';
import { Answered, Failure, Panel } from '../../parts/panel.tsx';
import { Moment } from '../../parts/time.tsx';
import { PROVIDER } from '../sign-in/provider-text.ts';
import { NotGiven, useStep } from '../sign-in/use-step.ts';
import { BothFactors } from './both-factors.tsx';
import { PROVIDERS as T } from './providers-text.ts';

const QUERY_KEY = ['own-providers'] as const;

/** The sign-in that the person's agency has of its own, where it has one. */
export function ProvidersPanel(): ReactElement | null {
  const { member } = useAccount();
  const ways = useSignInWays();
  if (ways?.providers.some((one) => one.member === member) !== true) return null;
  return (
    <Panel title={T.title}>
      <p>{T.text}</p>
      <Providers />
    </Panel>
  );
}

function Providers(): ReactElement {
  const providers = useQuery({
    queryKey: QUERY_KEY,
    queryFn: ({ signal }) => call('GET /v1/session/providers', { signal }),
  });
  return (
    <Answered query={providers}>
      {({ items }) =>
        items.map((one) =>
          one.boundAt === undefined ? (
            <Connect key={one.provider} provider={one} />
          ) : (
            <Connected key={one.provider} provider={one} boundAt={one.boundAt} />
          ),
        )
      }
    </Answered>
  );
}

function Connected({
  provider: { provider, name, lastUsedAt },
  boundAt,
}: {
  readonly provider: BoundProvider;
  readonly boundAt: string;
}): ReactElement {
  const queries = useQueryClient();
  const disconnect = useMutation({
    mutationFn: () =>
      call('POST /v1/session/providers/{provider}/unbind', { params: { provider }, json: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: QUERY_KEY }),
  });
  return (
    <>
      <h3>{name}</h3>
      <dl className="facts">
        <dt>{T.bound}</dt>
        <dd>
          <Moment at={boundAt} both />
        </dd>
        <dt>{T.used}</dt>
        <dd>{lastUsedAt === undefined ? T.never : <Moment at={lastUsedAt} both />}</dd>
      </dl>
      {disconnect.error === null ? null : <Failure error={disconnect.error} />}
      <button
        type="button"
        className="usa-button usa-button--outline"
        onClick={() => {
          disconnect.mutate();
        }}
      >
        {T.disconnect(name)}
      </button>
    </>
  );
}

function Connect({
  provider: { provider, name },
}: {
  readonly provider: BoundProvider;
}): ReactElement {
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const { isBusy, error, submit } = useStep(async () => {
    const json = { password, code: code.replaceAll(' ', '') };
    setCode('');
    const route = 'POST /v1/session/providers/{provider}/bind';
    const { url } = await call(route, { params: { provider }, json }).catch(
      (problem: unknown): never => {
        const isDown = problem instanceof ApiProblem && problem.code === 'PROVIDER_UNAVAILABLE';
        throw isDown ? new NotGiven(PROVIDER.unavailable) : problem;
      },
    );
    leaveFor(url, { purpose: 'bind', to: '/account' });
  });
  return (
    <form onSubmit={submit}>
      <h3>
        {name}: {T.notBound}
      </h3>
      <BothFactors
        text={T}
        password={password}
        onPassword={setPassword}
        code={code}
        onCode={setCode}
        error={error}
      />
      <button type="submit" className="usa-button" aria-disabled={isBusy}>
        {T.connect(name)}
      </button>
    </form>
  );
}
