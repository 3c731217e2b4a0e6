import { SetMetadata } from '@nestjs/common';
import type { FailureCode, RequestContract } from '@postern/contracts';
import type { z } from 'zod';

/** What no code of a route says of itself; all else in its description is read from its decorators. */
export interface OperationFacts {
  /** Its name in generated clients, which never changes once published. */
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  /** What it asks of a service: its failures, and its answer unless another is named, are those of the request. */
  readonly asks?: RequestContract;
  /** What it answers by media type; for JSON alone a schema will do, and `null` says that there is no body. */
  readonly answer?: z.ZodType | Readonly<Record<string, z.ZodType>> | null;
  /** Headers of the answer that no `@Header` sets, each with what it says. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers of the request that no parameter reads, each with what it says. */
  readonly requestHeaders?: Readonly<Record<string, string>>;
  /** Failures beside those of the request that it asks. */
  readonly failures?: readonly FailureCode[];
  /** The form that is its body. */
  readonly form?: z.ZodObject;
  /** Its query, where no parameter reads it. */
  readonly query?: z.ZodObject;
  /** Whether it takes every method, and all of them alike. */
  readonly anyMethod?: boolean;
}

export const OPERATION = 'docs:operation';
export const TAG = 'docs:tag';

/** Describes a route for the API document; a route without it fails the document's test. */
export const Operation = (facts: OperationFacts) => SetMetadata(OPERATION, facts);

/** Headings, in the order in which they stand, each with what is under it. */
export const TAGS = {
  'OAuth 2.0': 'Where application clients get tokens, ask about them, and end them.',
  'Application clients': 'Programs that may get tokens.',
  'Client secrets': 'What clients authenticate with; several at a time while one is rotated.',
  APIs: 'Resource servers that tokens are for: audience, scopes, token lifetime.',
  'Signing keys': 'What tokens are signed with, and its rotation.',
  Administrators: 'People who may sign in to the console.',
  'Audit events': 'What changed who may enter.',
  Tokens: 'To try a token on.',
  Console: 'The page for administrators: signing in to it, and what they change of themselves.',
  Discovery: 'Metadata and keys, for libraries.',
  Edge: 'For proxies that ask whether to let a request through.',
  'Health and metrics': 'For the platform that runs it.',
  Documentation: 'This document, and the page that shows it.',
} as const;
export type TagName = keyof typeof TAGS;

/** Under which heading the routes of a controller stand. */
export const Tag = (name: TagName) => SetMetadata(TAG, name);
