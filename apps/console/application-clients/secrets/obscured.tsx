import { VisuallyHidden } from '@mantine/core';

interface Props {
  /** Its last characters. */
  readonly hint: string;
}

/** A secret of which nobody knows more than its end. */
export function Obscured({ hint }: Props) {
  return (
    <>
      <VisuallyHidden>Secret that ends in {hint}</VisuallyHidden>
      <code aria-hidden="true">pcs_••••••••••••{hint}</code>
    </>
  );
}
