export function statusOf(url: string): Promise<number>;
export function untilReady(
  base: string,
  options?: { paths?: readonly string[]; limit_ms?: number; alive?: () => boolean },
): Promise<boolean>;
