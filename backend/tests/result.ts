import { randomUUID } from "node:crypto";
import type { Refusal, Result } from "@commonlot/domain";

// What every room's tests make and look into.

export const id = (prefix: string): string => `${prefix}_${randomUUID().replaceAll("-", "")}`;

export function value<T>(result: Result<T, Refusal>): T {
  if (!result.ok) throw new Error(`refused, ${result.refusal.reason}: ${result.refusal.message}`);
  return result.value;
}

export const reasonOf = (result: Result<unknown, Refusal>): string | null => (result.ok ? null : result.refusal.reason);
