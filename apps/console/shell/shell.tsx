import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { paths } from '../paths.js';
import { sessionQuery } from '../session/current-session.js';
import { SignInAgain } from '../session/sign-in-again.js';
import { AdministratorProvider } from '../session/use-administrator.js';
import { Header } from './header.js';
import { Opening } from './opening.js';
import classes from './shell.module.css';

/** What stands around every page of whoever has signed in. */
export function Shell() {
  const { pathname, search } = useLocation();
  const { data: session, error, refetch } = useQuery(sessionQuery);

  if (session === undefined) return <Opening error={error} onRetry={() => void refetch()} />;
  if (session === null || session.administrator.password_change_required) {
    const to = new URLSearchParams({ to: pathname + search });
    return <Navigate to={{ pathname: paths.signIn, search: to.toString() }} replace />;
  }
  return (
    <AdministratorProvider value={session.administrator}>
      <a href="#content" className={classes['skip']}>
        Skip to content
      </a>
      <div className={classes['shell']}>
        <Header />
        <main id="content" tabIndex={-1} className={classes['content']}>
          <Outlet />
        </main>
      </div>
      <SignInAgain />
      <ScrollRestoration />
    </AdministratorProvider>
  );
}
