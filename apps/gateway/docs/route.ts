import type { ManagementScope } from '@postern/contracts';
import type { ParameterFacts } from '../http/parameter-facts.js';
import type { OperationFacts, TagName } from './operation.decorator.js';

/** A way in which a caller shows who it is. */
export type Admission = 'client' | 'bearer' | 'session';

/** A route of the gateway, with all that its description is made from. */
export interface Route {
  readonly path: string;
  /** In lower case. */
  readonly method: string;
  readonly tag: TagName;
  readonly facts: OperationFacts;
  /** Of several, one will do; without any, everybody may come. */
  readonly admissions: readonly Admission[];
  readonly scope?: ManagementScope | undefined;
  readonly status: number;
  /** Of every good answer, by name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly parameters: readonly ParameterFacts[];
  /** Whether a good answer carries its version as its entity tag. */
  readonly tagged: boolean;
}
