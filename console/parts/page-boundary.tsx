import { Component, type ReactNode } from 'react';
import { Failure } from './panel.tsx';

interface PageBoundaryProps {
  readonly children: ReactNode;
}

interface Failed {
  readonly error?: Error;
}

const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error('the page could not be shown');

/** What stands in place of a page that could not be shown. Only a class can be told of it by React. */
export class PageBoundary extends Component<PageBoundaryProps, Failed> {
  override state: Failed = {};

  static getDerivedStateFromError(thrown: unknown): Failed {
    return { error: asError(thrown) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <main id="page" className="page">
        <Failure
          error={error}
          again={() => {
            window.location.reload();
          }}
        />
      </main>
    );
  }
}
