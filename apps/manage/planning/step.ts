import type { Existing, Fields, Kind } from '../kinds.js';
import type { Difference } from './differences.js';

/** One thing to do. */
export type Step = { readonly kind: Kind; readonly label: string } & (
  | { readonly action: 'create'; readonly fields: Fields }
  | {
      readonly action: 'update';
      readonly existing: Existing;
      readonly differences: readonly Difference[];
      /** Clients that lose grants by it. */
      readonly affectedClients: number;
    }
  | { readonly action: 'delete'; readonly existing: Existing; readonly affectedClients: number }
);

export interface Plan {
  /** In the order in which they are done. */
  readonly steps: readonly Step[];
  /** Things that are not in the file, and stay. */
  readonly left: readonly string[];
}

export function affectedClients(step: Step): number {
  return step.action === 'create' ? 0 : step.affectedClients;
}
