import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** How a request was refused: the error's name, and for a cancelled transaction the code of each operation. */
export async function refusal(
  request: Promise<unknown>,
): Promise<{ name: string; codes?: string[]; message: string }> {
  try {
    await request;
  } catch (error) {
    if (error instanceof TransactionCanceledException) {
      const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? '');
      return { name: error.name, codes, message: error.message };
    }
    if (error instanceof Error) return { name: error.name, message: error.message };
  }
  throw new Error('the request was not refused');
}
