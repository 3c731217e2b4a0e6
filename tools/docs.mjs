import { writeFile } from 'node:fs/promises';
import { generatePages } from './docs/pages.mjs';
import { checkout } from './workspace/checkout.mjs';

for (const { path, text } of await generatePages(checkout)) {
  await writeFile(path, text);
  console.log(path);
}
