import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addressPlaceholder } from './description.ts';
import { docsPage, docsPolicy } from './docs/page.ts';
import { describeApi } from './openapi.ts';
import { tags } from './routes/description.ts';
import { table } from './table.ts';

/** Writes what the API says of itself, for people and machines, into a directory: `node functions/api/prebuild.ts DIR`. */
export async function writeDescription(directory: string): Promise<void> {
  const routes = await Promise.all(table.map((entry) => entry.load()));
  const api = describeApi(routes, tags, addressPlaceholder);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'openapi.json'), JSON.stringify(api));
  await writeFile(join(directory, 'docs.json'), JSON.stringify({ html: docsPage(api), policy: docsPolicy }));
}

const [, , directory] = process.argv;
if (import.meta.main && directory) await writeDescription(directory);
