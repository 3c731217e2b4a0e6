import type { ReactNode } from 'react';
import classes from './facts.module.css';

interface Props {
  /** Whether each is short. */
  readonly short?: boolean;
  readonly children: ReactNode;
}

/** What there is to know of a thing. */
export function Facts({ short = false, children }: Props) {
  return (
    <dl className={classes['facts']} data-short={short || undefined}>
      {children}
    </dl>
  );
}

export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
