import { useMutation } from '@tanstack/react-query';
import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { mdiAccountCircleOutline, mdiChevronDown, mdiLogoutVariant } from '@mdi/js';
import { useRef } from 'react';
import { Link } from 'react-router';
import { Icon } from '../elements/icon.js';
import { nothing } from '../api/nothing.js';
import { request } from '../api/request.js';
import { ProblemDisplay } from '../elements/problem-display.js';
import { paths } from '../paths.js';
import { leave } from '../session/leave.js';
import { useAdministrator } from '../session/use-administrator.js';
import { ColorSchemeSwitch } from '../theme/color-scheme-switch.js';
import classes from './account-menu.module.css';

/** Who has signed in, and what is theirs. */
export function AccountMenu() {
  const { first_name, last_name, email, role } = useAdministrator();
  const panel = useRef<HTMLDivElement>(null);
  const signOut = useMutation({
    mutationFn: () => request({ method: 'DELETE', path: '/session', reply: nothing }),
    onSuccess: () => leave('signed-out'),
  });
  const name = `${first_name} ${last_name}`;
  return (
    <>
      <UnstyledButton className={classes['opener'] ?? ''} popoverTarget="account">
        <span className={classes['initials']} aria-hidden="true">
          {initial(first_name) + initial(last_name)}
        </span>
        <span className={classes['name']}>
          <VisuallyHidden>Account: </VisuallyHidden>
          {name}
        </span>
        <Icon path={mdiChevronDown} size={16} />
      </UnstyledButton>
      <div id="account" popover="auto" ref={panel} className={classes['panel']}>
        <div className={classes['who']}>
          <strong>{name}</strong>
          <span>{email}</span>
          <span>{role === 'viewer' ? 'Viewer: may look, not change' : 'Administrator'}</span>
        </div>
        <Link
          to={paths.profile}
          className={classes['entry'] ?? ''}
          onClick={() => panel.current?.hidePopover()}
        >
          <Icon path={mdiAccountCircleOutline} size={18} />
          Profile
        </Link>
        <ColorSchemeSwitch />
        <UnstyledButton
          className={classes['entry'] ?? ''}
          disabled={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          <Icon path={mdiLogoutVariant} size={18} />
          Sign out
        </UnstyledButton>
        {signOut.error && <ProblemDisplay error={signOut.error} onRetry={() => signOut.mutate()} />}
      </div>
    </>
  );
}

function initial(name: string): string {
  return Array.from(name)[0]?.toLocaleUpperCase() ?? '';
}
