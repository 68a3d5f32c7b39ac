import '@uswds/uswds/css/uswds.min.css';
import './style/console.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueries } from './api/queries.ts';
import { askSession } from './api/session.ts';
import { Console } from './console.tsx';
import { createPages } from './pages.ts';

const root = document.getElementById('console');
if (root === null) throw new Error('the page has no place for the console');

const queries = createQueries();
askSession(queries);
const pages = createPages(queries);
void pages.open(window.location.pathname);

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Console pages={pages} />
    </QueryClientProvider>
  </StrictMode>,
);
