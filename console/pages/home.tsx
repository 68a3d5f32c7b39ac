import type { ReactElement } from 'react';
import { Navigate } from 'react-router';
import { isNational, useAccount } from '../api/session.ts';

/** Where each role begins its day. */
export function Home(): ReactElement {
  return <Navigate to={isNational(useAccount()) ? '/now' : '/today'} replace />;
}
