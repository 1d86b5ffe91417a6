import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';

/** Stands in the prebuilt texts where the deployment's own address belongs. */
export const addressPlaceholder = 'https://address-of-this-api.invalid';

/** The OpenAPI document, and the page for people with the security policy that fits its own script and style. */
export type Description = {
  openApi: () => Promise<Record<string, unknown>>;
  page: () => Promise<{ html: string; policy: string }>;
};

const openApi = z.record(z.string(), z.unknown());
const page = z.object({ html: z.string(), policy: z.string() });

/**
 * The API's description as `prebuild.ts` wrote it beside the code. It is made when the code is bundled, so that no container
 * carries what makes it. Each file is read on first demand and kept.
 */
export function openDescription(directory: string, publicUrl: string): Description {
  const kept = <T>(file: string, schema: z.ZodMiniType<T>) => {
    let known: Promise<T> | undefined;
    const read = async () => {
      const text = await readFile(join(directory, file), 'utf8');
      return schema.parse(JSON.parse(text.replaceAll(addressPlaceholder, publicUrl)));
    };
    return () => {
      known ??= read();
      return known;
    };
  };
  return { openApi: kept('openapi.json', openApi), page: kept('docs.json', page) };
}
