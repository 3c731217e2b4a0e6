import { Alert, Center, Loader, Paper, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { Mark } from '../brand/mark.js';
import { ProblemDisplay } from '../elements/problem-display.js';
import { HOME } from '../paths.js';
import { sessionQuery, setSession } from './current-session.js';
import { REASONS } from './leave.js';
import { SignInForm } from './sign-in-form.js';
import classes from './sign-in-page.module.css';

/** The way in. It leads to where one wanted to go. */
export function Component() {
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  const { data: session, error, isPending, refetch } = useQuery(sessionQuery);
  const to = destination(parameters.get('to'));
  const because = parameters.get('because') ?? '';

  if (session && !session.administrator.password_change_required) return <Navigate to={to} replace />;
  return (
    <main className={classes['page']}>
      <title>Sign in · Postern</title>
      <Stack className={classes['column']} gap="lg">
        <Stack align="center" gap="xs">
          <Mark size={56} />
          <Title order={1} size="h2">
            Sign in to Postern
          </Title>
        </Stack>
        {Object.hasOwn(REASONS, because) && (
          <Alert role="status">{REASONS[because as keyof typeof REASONS]}</Alert>
        )}
        <Paper className={classes['card']}>
          {isPending ? (
            <Center py="xl">
              <Loader aria-label="Loading" />
            </Center>
          ) : error ? (
            <ProblemDisplay error={error} onRetry={() => void refetch()} />
          ) : (
            <SignInForm
              {...(session && { begun: session })}
              onSignedIn={(signedIn) => {
                setSession(signedIn);
                void navigate(to, { replace: true });
              }}
            />
          )}
        </Paper>
      </Stack>
    </main>
  );
}

/** A page of ours; what else the address asks for is not gone to. */
function destination(to: string | null): string {
  return to !== null && /^\/console\/[\w/?&=%.~+*-]*$/.test(to) ? to : HOME;
}
