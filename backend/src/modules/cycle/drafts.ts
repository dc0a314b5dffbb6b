import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { checkLadder, ok, packAtStep, refuse, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { indexMessages } from "../../lib/index-messages";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { appendAll } from "../outbox/append";
import { writeEvent } from "./events";
import { goodsOf, lockCycle } from "./queries";
import { MAX_DAYS_OPEN, type CatalogueGood, type CycleInput, type CycleRow } from "./types";

interface Editing {
  cooperative_id: string;
  /** IANA zone in which the cooperative's clock is read. */
  tz: string;
  person: string;
  catalogue: readonly CatalogueGood[];
}

/** An order cycle until buyers see it: written, written again, published or dropped. */
export class CycleDrafts {
  constructor(private readonly sql: Knex) {}

  create(input: Editing & { content: CycleInput }): Promise<Result<{ id: string; version: number }, Refusal>> {
    const fault = faultOf(input.content, input.catalogue, input.cooperative_id);
    if (fault) return Promise.resolve(fault);
    return inTransaction(this.sql, async (tx) => {
      const id = newId("cycle");
      const { content } = input;
      await tx.raw(
        `insert into order_cycle (id, cooperative_id, name_zh, name_en, opens_at, closes_at, way, ready_from, ready_to, place_zh, place_en,
           minimum_kind, minimum, sold_between)
         values (?, ?, ?, ?, ?::timestamp at time zone ?, ?::timestamp at time zone ?, ?, ?::date, ?::date, ?, ?, ?, ?, ?)`,
        [id, input.cooperative_id, ...columns(content, input.tz)] as never,
      );
      await writeGoods(tx, id, content, input.catalogue);
      await writeEvent(tx, { cycle_id: id, kind: "written", person: input.person });
      return ok({ id, version: 1 });
    });
  }

  /** Writes a draft anew. Refused when somebody else has written it since `version` was read: what they wrote stays. */
  save(
    input: Editing & { id: string; version: number; content: CycleInput },
  ): Promise<Result<{ id: string; version: number }, Refusal>> {
    const fault = faultOf(input.content, input.catalogue, input.cooperative_id);
    if (fault) return Promise.resolve(fault);
    return inTransaction(this.sql, async (tx) => {
      const found = await draftOf(tx, input);
      if (!found.ok) return found;
      await tx.raw(
        `update order_cycle set name_zh = ?, name_en = ?, opens_at = ?::timestamp at time zone ?, closes_at = ?::timestamp at time zone ?, way = ?,
           ready_from = ?::date, ready_to = ?::date, place_zh = ?, place_en = ?, minimum_kind = ?, minimum = ?, sold_between = ?,
           version = version + 1, updated_at = now()
         where id = ?`,
        [...columns(input.content, input.tz), input.id] as never,
      );
      await tx.raw(`delete from cycle_good where cycle_id = ?`, [input.id]);
      await writeGoods(tx, input.id, input.content, input.catalogue);
      await writeEvent(tx, { cycle_id: input.id, kind: "written", person: input.person });
      return ok({ id: input.id, version: found.value.version + 1 });
    });
  }

  drop(input: { id: string; cooperative_id: string; version: number; person: string }): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const found = await draftOf(tx, input);
      if (!found.ok) return found;
      await tx.raw(`update order_cycle set state = 'dropped', version = version + 1, updated_at = now() where id = ?`, [
        input.id,
      ]);
      await writeEvent(tx, { cycle_id: input.id, kind: "dropped", person: input.person });
      return ok(undefined);
    });
  }

  /**
   * From now on buyers see it, and its prices are frozen: of every pack at every step, begun at the price of this moment. Refused when
   * it would close before it opens to anybody, when goods of it are in another cycle at the same time, and when a first price has
   * fallen to a step's.
   */
  publish(input: Editing & { id: string; version: number; now: Date }): Promise<Result<{ opens_at: Date }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      // Two cycles of the same goods published at once: the second sees the first.
      await rows(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`order_cycle:${input.cooperative_id}`]);
      const found = await draftOf(tx, input);
      if (!found.ok) return found;
      const cycle = found.value;
      if (cycle.closes_at <= input.now)
        return refuse(
          "cycle_over",
          "It would be closed already. Give it another closing time; nothing was published.",
          "closes",
        );
      const goods = await goodsOf(tx, [cycle.id]);
      const other = await row<{ name_zh: string; name_en: string }>(
        tx,
        `select c.name_zh, c.name_en from order_cycle c join cycle_good g on g.cycle_id = c.id
         where c.state in ('published', 'closing') and c.opens_at < ? and c.closes_at > ? and g.product_id = any(?) limit 1`,
        [cycle.closes_at, cycle.opens_at, goods.map((one) => one.product_id)],
      );
      if (other) {
        return refuse(
          "cycle_overlaps",
          `Goods of this cycle are in the cycle ${other.name_en} (${other.name_zh}) at the same time. Nothing was published: take them out, or choose other days.`,
          "goods",
        );
      }
      const prices: { product_id: string; variant_id: string; step: number; price_minor: bigint; units: number }[] = [];
      for (const [at, good] of goods.entries()) {
        const known = input.catalogue.find((one) => one.product_id === good.product_id);
        const lead = known?.packs.find((pack) => pack.variant_id === good.lead_variant_id);
        if (!known || !lead)
          return refuse(
            "good_gone",
            "Goods of this cycle, or a pack of them, are not for sale any more. Nothing was published: choose others.",
            `goods.${at}`,
          );
        const steps = good.steps.map((step, index) => ({
          from_cases: step.from_cases,
          price_minor: index === 0 ? lead.price_minor : BigInt(step.price_minor),
        }));
        const ladder = checkLadder(steps);
        if (!ladder.ok)
          return { ok: false, refusal: { ...ladder.refusal, field: `goods.${at}.${ladder.refusal.field ?? ""}` } };
        for (const pack of known.packs) {
          for (const [step, { price_minor }] of steps.entries()) {
            const own = packAtStep(pack.price_minor, { first_minor: lead.price_minor, step_minor: price_minor });
            if (own <= 0n)
              return refuse(
                "ladder_price",
                "At this price a small pack would cost nothing. Nothing was published.",
                `goods.${at}`,
              );
            prices.push({
              product_id: good.product_id,
              variant_id: pack.variant_id,
              step,
              price_minor: own,
              units: pack.units_per_pack,
            });
          }
        }
        await tx.raw(`update cycle_step set price_minor = ? where cycle_id = ? and product_id = ? and step = 0`, [
          lead.price_minor.toString(),
          cycle.id,
          good.product_id,
        ]);
      }
      await insertAll(
        tx,
        "cycle_price",
        [
          ["cycle_id", "text", () => cycle.id],
          ["product_id", "text", (one) => one.product_id],
          ["variant_id", "text", (one) => one.variant_id],
          ["step", "smallint", (one) => one.step],
          ["price_minor", "bigint", (one) => one.price_minor],
          ["units_per_pack", "bigint", (one) => one.units],
        ],
        prices,
      );
      await tx.raw(
        `update order_cycle set state = 'published', published_at = ?, version = version + 1, updated_at = now() where id = ?`,
        [input.now, cycle.id],
      );
      await writeEvent(tx, { cycle_id: cycle.id, kind: "published", person: input.person });
      const changed = indexMessages(
        "product",
        goods.map((one) => one.product_id),
      );
      // It opens by the clock: what buyers find changes then once more, and who waits for it is told.
      const opens = changed.map((message) => ({ ...message, due_at: cycle.opens_at }));
      await appendAll(tx, cycle.opens_at > input.now ? [...changed, ...opens] : changed);
      return ok({ opens_at: cycle.opens_at });
    });
  }
}

