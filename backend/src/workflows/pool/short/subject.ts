import type { MedusaContainer } from "@medusajs/framework/types";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { packingList } from "../../../lib/packing-list";
import type ParcelService from "../../../modules/parcel/service";
import type { ParcelView } from "../../../modules/parcel/types";
import type PoolService from "../../../modules/pool/service";
import { AUTOMATIC, type ShortRow, type StoredPlan } from "../../../modules/pool/short-types";

const BEFORE_HANDOVER: ReadonlySet<string> = new Set(["planned", "labelled", "packed"]);
const NEVER_CAME: ReadonlySet<string> = new Set(["handed_over", "in_transit", "lost", "returned"]);

/** What an entry is about. */
export interface Subject {
  losses: { lot: string; units: number }[];
  first_order: string | undefined;
  /** A parcel that left and never came: then nothing is lost in the house. */
  gone_parcel: ParcelView | undefined;
  /** Its first order has fewer goods than it is promised. */
  unfilled: "held" | "free" | undefined;
  /** Packs that waited, and how that ends. */
  resolves: StoredPlan["resolves"];
  /** Pools that are asked for goods though no lot of theirs was lost. */
  pool_ids: string[];
}

/** What was entered, as losses of lots or as a parcel that is gone. */
export async function subjectOf(container: MedusaContainer, short: ShortRow): Promise<Result<Subject, Refusal>> {
  if (short.kind === "claim") return claimSubject(container, short);
  if (AUTOMATIC.has(short.kind)) return automaticSubject(container, short);
  if (short.parcel_id === null) {
    const pools: PoolService = container.resolve("pool");
    const lot = await pools.lotById(short.lot_id ?? "", short.cooperative_id);
    if (!lot) return refuse("lot_not_found", "There is no such lot in your cooperative.", "lot_id");
    if (lot.blocked !== (short.kind === "recalled")) {
      return lot.blocked
        ? refuse("lot_recalled", "This lot is recalled: take it out of its orders on the recall's page.", "lot_id")
        : refuse("lot_not_recalled", "This lot is not recalled.", "lot_id");
    }
    return ok({
      ...NOTHING,
      losses: [{ lot: lot.id, units: short.units ?? 0 }],
      first_order: short.order_id ?? undefined,
    });
  }
  const parcels: ParcelService = container.resolve("parcel");
  const parcel = await parcels.parcelOfCooperative(short.parcel_id, short.cooperative_id);
  if (!parcel) return refuse("parcel_not_found", "There is no such parcel.", "parcel_id");
  if (parcel.state === "void") {
    return refuse(
      "parcel_void",
      "This parcel was taken apart: its order is cancelled, packed anew or taken back, and its goods count as here again. Nothing was changed. If they are gone, enter them by their lots.",
      "parcel_id",
    );
  }
  if (parcel.accounted_by !== null && parcel.accounted_by !== short.id) {
    return refuse("parcel_accounted", "This parcel has been accounted for by another short.", "parcel_id");
  }
  if (BEFORE_HANDOVER.has(parcel.state)) {
    // Taking the replacement back would void this parcel, and with it what is to be entered.
    if ((await parcels.claims.ofReplacement(parcel.order_id)) !== undefined) {
      return refuse(
        "replacement_parcel",
        "This parcel is sent again for a claim and is still in the house. Nothing was changed. If goods in it are lost, enter them by their lots: a manager can take the replacement back with the same entry, and the claim is open again.",
        "parcel_id",
      );
    }
    const losses = new Map<string, number>();
    for (const content of parcel.contents)
      losses.set(content.lot_id, (losses.get(content.lot_id) ?? 0) + content.units);
    return ok({
      ...NOTHING,
      losses: [...losses].map(([lot, units]) => ({ lot, units })),
      first_order: parcel.order_id,
    });
  }
  if (!NEVER_CAME.has(parcel.state)) {
    return refuse("parcel_arrived", "This parcel has been delivered. Nothing was changed.", "parcel_id");
  }
  if ((await parcels.claims.ofParcel(parcel.id)).some((claim) => claim.state !== "dropped")) {
    return refuse(
      "parcel_claimed",
      "A claim stands for this parcel: settle it there. Nothing was changed.",
      "parcel_id",
    );
  }
  return ok({ ...NOTHING, first_order: parcel.order_id, gone_parcel: parcel });
}

const NOTHING: Subject = {
  losses: [],
  first_order: undefined,
  gone_parcel: undefined,
  unfilled: undefined,
  resolves: undefined,
  pool_ids: [],
};

/** Packs of a parcel that a claim refunds; whether it may was decided there. */
async function claimSubject(container: MedusaContainer, short: ShortRow): Promise<Result<Subject, Refusal>> {
  const parcels: ParcelService = container.resolve("parcel");
  const parcel = await parcels.parcelOfCooperative(short.parcel_id ?? "", short.cooperative_id);
  if (!parcel) return refuse("parcel_not_found", "There is no such parcel.", "parcel_id");
  const claimed = new Map((short.claimed ?? []).map((one) => [one.order_line_id, one.packs]));
  const contents = parcel.contents.flatMap((content) => {
    const packs = claimed.get(content.order_line_id);
    return packs === undefined ? [] : [{ ...content, packs }];
  });
  return ok({ ...NOTHING, first_order: parcel.order_id, gone_parcel: { ...parcel, contents } });
}

/** An order that could not be filled, or packs that waited: nothing is lost, something is missing. */
async function automaticSubject(container: MedusaContainer, short: ShortRow): Promise<Result<Subject, Refusal>> {
  const pools: PoolService = container.resolve("pool");
  const order_id = short.order_id ?? "";
  if (short.wait_of === null) {
    if ((await pools.shorts.holdOf(order_id)) !== "confirmed") {
      return refuse("order_ended", "This order is not to be filled any more.");
    }
    const list = await packingList(container, order_id);
    if (!list.ok) return list;
    const pool_ids = [...new Set(list.value.lines.map((line) => line.pool_id))].sort();
    return ok({ ...NOTHING, first_order: order_id, unfilled: "held", pool_ids });
  }
  const wait = await pools.shorts.waits.one(short.wait_of, short.wait_line ?? "");
  if (wait?.state !== "waiting") return refuse("order_ended", "Nothing of this order waits any more.");
  const fills = short.kind === "wait_filled";
  return ok({
    ...NOTHING,
    first_order: order_id,
    ...(fills ? { unfilled: "free" as const } : {}),
    resolves: { wait, how: fills ? "filled" : "over" },
    pool_ids: [wait.pool_id],
  });
}
