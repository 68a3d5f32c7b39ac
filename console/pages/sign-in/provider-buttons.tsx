import type { ReactElement } from 'react';
import { useSearchParams } from 'wouter';
import { ApiProblem } from '../../api/api-problem.ts';
import { call } from '../../api/call.ts';
import { leaveFor } from '../../api/provider-way.ts';
import type { SignInWays } from '../../generated/answers.ts';
import { PROVIDER as T } from './provider-text.ts';
import { NotGiven, useStep } from './use-step.ts';

type Offered = SignInWays['providers'][number];

/** A button for each provider of a state's own sign-in. */
export function ProviderButtons({
  providers,
}: {
  readonly providers: readonly Offered[];
}): ReactElement {
  return (
    <>
      {providers.map((provider) => (
        <ProviderButton key={provider.id} provider={provider} />
      ))}
    </>
  );
}

function ProviderButton({ provider }: { readonly provider: Offered }): ReactElement {
  const [asked] = useSearchParams();
  const { isBusy, error, submit } = useStep(async () => {
    const params = { provider: provider.id };
    const { url } = await call('POST /v1/providers/{provider}/sign-in', { params, json: {} }).catch(
      (problem: unknown): never => {
        const isDown = problem instanceof ApiProblem && problem.code === 'PROVIDER_UNAVAILABLE';
        throw isDown ? new NotGiven(T.unavailable) : problem;
      },
    );
    leaveFor(url, { purpose: 'sign-in', to: asked.get('to') ?? '/' });
  });
  return (
    <form onSubmit={submit}>
      {error === undefined ? null : (
        <p className="ask__error" role="alert">
          {error}
        </p>
      )}
      <button type="submit" className="usa-button usa-button--outline" aria-disabled={isBusy}>
        {T.with(provider.name)}
      </button>
    </form>
  );
}
