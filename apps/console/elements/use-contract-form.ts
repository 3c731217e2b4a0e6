import { fieldProblems, type FieldProblem } from '@postern/contracts';
import { useForm, type FormErrors } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useEffect, type SyntheticEvent } from 'react';
import type { z } from 'zod';
import { ApiError } from '../api/api-error.js';
import { afterPress } from './after-press.js';

export interface ContractFormOptions<
  Values extends Record<string, unknown>,
  Schema extends z.ZodType,
  Saved,
> {
  /** The contract's own schema of the body. */
  readonly schema: Schema;
  readonly initialValues: Values;
  /** What the fields are called beside their inputs; `*` stands for any place in a list. */
  readonly labels: Readonly<Record<string, string>>;
  /** What a part of a field is called that has no input of its own, by its path: an entry of a list. */
  readonly nameOf?: (path: string, values: Values) => string | undefined;
  /** The body as it is typed in; the values themselves unless something is left out. */
  readonly body?: (values: Values) => unknown;
  readonly save: (body: z.output<Schema>) => Promise<Saved>;
  readonly onSaved?: (saved: Saved) => void;
  /** Fields to blame for a refusal that names none. */
  readonly blame?: (error: ApiError) => readonly FieldProblem[];
}

/**
 * A form over a contract's schema. What is wrong stands beside its field in the contract's words, whether the page
 * finds it or the API; the first such field takes the focus. `problem` is what remains to be told.
 */
export function useContractForm<Values extends Record<string, unknown>, Schema extends z.ZodType, Saved>(
  options: ContractFormOptions<Values, Schema, Saved>,
) {
  const { schema, labels, body = (values) => values } = options;
  const form = useForm<Values>({
    initialValues: options.initialValues,
    validateInputOnBlur: true,
    // What is wrong comes to light below the input, and moves what is clicked on instead.
    enhanceGetInputProps: ({ inputProps }) => {
      const validate = inputProps.onBlur as (() => void) | undefined;
      return { onBlur: () => afterPress(() => validate?.()) };
    },
    validate: (values) => {
      const { error } = schema.safeParse(body(values));
      return error ? errorsOf(fieldProblems(error), values) : {};
    },
  });
  const saving = useMutation({ mutationFn: options.save, onSuccess: (saved) => options.onSaved?.(saved) });

  const refused = saving.error === null ? undefined : ApiError.from(saving.error);
  const blamed = refused ? [...refused.fields, ...(options.blame?.(refused) ?? [])] : [];
  const hasPlaces = blamed.length > 0 && blamed.every(({ field }) => placeOf(field, labels) !== undefined);

  useEffect(() => {
    if (!hasPlaces) return;
    const errors = errorsOf(blamed, form.getValues());
    form.setErrors(errors);
    focusFirst(errors);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each refusal
  }, [refused]);

  function errorsOf(problems: readonly FieldProblem[], values: Values): FormErrors {
    return besideFields(problems, labels, (path) => options.nameOf?.(path, values));
  }

  function focusFirst(errors: FormErrors): void {
    const [first] = Object.keys(errors);
    if (first !== undefined) form.getInputNode(first as never)?.focus();
  }

  return {
    form,
    saving: saving.isPending,
    saved: saving.data,
    problem: hasPlaces ? undefined : refused,
    /** Sends what was refused once more. */
    saveAgain: () => {
      if (saving.variables !== undefined) saving.mutate(saving.variables);
    },
    submit: (event: SyntheticEvent<HTMLFormElement>) => {
      form.onSubmit((values) => saving.mutate(schema.parse(body(values))), focusFirst)(event);
    },
  };
}

/** `Name is empty.` beside `name`; only the first that is wrong with a field. */
function besideFields(
  problems: readonly FieldProblem[],
  labels: Readonly<Record<string, string>>,
  nameOf: (path: string) => string | undefined,
): FormErrors {
  const errors: FormErrors = {};
  for (const { field, message } of problems) {
    const place = placeOf(field, labels);
    if (place === undefined) continue;
    errors[place] ??= `${nameOf(field) ?? labels[anyPlace(place)] ?? field} ${message}.`;
  }
  return errors;
}

/** The field that a path belongs to, where the form has it: `scopes` for `scopes.3`. */
function placeOf(path: string, labels: Readonly<Record<string, string>>): string | undefined {
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const place = parts.slice(0, length).join('.');
    if (Object.hasOwn(labels, anyPlace(place))) return place;
  }
  return undefined;
}

/** `scopes.*.name` for `scopes.3.name`. */
function anyPlace(path: string): string {
  return path.replaceAll(/\.\d+(?=\.|$)/g, '.*');
}
