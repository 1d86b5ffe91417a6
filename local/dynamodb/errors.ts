/** An answer of the service that is not 200: the HTTP status and the JSON body ride on the error. */
export type ServiceError = Error & { statusCode: number; body: { __type: string } & Record<string, unknown> };

const NAMESPACE = {
  coral: 'com.amazon.coral.service#',
  validate: 'com.amazon.coral.validate#',
  dynamodb: 'com.amazonaws.dynamodb.v20120810#',
};

/** dynalite's own refusals have the same shape, so one test recognises both. */
export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'statusCode' in error && 'body' in error;
}

/**
 * @param namespace which part of the service speaks: SDKs look only at the name behind `#`, people at all of it
 * @param extra further members of the body, e.g. CancellationReasons
 */
export function serviceError(
  namespace: keyof typeof NAMESPACE,
  name: string,
  message: string,
  extra: Record<string, unknown> = {},
  statusCode = 400,
): ServiceError {
  const body = { __type: NAMESPACE[namespace] + name, message, ...extra };
  return Object.assign(new Error(message), { statusCode, body });
}

export function validationError(message: string): ServiceError {
  return serviceError('validate', 'ValidationException', message);
}

/** The name behind `#`, e.g. `ConditionalCheckFailedException`. */
export function errorName(error: ServiceError): string {
  return error.body.__type.split('#').at(-1) ?? error.body.__type;
}
