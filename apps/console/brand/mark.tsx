interface Props {
  /** Width and height in CSS pixels. */
  readonly size: number;
}

/** The gate, ajar. It stands beside the name or a heading, so it says nothing itself. */
export function Mark({ size }: Props) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#256a4c" />
      <path d="M7 26V16a9 9 0 0 1 18 0v10z" fill="#0c2a1d" />
      <path d="M7 26V16a9 9 0 0 1 9-9l4.5 3.6V28.5L7 26z" fill="#f6f1e4" />
      <circle cx="17.4" cy="18.4" r="1.5" fill="#256a4c" />
    </svg>
  );
}
