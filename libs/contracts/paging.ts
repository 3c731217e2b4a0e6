import { z } from 'zod';

/** The part of a list's query that asks for a page. A `limit` beyond the maximum is capped (checklist 36). */
export const pageQuery = z.strictObject({
  limit: z
    .union(
      [
        z.int(),
        z
          .string()
          .regex(/^\d{1,15}$/)
          .transform(Number),
      ],
      'is not a whole number',
    )
    .refine((limit) => limit >= 1, 'is less than 1')
    .transform((limit) => Math.min(limit, 200))
    .default(50)
    .meta({ description: 'How many to answer with; more than 200 count as 200.', default: 50 }),
  cursor: z
    .string()
    .max(2000, 'is not a cursor of this list')
    .optional()
    .meta({ description: 'The `next_cursor` of the page before.' }),
});
export type PageQuery = z.output<typeof pageQuery>;

/** A page of a list; `next_cursor` asks for the one after it, and is null on the last. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item),
    next_cursor: z.string().nullable().describe('Asks for the next page; null on the last.'),
  });
}
