import { randomUUID } from "node:crypto";

/** A new id with its prefix: newId("lot") -> "lot_0192…". */
export function newId(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll("-", "")}`;
}
