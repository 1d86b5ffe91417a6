/** What went wrong, as a sentence for the operator. */
export class OperatorFault extends Error {
  override readonly name = 'OperatorFault';
}

/** Says in a sentence what AWS, the network or the file system refused; undefined for what is a fault of ours. */
export function sentenceOf(error: unknown): string | undefined {
  if (error instanceof OperatorFault) return error.message;
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'CredentialsProviderError')
    return 'There are no AWS credentials: set AWS_PROFILE, or sign in.';
  if (error.message.startsWith('Region is missing')) return 'There is no region: set AWS_REGION.';
  const isAnswer = '$metadata' in error || 'code' in error;
  return isAnswer ? `${error.name}: ${error.message}` : undefined;
}
