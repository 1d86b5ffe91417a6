import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Stands in for `@aws-sdk/credential-provider-node` in the bundles: in Lambda the credentials are always in the
 * environment, and the chain of other sources (profiles, SSO, instance metadata) would be a fifth of every bundle.
 */
export const defaultProvider = () => fromEnv();
