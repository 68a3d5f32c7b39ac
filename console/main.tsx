import '@uswds/uswds/css/uswds.min.css';
import './style/console.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { createQueries } from './api/queries.ts';
import { askSession } from './api/session.ts';
import { createConsoleRouter } from './routes.tsx';

const root = document.getElementById('console');
if (root === null) throw new Error('the page has no place for the console');

const queries = createQueries();
askSession(queries);

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={createConsoleRouter(queries)} />
    </QueryClientProvider>
  </StrictMode>,
);
