export function chromium(say?: (line: string) => void): Promise<string>;
export function redisSource(
  say?: (line: string) => void,
): Promise<{ url: string; server?: undefined } | { url?: undefined; server: string }>;
