import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { pageOf } from './pages-of.js';
import classes from './named-link.module.css';

interface Props {
  readonly type: string;
  readonly id: string;
  /** Its ID stands for it where it has none. */
  readonly name: string | undefined;
  /** Whether it is there no more, so that there is no page of it. */
  readonly isGone?: boolean;
}

/** Somebody or something, with the way to its page. */
export function NamedLink({ type, id, name, isGone = false }: Props) {
  const to = pageOf(type, id);
  const text = name ?? <code className={classes['id']}>{id}</code>;
  if (to === undefined || isGone) return <strong className={classes['name']}>{text}</strong>;
  return (
    <Anchor component={Link} to={to} fw={600} className={classes['name'] ?? ''} inherit>
      {text}
    </Anchor>
  );
}
