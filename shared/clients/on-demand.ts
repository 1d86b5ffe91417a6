/** Opens something at the first use and then keeps it; a failure is tried again by the next use. */
export function once<Result>(open: () => Promise<Result>): () => Promise<Result> {
  let opened: Promise<Result> | undefined;
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}

/** An outlet that an invocation may do without: what it takes is loaded when it is first used, and adds nothing to a cold start. */
export function onDemand<Body extends unknown[], Result>(
  open: () => Promise<(...body: Body) => Promise<Result>>,
): (...body: Body) => Promise<Result> {
  const opened = once(open);
  return async (...body) => (await opened())(...body);
}
