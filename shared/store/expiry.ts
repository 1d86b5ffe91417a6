/** For TTL attributes and comparisons with them. */
export const epochSeconds = (at: string) => Math.floor(Date.parse(at) / 1000);
