import classes from './notable.module.css';

interface Props {
  readonly children: string;
  /** Whether somebody should see to it soon. */
  readonly urgent?: boolean;
}

/** Why a thing stands out among many. */
export function Notable({ children, urgent }: Props) {
  return (
    <span className={classes['notable']} data-urgent={urgent || undefined}>
      {children}
    </span>
  );
}
