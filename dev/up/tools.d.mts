export function chromium(say?: (line: string) => void): Promise<string>;
export function redisSource(
  say?: (line: string) => void,
): Promise<{ url: string; server?: undefined } | { url?: undefined; server: string }>;
export interface Tool {
  what: string;
  variable?: string;
  otherwise: string;
  names: string[];
  places: string[];
  packages: string[];
  mac: string;
}
export function find(tool: Tool, say?: (line: string) => void): Promise<string>;
