import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { call } from '../../api/call.ts';
import { NoKey, makeKey } from '../../api/security-keys.ts';
import { useTakesKeys } from '../../api/sign-in-ways.ts';
import type { SecurityKey } from '../../generated/answers.ts';
import { Answered, Failure, Panel } from '../../parts/panel.tsx';
import { Rows, type Column } from '../../parts/rows.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { Moment } from '../../parts/time.tsx';
import { KEY } from '../sign-in/key-text.ts';
import { NotGiven, useStep } from '../sign-in/use-step.ts';
import { BothFactors } from './both-factors.tsx';
import { KEYS as T } from './security-keys-text.ts';

const QUERY_KEY = ['own-keys'] as const;

/** The own security keys: which there are, one more, one less. */
export function SecurityKeysPanel(): ReactElement | null {
  if (!useTakesKeys()) return null;
  return (
    <Panel title={T.title}>
      <p>{T.text}</p>
      <OwnKeys />
      <AddKey />
    </Panel>
  );
}

function OwnKeys(): ReactElement {
  const queries = useQueryClient();
  const keys = useQuery({
    queryKey: QUERY_KEY,
    queryFn: ({ signal }) => call('GET /v1/session/keys', { signal }),
  });
  const remove = useMutation({
    mutationFn: (keyId: string) =>
      call('POST /v1/session/keys/{keyId}/remove', { params: { keyId }, json: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: QUERY_KEY }),
  });
  const removing: Column<SecurityKey> = {
    head: T.remove,
    cell: ({ keyId, name }) => (
      <button
        type="button"
        className="usa-button usa-button--unstyled"
        aria-label={`${T.remove}: ${name}`}
        onClick={() => {
          remove.mutate(keyId);
        }}
      >
        {T.remove}
      </button>
    ),
  };
  return (
    <>
      {remove.error === null ? null : <Failure error={remove.error} />}
      <p role="status">{remove.isSuccess ? T.removed : ''}</p>
      <Answered query={keys} empty={{ when: ({ items }) => items.length === 0, text: T.none }}>
        {({ items }) => (
          <Rows
            caption={T.caption}
            columns={[...COLUMNS, removing]}
            rows={items}
            keyOf={({ keyId }) => keyId}
          />
        )}
      </Answered>
    </>
  );
}

const COLUMNS: readonly Column<SecurityKey>[] = [
  { head: T.name, cell: ({ name, blocked }) => (blocked ? `${name} (${T.blocked})` : name) },
  { head: T.added, cell: ({ addedAt }) => <Moment at={addedAt} /> },
  {
    head: T.used,
    cell: ({ lastUsedAt }) => (lastUsedAt === undefined ? T.never : <Moment at={lastUsedAt} />),
  },
];

function AddKey(): ReactElement {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [isDone, setDone] = useState(false);
  const { isBusy, error, submit } = useStep(async () => {
    setDone(false);
    const shown = { password, code: code.replaceAll(' ', '') };
    const options = await call('POST /v1/session/keys/challenge', { json: shown });
    // A code counts once: another try needs another one.
    setCode('');
    const made = await makeKey(options).catch((problem: unknown) => {
      throw problem instanceof NoKey ? new NotGiven(KEY.noKey) : problem;
    });
    await call('POST /v1/session/keys', { json: { name: name.trim(), ...made } });
    setName('');
    setPassword('');
    setDone(true);
    await queries.invalidateQueries({ queryKey: QUERY_KEY });
  });
  return (
    <form onSubmit={submit}>
      <h3>{T.add}</h3>
      <TextField
        label={T.newName}
        hint={T.newNameHint}
        required
        maxLength={60}
        autoComplete="off"
        value={name}
        onText={setName}
      />
      <BothFactors
        text={T}
        password={password}
        onPassword={setPassword}
        code={code}
        onCode={setCode}
        error={error}
      />
      <button type="submit" className="usa-button" aria-disabled={isBusy}>
        {T.confirm}
      </button>
      <p role="status">{isDone ? T.done : ''}</p>
    </form>
  );
}
