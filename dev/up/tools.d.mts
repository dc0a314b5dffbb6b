export function chromium(say?: (line: string) => void): Promise<string>;
export function redisServer(say?: (line: string) => void): Promise<string>;
