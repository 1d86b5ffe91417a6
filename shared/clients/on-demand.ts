/**
 * An outlet that an invocation may do without: what it takes is loaded when it is first used, and adds nothing to a cold
 * start. A failure to load is tried again by the next use.
 */
export function onDemand<Body extends unknown[], Result>(
  open: () => Promise<(...body: Body) => Promise<Result>>,
): (...body: Body) => Promise<Result> {
  let opened: ReturnType<typeof open> | undefined;
  return async (...body) => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return (await opened)(...body);
  };
}
