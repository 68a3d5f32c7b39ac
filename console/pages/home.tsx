import type { ReactElement } from 'react';
import { Redirect } from 'wouter';
import { isNational, useAccount } from '../api/session.ts';

/** Where each role begins its day. */
export function Home(): ReactElement {
  return <Redirect to={isNational(useAccount()) ? '/now' : '/today'} replace />;
}
