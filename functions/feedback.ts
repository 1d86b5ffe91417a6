/** Not written yet; the infrastructure only needs something to bundle. */
export async function handler(): Promise<never> {
  throw new Error('feedback is not written yet');
}
