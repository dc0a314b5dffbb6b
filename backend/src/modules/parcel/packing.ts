import {
  decideScan,
  decideTick,
  DEFAULT_WEIGH_POLICY,
  freightAtWeight,
  ok,
  rateCardSchema,
  refuse,
  toleranceGrams,
  TRUCK,
  weighCheck,
  whyNotToPack,
  type ContentToTick,
  type Placement,
  type Refusal,
  type Result,
  type Scanned,
  type WeighPolicy,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { isWithdrawn, lockParcel, type ParcelInHand } from "./lock-parcels";
import { recordStep } from "./queries";
import { placementOf } from "./placements";

export interface PackingView {
  id: string;
  number: string;
  state: string;
  order_id: string;
  wave_id: string | null;
  name: string;
  carton: string;
  planned_g: number;
  tolerance_g: number;
  /** Declared to the carrier, who insures it, in minor units; null where nothing is. */
  declared_minor: number | null;
  currency: string;
  /** How the packs of each order line lie in the carton, where all sides are known. */
  placement: Placement | null;
  contents: PackingContent[];
  packed: PackedWeight | null;
}

export interface PackedWeight {
  weighed_g: number;
  reason: string | null;
  person: string;
  at: Date;
  /** What its carriage costs at this weight; null where that is not known. */
  freight_minor: number | null;
}

export interface PackingContent extends ContentToTick {
  packs: number;
  pack_units: number;
  units: number;
  how: "scan" | "hand" | null;
  /** When, to the microsecond: contents that one scan ticked share it. */
  ticked_at: string | null;
}

export interface Packed {
  number: string;
  weighed_g: number;
  /** False when it was packed already, with this weight. */
  created: boolean;
}

/** Packing by scan: which goods of a parcel are in the box, what it weighs, and that it is packed. */
export class Packing {
  constructor(private readonly sql: Knex) {}

  async policy(cooperative_id: string): Promise<WeighPolicy> {
    return policyOf(this.sql, cooperative_id);
  }

  async setPolicy(input: WeighPolicy & { cooperative_id: string; person: string }): Promise<void> {
    await this.sql.raw(
      `insert into packing_policy (id, cooperative_id, tolerance_g, tolerance_bp, set_by) values (?, ?, ?, ?, ?)`,
      [newId("packpol"), input.cooperative_id, input.tolerance_g, input.tolerance_bp, input.person],
    );
  }

  /** What a packer sees of one parcel; undefined for one that is not this cooperative's. */
  async view(id: string, cooperative_id: string): Promise<PackingView | undefined> {
    const parcel = await row<Omit<PackingView, "tolerance_g" | "contents" | "packed">>(
      this.sql,
      `select id, number, state, order_id, wave_id, name, carton, gross_g::float8 as planned_g,
         case when insurance_minor > 0 then value_minor::float8 end as declared_minor, upper(currency) as currency,
         ${placementOf("parcel")} as placement
       from parcel where id = ? and cooperative_id = ?`,
      [id, cooperative_id],
    );
    if (!parcel) return undefined;
    const [contents, packed, policy] = await Promise.all([
      contentsOf(this.sql, id),
      this.packed(id),
      policyOf(this.sql, cooperative_id),
    ]);
    return { ...parcel, tolerance_g: toleranceGrams(parcel.planned_g, policy), contents, packed: packed ?? null };
  }

  /** What the scale said of a parcel, once it is packed. */
  packed(parcel_id: string): Promise<PackedWeight | undefined> {
    return row<PackedWeight>(
      this.sql,
      `select weighed_g::float8 as weighed_g, reason, person, created_at as at, freight_minor::float8 as freight_minor
       from parcel_packing where parcel_id = ?`,
      [parcel_id],
    );
  }

  /**
   * Ticks what was scanned, or one line by hand, and says which contents. The same scan twice, or two packers at once: the
   * second is told that it is ticked already, and nothing is counted twice.
   */
  tick(input: {
    parcel_id: string;
    cooperative_id: string;
    person: string;
    by: { scanned: Scanned; code: string } | { order_line_id: string };
  }): Promise<Result<readonly string[], Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const parcel = await lockParcel(tx, input.parcel_id, input.cooperative_id);
      if (!parcel) return refuse("parcel_not_found", "There is no such parcel.");
      if (await isWithdrawn(tx, parcel.order_id)) return plannedAnew(parcel);
      const contents = await contentsOf(tx, parcel.id);
      const { by } = input;
      const decided =
        "scanned" in by
          ? decideScan({ parcel, contents, scanned: by.scanned })
          : decideTick({ parcel, contents, order_line_id: by.order_line_id });
      if (!decided.ok) return decided;
      await tx.raw(
        `insert into parcel_check (parcel_id, order_line_id, allocation_id, units, how, code, person)
         select c.parcel_id, c.order_line_id, c.allocation_id, c.units, ?, ?, ? from parcel_content c
         where c.parcel_id = ? and c.allocation_id = any(?)
         on conflict (parcel_id, allocation_id) do update
           set units = excluded.units, how = excluded.how, code = excluded.code, person = excluded.person, created_at = now()`,
        [
          "scanned" in by ? "scan" : "hand",
          "scanned" in by ? by.code : null,
          input.person,
          parcel.id,
          [...decided.value],
        ] as never,
      );
      return ok(decided.value);
    });
  }

  /**
   * Takes back the ticks of a line, or those of one scan by its moment, while the box is still open: a mistake. Harmless when there
   * is none, so that the same press twice takes no other scan back.
   */
  untick(input: {
    parcel_id: string;
    cooperative_id: string;
    by: { order_line_id: string } | { ticked_at: string };
  }): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const parcel = await lockParcel(tx, input.parcel_id, input.cooperative_id);
      if (!parcel) return refuse("parcel_not_found", "There is no such parcel.");
      if (await isWithdrawn(tx, parcel.order_id)) return plannedAnew(parcel);
      const closed = whyNotToPack(parcel);
      if (closed) return refuse("not_to_pack", closed);
      const { by } = input;
      if ("order_line_id" in by) {
        await tx.raw(`delete from parcel_check where parcel_id = ? and order_line_id = ?`, [
          parcel.id,
          by.order_line_id,
        ]);
      } else {
        await tx.raw(`delete from parcel_check where parcel_id = ? and created_at = ?::timestamptz`, [
          parcel.id,
          by.ticked_at,
        ]);
      }
      return ok(undefined);
    });
  }

  /**
   * Weighs a parcel whose goods are all ticked, and it is packed: the one step to `packed`, with who and when. Sent twice
   * with the same weight it is done once. `recalled_lots`: lots that may not leave.
   */
  pack(input: {
    parcel_id: string;
    cooperative_id: string;
    person: string;
    weighed_g: number;
    reason?: string | undefined;
    recalled_lots: readonly string[];
  }): Promise<Result<Packed, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const parcel = await lockParcel(tx, input.parcel_id, input.cooperative_id);
      if (!parcel) return refuse("parcel_not_found", "There is no such parcel.");
      const before = await row<{ weighed_g: number }>(
        tx,
        `select weighed_g::float8 as weighed_g from parcel_packing where parcel_id = ?`,
        [parcel.id],
      );
      if (parcel.state === "packed" && before?.weighed_g === input.weighed_g) {
        return ok({ number: parcel.number, weighed_g: input.weighed_g, created: false });
      }
      if (await isWithdrawn(tx, parcel.order_id)) return plannedAnew(parcel);
      const judged = judge(parcel, await contentsOf(tx, parcel.id), input);
      if (judged) return judged;
      const policy = await policyOf(tx, parcel.cooperative_id);
      const weighed = weighCheck({ planned_g: parcel.gross_g, policy, ...input });
      if (!weighed.ok) return weighed;
      await tx.raw(
        `insert into parcel_packing (parcel_id, cooperative_id, planned_g, weighed_g, tolerance_g, reason, person, freight_minor)
         values (?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          parcel.id,
          parcel.cooperative_id,
          parcel.gross_g,
          input.weighed_g,
          weighed.value.tolerance_g,
          weighed.value.within ? null : (input.reason ?? "").trim(),
          input.person,
          (await freightOf(tx, parcel.id, input.weighed_g))?.toString() ?? null,
        ],
      );
      await recordStep(tx, [parcel.id], "packed", "house");
      await tx.raw(`update parcel set state = 'packed', updated_at = now() where id = ?`, [parcel.id]);
      return ok({ number: parcel.number, weighed_g: input.weighed_g, created: true });
    });
  }
}

/** What the carriage costs at the weight of the scale, by the card that the parcel was planned with. */
async function freightOf(tx: Transaction, parcel_id: string, weighed_g: number): Promise<bigint | undefined> {
  const priced = await row<{
    zone: string;
    planned_g: number;
    billed_g: number | null;
    freight_minor: string;
    declared_minor: string;
    card: unknown;
    currency: string;
  }>(
    tx,
    `select p.zone, p.gross_g::float8 as planned_g, p.billed_g::float8 as billed_g, p.freight_minor::text as freight_minor,
       case when p.insurance_minor > 0 then p.value_minor::text else '0' end as declared_minor, r.card, upper(r.currency) as currency
     from parcel p join rate_card r on r.id = p.rate_card_id where p.id = ? and p.carrier <> ?`,
    // A truck costs the same, whatever one of its cartons weighs.
    [parcel_id, TRUCK.carrier],
  );
  const card = rateCardSchema.safeParse({ ...(priced?.card as object | undefined), currency: priced?.currency });
  if (!priced || !card.success) return undefined;
  const { zone, planned_g, billed_g, freight_minor, declared_minor } = priced;
  return freightAtWeight(
    {
      zone,
      planned_g,
      billed_g: billed_g ?? planned_g,
      freight_minor: BigInt(freight_minor),
      declared_minor: BigInt(declared_minor),
    },
    card.data,
    weighed_g,
  );
}

/** Its box may be another one in a moment, or hold another lot: nobody begins with it. */
function plannedAnew({ number }: ParcelInHand): { ok: false; refusal: Refusal } {
  const message = `The order of parcel ${number} is just being planned anew, since goods of it fell short. Nothing was saved; put it aside and look again in a minute.`;
  return refuse("not_to_pack", message);
}

function judge(
  parcel: ParcelInHand,
  contents: readonly PackingContent[],
  { recalled_lots }: { recalled_lots: readonly string[] },
): Result<never, Refusal> | null {
  const closed = whyNotToPack(parcel);
  if (closed) return refuse("not_to_pack", closed);
  const recalled = new Set(recalled_lots);
  if (contents.some((one) => recalled.has(one.lot_id))) {
    const message = `Parcel ${parcel.number} holds goods that are recalled. Nothing was saved; put it aside.`;
    return refuse("lot_recalled", message);
  }
  const open = contents.filter((one) => !one.ticked).length;
  if (open === 0) return null;
  const message = `${open} of ${contents.length} goods are not ticked yet. Nothing was saved; scan them, or tick them by hand.`;
  return refuse("not_ticked", message, "code");
}

/** What lies in a parcel and what of it is ticked; a tick of other units than it holds now is none. */
async function contentsOf(sql: Sql, parcel_id: string): Promise<PackingContent[]> {
  return rows<PackingContent>(
    sql,
    `select c.allocation_id, c.order_line_id, c.lot_id, c.pool_id, c.units::float8 as units, l.title, l.packs::float8 as packs,
            l.pack_units::float8 as pack_units, k.parcel_id is not null as ticked, k.how,
            to_char(k.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as ticked_at
     from parcel_content c join parcel_line l on l.parcel_id = c.parcel_id and l.order_line_id = c.order_line_id
       left join parcel_check k on k.parcel_id = c.parcel_id and k.allocation_id = c.allocation_id and k.units = c.units
     where c.parcel_id = ? order by l.title, c.order_line_id, c.lot_id`,
    [parcel_id],
  );
}

async function policyOf(sql: Sql, cooperative_id: string): Promise<WeighPolicy> {
  const found = await row<WeighPolicy>(
    sql,
    `select tolerance_g::float8 as tolerance_g, tolerance_bp from packing_policy where cooperative_id = ?
     order by created_at desc, id desc limit 1`,
    [cooperative_id],
  );
  return found ?? DEFAULT_WEIGH_POLICY;
}
