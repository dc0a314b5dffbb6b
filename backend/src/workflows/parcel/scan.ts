import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { oldLabel, ok, refuse, scannedCode, type Refusal, type Result, type Scanned } from "@commonlot/domain";
import { row } from "../../lib/sql";
import type ParcelService from "../../modules/parcel/service";
import type PoolService from "../../modules/pool/service";

/** What a scanned or typed code is, among the things of one cooperative: another's code is one that nobody knows. */
export async function whatIs(container: MedusaContainer, cooperative_id: string, typed: string): Promise<Scanned> {
  const code = scannedCode(typed);
  const parcels: ParcelService = container.resolve("parcel");
  const parcel = await parcels.relabels.find(code, cooperative_id);
  if (parcel) return parcel;
  const sql = container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  const lot = await row<{ id: string; number: string; recalled: boolean }>(
    sql,
    `select id, number, blocked_at is not null as recalled from lot where number = ? and cooperative_id = ?`,
    [code, cooperative_id],
  );
  if (lot) return { what: "lot", lot_id: lot.id, number: lot.number, recalled: lot.recalled };
  const pool = await row<{ id: string }>(sql, `select id from pool where id = ? and cooperative_id = ?`, [
    code,
    cooperative_id,
  ]);
  return pool ? { what: "pool", pool_id: pool.id } : { what: "unknown", code };
}

/** Opens the parcel whose label was scanned; anything else is refused by what it is. */
export async function parcelToOpen(
  container: MedusaContainer,
  cooperative_id: string,
  typed: string,
): Promise<Result<{ parcel_id: string; number: string; state: string }, Refusal>> {
  const scanned = await whatIs(container, cooperative_id, typed);
  switch (scanned.what) {
    case "parcel":
      return ok({ parcel_id: scanned.parcel_id, number: scanned.number, state: scanned.state });
    case "old_label":
      return refuse("label_void", oldLabel(scanned), "code");
    case "lot":
      return refuse(
        "not_a_label",
        `${scanned.number} is a lot, not a parcel. Scan the label on the box first.`,
        "code",
      );
    case "pool":
      return refuse(
        "not_a_label",
        "This is the code of goods, not of a parcel. Scan the label on the box first.",
        "code",
      );
    case "unknown":
      return refuse("parcel_not_found", "There is no parcel with this number here.", "code");
  }
}

/** Ticks what was scanned in a parcel that is being packed. */
export async function tickScanned(
  container: MedusaContainer,
  input: { parcel_id: string; cooperative_id: string; person: string; code: string },
): Promise<Result<readonly string[], Refusal>> {
  const parcels: ParcelService = container.resolve("parcel");
  const scanned = await whatIs(container, input.cooperative_id, input.code);
  return parcels.packing.tick({ ...input, by: { scanned, code: scannedCode(input.code).slice(0, 100) } });
}

/** Weighs a parcel and it is packed; goods that are recalled stay open. */
export async function packParcel(
  container: MedusaContainer,
  input: {
    parcel_id: string;
    cooperative_id: string;
    person: string;
    weighed_g: number;
    reason?: string | undefined;
  },
) {
  const parcels: ParcelService = container.resolve("parcel");
  const pools: PoolService = container.resolve("pool");
  return parcels.packing.pack({ ...input, recalled_lots: await pools.recalls.lotsOf(input.cooperative_id) });
}