/** The draft under lock; another cooperative's is not there. */
async function draftOf(
  tx: Transaction,
  input: { id: string; cooperative_id: string; version: number },
): Promise<Result<CycleRow, Refusal>> {
  const cycle = await lockCycle(tx, input.id);
  if (!cycle || cycle.cooperative_id !== input.cooperative_id)
    return refuse("cycle_not_found", "There is no such order cycle.");
  if (cycle.state !== "draft")
    return refuse(
      "cycle_published",
      "This order cycle is published or dropped already: it can't be written anew. Nothing was changed.",
    );
  if (cycle.version !== input.version)
    return refuse(
      "stale",
      "Somebody else has changed this order cycle meanwhile. Nothing of yours was saved: look at theirs, then save again.",
    );
  return ok(cycle);
}

/** What can be said of a content without the clock. */
function faultOf(
  content: CycleInput,
  catalogue: readonly CatalogueGood[],
  cooperative_id: string,
): { ok: false; refusal: Refusal } | null {
  if (content.closes <= content.opens)
    return refuse("closes_before_opens", "A cycle closes after it opens. Nothing was saved.", "closes");
  const days = (Date.parse(`${content.closes}Z`) - Date.parse(`${content.opens}Z`)) / 86_400_000;
  if (Number.isNaN(days))
    return refuse("invalid_moment", "That is no day of the calendar. Nothing was saved.", "opens");
  if (days > MAX_DAYS_OPEN)
    return refuse(
      "open_too_long",
      `A cycle is open for ${MAX_DAYS_OPEN} days at most: buyers have paid and wait. Nothing was saved.`,
      "closes",
    );
  if (content.ready_from < content.closes.slice(0, 10))
    return refuse(
      "ready_before_close",
      "Goods leave after the cycle has closed, not before. Nothing was saved.",
      "ready_from",
    );
  if (content.ready_to < content.ready_from)
    return refuse("ready_order", "The last day is not before the first. Nothing was saved.", "ready_to");
  if ((content.minimum_kind === "none") !== (content.minimum === 0))
    return refuse(
      "minimum",
      "Say how much is needed to ship, or choose that there is no minimum. Nothing was saved.",
      "minimum",
    );
  if (content.way === "pickup" && (content.place_zh === "" || content.place_en === ""))
    return refuse("place", "Say in both languages where and when goods are fetched. Nothing was saved.", "place_zh");
  const seen = new Set<string>();
  for (const [at, good] of content.goods.entries()) {
    const known = catalogue.find((one) => one.product_id === good.product_id && one.cooperative_id === cooperative_id);
    if (!known)
      return refuse("good_not_found", "There are no such goods of yours for sale. Nothing was saved.", `goods.${at}`);
    if (seen.has(good.product_id))
      return refuse("good_twice", "Goods are listed once in a cycle. Nothing was saved.", `goods.${at}`);
    seen.add(good.product_id);
    const lead = known.packs.find((pack) => pack.variant_id === good.lead_variant_id);
    if (!lead)
      return refuse("pack_not_found", "These goods have no such pack for sale. Nothing was saved.", `goods.${at}`);
    const ladder = checkLadder([
      { from_cases: 0, price_minor: lead.price_minor },
      ...good.steps.map((step) => ({ from_cases: step.from_cases, price_minor: BigInt(step.price_minor) })),
    ]);
    if (!ladder.ok)
      return { ok: false, refusal: { ...ladder.refusal, field: `goods.${at}.${ladder.refusal.field ?? ""}` } };
  }
  return null;
}

