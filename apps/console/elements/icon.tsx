interface Props {
  /** Of Material Design Icons, on a field of 24 by 24. */
  readonly path: string;
  /** Pixels. */
  readonly size?: number;
}

/** A picture beside words, or in a button that has a name; it says nothing of its own. */
export function Icon({ path, size = 20 }: Props) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} fill="currentColor" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
