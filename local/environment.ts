import { identity } from './assembly.ts';

/** Opens nothing; only S3 looks whether requests are signed with it. */
export const secretKey = 'local';

/**
 * What every function finds in its environment besides the template's variables: our addresses, and the half of its credentials
 * that all share. The access key says which function it is; see permissions/roles.ts.
 */
export function functionEnvironment(addresses: {
  endpoint: string;
  dynamoDb: string;
  objects: string;
}): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    AWS_REGION: identity.region,
    AWS_DEFAULT_REGION: identity.region,
    AWS_SECRET_ACCESS_KEY: secretKey,
    // Somebody's own profile must neither slow a start nor lead to AWS.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: addresses.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: addresses.dynamoDb,
    AWS_ENDPOINT_URL_S3: addresses.objects,
  };
}
