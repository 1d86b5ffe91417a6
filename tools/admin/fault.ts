/** What went wrong, as a sentence for the operator. */
export class OperatorFault extends Error {
  override readonly name = 'OperatorFault';
}

/** What to do about what AWS, the network or the file system answers, by the name or code of the error. */
const advice: Record<string, string> = {
  CredentialsProviderError: 'There are no AWS credentials: set AWS_PROFILE, or sign in.',
  ExpiredTokenException: 'The AWS credentials have expired: sign in again.',
  UnrecognizedClientException: 'AWS does not know these credentials: check AWS_PROFILE and AWS_REGION.',
  AccessDeniedException: 'These credentials may not do that: use those of an operator.',
  ResourceNotFoundException: 'It is not there: check its name and AWS_REGION.',
  TableNotFoundException: 'It is not there: check its name and AWS_REGION.',
  ResourceInUseException: 'It is there already: delete it, or choose another name.',
  TableAlreadyExistsException: 'It is there already: delete it, or choose another name.',
  UnknownOperationException: 'This endpoint cannot do that; a drill has --copy for it.',
  ECONNREFUSED: 'Nobody answers there: check AWS_ENDPOINT_URL and AWS_REGION, or start what should.',
  ENOTFOUND: 'There is no such address: check AWS_REGION, AWS_ENDPOINT_URL and the network.',
  EAI_AGAIN: 'The address cannot be looked up: check the network.',
  TimeoutError: 'No answer came: check the network, and try again.',
  ENOENT: 'There is no such file or folder.',
  EISDIR: 'This is a folder: name a file.',
  EACCES: 'You may not read or write there.',
  ENOSPC: 'The disk is full: make room, or set TMPDIR.',
};

/** Says in a sentence what AWS, the network or the file system refused; undefined for what is a fault of ours. */
export function sentenceOf(error: unknown): string | undefined {
  if (error instanceof OperatorFault) return error.message;
  if (!(error instanceof Error)) return undefined;
  if (error.message.startsWith('Region is missing')) return 'There is no region: set AWS_REGION.';
  const code = 'code' in error ? String(error.code) : error.name;
  const advised = advice[code] ?? advice[error.name];
  if (advised) return `${advised} (${wordsOf(error)})`;
  const isAnswer = '$metadata' in error || '$response' in error || 'code' in error;
  return isAnswer ? wordsOf(error) : undefined;
}

/** The errors of several addresses of one name have no words of their own. */
const wordsOf = ({ name, message, ...rest }: Error) =>
  `${name}: ${message || ('code' in rest ? String(rest.code) : 'no further words')}`;
