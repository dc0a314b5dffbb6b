import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { Pack } from "@commonlot/domain";
import { inTransaction, rows, type Transaction } from "../../lib/sql";

/** A pack as it is on file. */
export type DescribedPack = Pack & { variant_id: string };

interface PackRow {
  variant_id: string;
  gross_g: number | null;
  length_mm: number | null;
  width_mm: number | null;
  height_mm: number | null;
  volume_ml: number | null;
  fragile: boolean;
  cold: boolean;
  keep_upright: boolean;
  goods_class: string | null;
  not_with: string[];
}

const COLUMNS = `variant_id, gross_g::float8 as gross_g, length_mm::float8 as length_mm, width_mm::float8 as width_mm,
  height_mm::float8 as height_mm, volume_ml::float8 as volume_ml, fragile, cold, keep_upright, goods_class, not_with`;

/** What packing must know of packs, by the variant that is one. */
export class Packs {
  constructor(private readonly sql: Knex) {}

  /** Of these variants, what was said of them. */
  async natures(variant_ids: readonly string[]): Promise<Map<string, Pack>> {
    const found = await rows<PackRow>(this.sql, `select ${COLUMNS} from pack_attributes where variant_id = any(?)`, [
      [...variant_ids],
    ]);
    return new Map(found.map((row) => [row.variant_id, packOf(row)]));
  }

  /** Says what packs are, in place of what was said before. Whose variants they are is the caller's to know. */
  describe(input: { cooperative_id: string; person: string; packs: readonly DescribedPack[] }): Promise<void> {
    return inTransaction(this.sql, (tx) => describe_(tx, input));
  }
}

export async function describe_(
  tx: Transaction,
  input: { cooperative_id: string; person: string; packs: readonly DescribedPack[] },
): Promise<void> {
  await tx.raw(
    `insert into pack_attributes (variant_id, cooperative_id, gross_g, length_mm, width_mm, height_mm, volume_ml, fragile, cold, keep_upright,
       goods_class, not_with, changed_by)
     select t.variant_id, ?, t.gross_g, t.length_mm, t.width_mm, t.height_mm, t.volume_ml, t.fragile, t.cold, t.keep_upright,
       t.goods_class, array(select jsonb_array_elements_text(t.not_with)), ?
     from jsonb_to_recordset(?::jsonb) as t (variant_id text, gross_g bigint, length_mm bigint, width_mm bigint, height_mm bigint,
       volume_ml bigint, fragile boolean, cold boolean, keep_upright boolean, goods_class text, not_with jsonb)
     order by t.variant_id
     on conflict (variant_id) do update set gross_g = excluded.gross_g, length_mm = excluded.length_mm, width_mm = excluded.width_mm,
       height_mm = excluded.height_mm, volume_ml = excluded.volume_ml, fragile = excluded.fragile, cold = excluded.cold,
       keep_upright = excluded.keep_upright, goods_class = excluded.goods_class, not_with = excluded.not_with,
       changed_by = excluded.changed_by, changed_at = now()
     where pack_attributes.cooperative_id = excluded.cooperative_id`,
    [input.cooperative_id, input.person, JSON.stringify(input.packs.map(rowOf))],
  );
}

function rowOf({ size_mm, ...pack }: DescribedPack) {
  const [length_mm, width_mm, height_mm] = size_mm ?? [];
  return { ...pack, length_mm, width_mm, height_mm };
}

function packOf(row: PackRow): Pack {
  const { length_mm, width_mm, height_mm } = row;
  return {
    ...(row.gross_g === null ? {} : { gross_g: row.gross_g }),
    ...(length_mm === null || width_mm === null || height_mm === null
      ? {}
      : { size_mm: [length_mm, width_mm, height_mm] as [number, number, number] }),
    ...(row.volume_ml === null ? {} : { volume_ml: row.volume_ml }),
    fragile: row.fragile,
    cold: row.cold,
    keep_upright: row.keep_upright,
    ...(row.goods_class === null ? {} : { goods_class: row.goods_class }),
    not_with: row.not_with,
  };
}
