import { Burger } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from 'react-router';
import { Mark } from '../brand/mark.js';
import { HOME } from '../paths.js';
import { AccountMenu } from './account-menu.js';
import classes from './header.module.css';
import { Navigation } from './navigation.js';

/** The name of the house, the way to its rooms, and who is in. Where it is narrow the way unfolds. */
export function Header() {
  const [isOpen, navigation] = useDisclosure(false);
  return (
    <>
      <header className={classes['header']}>
        <div className={classes['burger']}>
          <Burger
            opened={isOpen}
            onClick={navigation.toggle}
            size="sm"
            aria-label="Navigation"
            aria-expanded={isOpen}
            aria-controls="navigation"
          />
        </div>
        <Link to={HOME} className={classes['brand']}>
          <Mark size={30} />
          Postern
        </Link>
        <AccountMenu />
      </header>
      <nav
        id="navigation"
        aria-label="Main"
        className={classes['navigation']}
        data-open={isOpen || undefined}
        onKeyDown={(event) => event.key === 'Escape' && navigation.close()}
      >
        <Navigation onNavigate={navigation.close} />
      </nav>
    </>
  );
}