function columns(content: CycleInput, tz: string): unknown[] {
  return [
    content.name_zh,
    content.name_en,
    content.opens,
    tz,
    content.closes,
    tz,
    content.way,
    content.ready_from,
    content.ready_to,
    content.place_zh,
    content.place_en,
    content.minimum_kind,
    content.minimum,
    content.sold_between,
  ];
}

async function writeGoods(
  tx: Transaction,
  cycle_id: string,
  content: CycleInput,
  catalogue: readonly CatalogueGood[],
): Promise<void> {
  const goods = content.goods.flatMap((good, seq) => {
    const known = catalogue.find((one) => one.product_id === good.product_id);
    const lead = known?.packs.find((pack) => pack.variant_id === good.lead_variant_id);
    return known && lead ? [{ good, known, lead, seq }] : [];
  });
  await insertAll(
    tx,
    "cycle_good",
    [
      ["cycle_id", "text", () => cycle_id],
      ["product_id", "text", ({ good }) => good.product_id],
      ["pool_id", "text", ({ known }) => known.pool_id],
      ["seq", "smallint", ({ seq }) => seq],
      ["unit_g", "bigint", ({ known }) => known.unit_g],
      ["currency", "text", ({ known }) => known.currency],
      ["case_units", "bigint", ({ good }) => good.case_units],
      ["lead_variant_id", "text", ({ good }) => good.lead_variant_id],
    ],
    goods,
  );
  const steps = goods.flatMap(({ good, lead }) => [
    { product_id: good.product_id, step: 0, from_cases: 0, price_minor: lead.price_minor },
    ...good.steps.map((step, at) => ({
      product_id: good.product_id,
      step: at + 1,
      from_cases: step.from_cases,
      price_minor: BigInt(step.price_minor),
    })),
  ]);
  await insertAll(
    tx,
    "cycle_step",
    [
      ["cycle_id", "text", () => cycle_id],
      ["product_id", "text", (one) => one.product_id],
      ["step", "smallint", (one) => one.step],
      ["from_cases", "bigint", (one) => one.from_cases],
      ["price_minor", "bigint", (one) => one.price_minor],
    ],
    steps,
  );
}
