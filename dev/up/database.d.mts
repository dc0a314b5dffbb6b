import type { Client } from "pg";

export function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T>;
export function databaseOn(adminUrl: string, name: string): string;
export function readStamp(url: string, name: string): Promise<string | undefined>;
export function writeStamp(url: string, name: string, value: string): Promise<void>;
export function ensureTemplates(
  adminUrl: string,
  env: NodeJS.ProcessEnv,
  options?: { seeded?: boolean; say?: (line: string) => void },
): Promise<{ migrated: string; seeded: string }>;
export function seed(env: NodeJS.ProcessEnv): Promise<Record<string, unknown> | undefined>;
