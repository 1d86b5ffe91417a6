/** Not written yet; the infrastructure only needs something to bundle. */
export async function handler(): Promise<never> {
  throw new Error('escalate is not written yet');
}
