import { setting } from '@postern/config';
import { z } from 'zod';

/** Whether to go on with traces that others have begun. */
export const trustTraceparent = setting(
  z.stringbool({ truthy: ['true'], falsy: ['false'], error: 'is not true or false' }).default(false),
  {
    description:
      'Whether a request that comes through one of `TRUSTED_PROXIES` goes on with the trace that its `traceparent` names, kept or not as that says. Only where the proxies write it themselves: most pass on what a stranger has sent. Else each request begins a trace of its own, linked to the one named.',
  },
);
