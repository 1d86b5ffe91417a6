/** Not written yet; the infrastructure only needs something to bundle. */
export async function handler(): Promise<never> {
  throw new Error('mail is not written yet');
}
