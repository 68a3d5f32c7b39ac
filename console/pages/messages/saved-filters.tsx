import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, type SubmitEvent, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { call } from '../../api/call.ts';
import type { SavedFilters as Saved } from '../../generated/answers.ts';
import { Failure } from '../../parts/panel.tsx';

type SavedFilter = Saved['items'][number];

const KEY = ['saved-filters'] as const;
const LIST = 'messages';

/** The filters that the reader keeps for the log, each a link; the one in force can be kept or forgotten. */
export function SavedFilters(): ReactElement | null {
  const queries = useQueryClient();
  const [asked] = useSearchParams();
  const saved = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => call('GET /v1/saved-filters', { signal }),
  });
  const save = useMutation({
    mutationFn: (items: readonly SavedFilter[]) =>
      call('PUT /v1/saved-filters', { json: { items } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  if (saved.data === undefined) return null;
  const all = saved.data.items;
  const own = all.filter(({ list }) => list === LIST);
  const query = asked.toString();
  const isKept = own.some((one) => one.query === query);
  return (
    <div className="saved">
      {own.map((one) => (
        <span key={one.name} className="saved__one">
          <Link
            to={`/messages?${one.query}`}
            aria-current={one.query === query ? 'true' : undefined}
          >
            {one.name}
          </Link>
          <button
            type="button"
            className="usa-button usa-button--unstyled"
            aria-label={`Forget the filter ${one.name}`}
            onClick={() => {
              save.mutate(all.filter((other) => other !== one));
            }}
          >
            ×
          </button>
        </span>
      ))}
      {query === '' || isKept ? null : (
        <KeepFilter
          keep={(name) => {
            const others = all.filter((one) => one.list !== LIST || one.name !== name);
            save.mutate([...others, { name, list: LIST, query }]);
          }}
        />
      )}
      {save.error === null ? null : <Failure error={save.error} />}
    </div>
  );
}

function KeepFilter({ keep }: { readonly keep: (name: string) => void }): ReactElement {
  const [name, setName] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') keep(name.trim());
  };
  return (
    <form className="saved__keep" onSubmit={submit}>
      <label className="usa-sr-only" htmlFor="keep-filter">
        Name for these filters
      </label>
      <input
        id="keep-filter"
        value={name}
        maxLength={80}
        placeholder="Keep these filters as …"
        onChange={({ target }) => {
          setName(target.value);
        }}
      />
      <button
        type="submit"
        className="usa-button usa-button--outline"
        disabled={name.trim() === ''}
      >
        Keep
      </button>
    </form>
  );
}
