import { useEffect, useEffectEvent, useState } from 'react';
import type { z } from 'zod';
import { ApiError } from '../api/api-error.js';
import { merge, type Merge } from './merge.js';
import { useContractForm, type ContractFormOptions } from './use-contract-form.js';

interface Versioned {
  readonly version: number;
}

interface Options<
  Thing extends Versioned,
  Values extends Record<string, unknown>,
  Schema extends z.ZodType,
> extends Omit<ContractFormOptions<Values, Schema, Thing>, 'initialValues' | 'save'> {
  /** As it was read last; the form follows when somebody else changes it. */
  readonly thing: Thing;
  readonly valuesOf: (thing: Thing) => Values;
  /** Changes that version alone. */
  readonly save: (body: z.output<Schema>, expectedVersion: number) => Promise<Thing>;
  /** Reads it again, so that `thing` is what it is now. */
  readonly refresh: () => Promise<unknown>;
}

/** What somebody else changed while one was at it. */
export interface Meanwhile<Values> extends Pick<Merge<Values>, 'changed' | 'disputed'> {
  readonly before: Values;
  readonly after: Values;
}

/**
 * A form that changes what exists already. Where somebody else changes it at the same time, nothing that was typed in is
 * lost: what only they changed is taken over, what both changed stays as it was typed in, and `meanwhile` tells of it.
 */
export function useEditForm<
  Thing extends Versioned,
  Values extends Record<string, unknown>,
  Schema extends z.ZodType,
>({ thing, valuesOf, save, refresh, ...options }: Options<Thing, Values, Schema>) {
  const [base, setBase] = useState(thing);
  const [meanwhile, setMeanwhile] = useState<Meanwhile<Values>>();
  const contract = useContractForm({
    ...options,
    initialValues: valuesOf(thing),
    save: async (body) => {
      try {
        return await save(body, base.version);
      } catch (error) {
        if (ApiError.from(error).code === 'version_conflict') await refresh();
        throw error;
      }
    },
    onSaved: (saved) => {
      begin(saved, valuesOf(saved));
      setMeanwhile(undefined);
      options.onSaved?.(saved);
    },
  });
  const { form } = contract;

  function begin(from: Thing, values: Values): void {
    setBase(from);
    form.setInitialValues(valuesOf(from));
    form.setValues(values);
  }

  const follow = useEffectEvent(() => {
    if (thing.version <= base.version) return;
    const [before, after] = [valuesOf(base), valuesOf(thing)];
    const { values, ...told } = merge(before, form.getValues(), after);
    if (form.isDirty() && told.changed.length > 0) setMeanwhile({ ...told, before, after });
    begin(thing, values);
  });
  // eslint-disable-next-line react-hooks/set-state-in-effect -- the form keeps its values itself, and is told of others here
  useEffect(() => follow(), [thing.version]);

  const isConflict = contract.problem?.code === 'version_conflict';
  return { ...contract, problem: isConflict && meanwhile ? undefined : contract.problem, meanwhile };
}
