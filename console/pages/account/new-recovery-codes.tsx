import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { call } from '../../api/call.ts';
import { Failure, Panel } from '../../parts/panel.tsx';
import { ACCOUNT } from '../account-text.ts';
import { CodeList } from '../sign-in/recovery-codes.tsx';

const T = ACCOUNT.codes;

/** Ten others in the place of those of before; shown until the page is left. */
export function NewRecoveryCodes(): ReactElement {
  const renew = useMutation({
    mutationFn: () => call('POST /v1/session/recovery-codes', { json: {} }),
  });
  const codes = renew.data?.recoveryCodes;
  return (
    <Panel title={T.title}>
      <p>{codes === undefined ? T.text : T.shown}</p>
      {codes === undefined ? null : <CodeList codes={codes} />}
      {renew.error === null ? null : <Failure error={renew.error} />}
      {codes === undefined ? (
        <button
          type="button"
          className="usa-button usa-button--outline"
          disabled={renew.isPending}
          onClick={() => {
            renew.mutate();
          }}
        >
          {T.renew}
        </button>
      ) : null}
    </Panel>
  );
}
