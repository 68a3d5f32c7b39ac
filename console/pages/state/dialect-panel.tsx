import { type ReactElement, Suspense, lazy, useState } from 'react';
import type { Answers } from '../../generated/answers.ts';
import { Facts } from '../../parts/facts.tsx';
import { Panel, Skeleton } from '../../parts/panel.tsx';
import { STATE_TEXT } from './state-text.ts';

const TEXT = STATE_TEXT.profile;
const DialectRules = lazy(() =>
  import('./dialect-rules.tsx').then((file) => ({ default: file.DialectRules })),
);

interface DialectPanelProps {
  readonly code: string;
  readonly state: Answers['GET /v1/members/{state}/profile'];
}

/** The format that a state's system speaks; its rules are fetched by those who want to read them. */
export function DialectPanel({ code, state: { dialect } }: DialectPanelProps): ReactElement | null {
  const [isOpen, setIsOpen] = useState(false);
  if (dialect === undefined) return null;
  const isCanonical = dialect.format === 'canonical';
  return (
    <Panel title={TEXT.dialect}>
      <Facts
        rows={[
          [
            'Format',
            isCanonical ? 'The compact’s own, as it is' : `${dialect.name} (${dialect.format})`,
          ],
          ['Content type', dialect.contentType],
          ['Version', <small key="version">{dialect.versionHash}</small>],
        ]}
      />
      {isCanonical || isOpen ? null : (
        <p className="buttons">
          <button
            type="button"
            className="usa-button usa-button--outline"
            onClick={() => {
              setIsOpen(true);
            }}
          >
            {TEXT.openDialect}
          </button>
        </p>
      )}
      {isOpen ? (
        <Suspense fallback={<Skeleton />}>
          <DialectRules code={code} />
        </Suspense>
      ) : null}
    </Panel>
  );
}
