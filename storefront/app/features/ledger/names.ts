import type { Path } from "../../i18n/locale";
import type { Pool } from "../desk/data.server";

/** "麻崖村 · 核桃 · 一级" */
export function poolName(pool: Pool, path: Path): string {
  return [pool.origin.name?.[path], pool.produce_name[path], pool.grade_name[path]].filter(Boolean).join(" · ");
}

/** A pool of a list by its id: its name and how it is counted. */
export function poolOf(pools: readonly Pool[], id: string, path: Path): { name: string; unit: "g" | "piece" } {
  const pool = pools.find((one) => one.id === id);
  return pool ? { name: poolName(pool, path), unit: pool.unit } : { name: id, unit: "g" };
}
