import type { Column } from "../../lib/unnest";
import type { QuoteLine } from "./quotes/quote-types";

/** A good as it was named and pooled when it was written, at its place: the columns that lines of quotes and of agreements have alike. */
export function goodColumns<T extends Omit<QuoteLine, "price_minor"> & { position: number }>(): Column<T>[] {
  return [
    ["position", "int", (line) => line.position],
    ["product_id", "text", (line) => line.product_id],
    ["variant_id", "text", (line) => line.variant_id],
    ["pool_id", "text", (line) => line.pool_id],
    ["title", "jsonb", (line) => JSON.stringify(line.title)],
    ["pack", "jsonb", (line) => JSON.stringify(line.pack)],
    ["grade", "text", (line) => line.grade],
    ["unit", "text", (line) => line.unit],
    ["units_per_pack", "bigint", (line) => line.units_per_pack],
    ["packs", "int", (line) => line.packs],
  ];
}
