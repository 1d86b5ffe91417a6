import * as z from 'zod/mini';
import { recordAccess } from '../../shared/actions/access.ts';
import { principalOf } from '../../shared/actions/principal.ts';
import { once } from '../../shared/clients/on-demand.ts';
import { given, readEnv } from '../../shared/env.ts';
import { findRecord } from '../../shared/store/idempotency.ts';
import { openWorld } from '../open-world.ts';
import { openDescription } from './description.ts';
import { serve } from './serve.ts';
import { pages, table } from './table.ts';

const env = readEnv({
  BOOTSTRAP_ADMIN: given,
  USER_CLAIM: given,
  PUBLIC_URL: z.string(),
  FILES_BUCKET: given,
});
const publicUrl = env.PUBLIC_URL.replace(/\/+$/, '');
const world = openWorld('api', env);

const files = once(async () => {
  const { openObjects } = await import('../../shared/clients/objects.ts');
  return openObjects(env.FILES_BUCKET);
});

/** HTTP API (payload 2.0) -> problem documents, parsing, idempotency and versions in serve -> one route -> one action. */
export const handler = serve([...table, ...pages], {
  world,
  publicUrl,
  files,
  description: openDescription(process.env.DESCRIPTION_DIR ?? import.meta.dirname, publicUrl),
  userClaim: env.USER_CLAIM,
  looked: (principal, at, looked) => recordAccess(world, principal, at, looked),
  principal: (userId, at) => principalOf(world, userId, at),
  stored: (key, at) => findRecord(world.store, key, at),
});
