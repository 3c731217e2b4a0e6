interface Props {
  /** Width and height in CSS pixels. */
  readonly size: number;
}

/** The gate, ajar. It stands beside the name or a heading, so it says nothing itself. */
export function Mark({ size }: Props) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="#256a4c" />
      <path d="M8.5 26V15a7.5 7.5 0 0 1 15 0v11z" fill="#0f3424" />
      <path d="M8.5 26V15A7.5 7.5 0 0 1 16 7.5l4 3.4V28z" fill="#f4efe2" />
      <circle cx="17" cy="18" r="1.5" fill="#256a4c" />
      <path d="M5.5 26h21" stroke="#f4efe2" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
