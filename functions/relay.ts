/** Not written yet; the infrastructure only needs something to bundle. */
export async function handler(): Promise<never> {
  throw new Error('relay is not written yet');
}
