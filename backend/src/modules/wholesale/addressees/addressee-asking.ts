import { ok, refuse, sameGoods, type Goods, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../../lib/ids";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../../lib/sql";
import { countAll_ } from "./addressee-counts";
import { lockSheet_, SENT_TO, SHEET_NOT_THERE } from "./addressee-rows";
import type { AddresseeSheet, SheetOwner } from "./addressee-types";
import type { Quote, VersionDraft } from "../quotes/quote-types";

/** Days after which a sheet that nobody works on and nobody asked with is forgotten. */
const UNASKED_DAYS = 90;
/** Days after the last touch of a sheet that an order came of; its order must be over, too. */
const ASKED_DAYS = 180;
/** Sheets that one tick looks at. */
const PER_TICK = 50;

/**
 * A quote that is asked for with a sheet, by the sheet as it was seen. `packs_total`: what the quote's lines count together. `variant_id`: the
 * pack that everybody gets; null where `goods` says how many of which, and the other way round.
 */
export interface AskedSheet {
  sheet_id: string;
  variant_id: string | null;
  packs_total: number;
  goods: Goods | null;
}

/** How many addressees want so many packs in a province. `goods`: of which, where they are not all of one kind. */
export interface SheetBasket {
  province_code: string;
  packs: number;
  goods: Goods | null;
  addressees: number;
}

/** What became of a sheet's quote. `open`: somebody may still order, or pay. */
export interface SheetStanding {
  quote_number: string;
  quote_state: string;
  order_id: string | null;
  open: boolean;
}

/** What is done with a sheet that is right: it is asked for with a quote, and in the end its people are forgotten. */
export class AddresseeAsking {
  constructor(private readonly sql: Knex) {}

  /** Equal baskets counted together: freight is worked out once for each, however many addressees there are. */
  baskets(sheet_id: string): Promise<SheetBasket[]> {
    return rows<SheetBasket>(
      this.sql,
      `select l.province_code, l.packs, l.goods, count(*)::int as addressees from addressee_sheet s join addressee_sheet_line l on l.sheet_id = s.id
       where s.id = ? and ${SENT_TO} group by l.province_code, l.packs, l.goods order by l.province_code, l.packs, l.goods`,
      [sheet_id],
    );
  }

  /** The same of a list that a quote goes to: its people as they were asked for, forgotten or not. */
  basketsOfList(list_id: string): Promise<SheetBasket[]> {
    return rows<SheetBasket>(
      this.sql,
      `select province_code, packs::float8 as packs, goods, count(*)::int as addressees from addressee where list_id = ?
       group by province_code, packs, goods order by province_code, packs, goods`,
      [list_id],
    );
  }

  /** The sheet that a list was made of; undefined of a list that was pasted in the shop. */
  async sheetOfList(list_id: string): Promise<string | undefined> {
    const found = await row<{ id: string }>(this.sql, `select id from addressee_sheet where list_id = ?`, [list_id]);
    return found?.id;
  }

  standing(quote_id: string): Promise<SheetStanding | undefined> {
    return standingOf(this.sql, quote_id);
  }

  /** Frees the lines of a sheet whose quote came to nothing: they can be changed and asked for again. */
  reopen(by: SheetOwner, sheet_id: string): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const sheet = await lockSheet_(tx, by.company_id, sheet_id);
      if (!sheet || sheet.state === "forgotten") return SHEET_NOT_THERE;
      // Pressed twice.
      if (sheet.state === "checked") return ok(undefined);
      const standing = sheet.quote_id === null ? undefined : await standingOf(tx, sheet.quote_id);
      if (!standing || standing.open || standing.order_id !== null)
        return refuse(
          "sheet_in_use",
          "A quote or an order still goes to these addressees. Take the quote back first; nothing was changed.",
        );
      await rows(tx, `delete from addressee where list_id = ?`, [sheet.list_id]);
      await rows(
        tx,
        `update addressee_sheet set state = 'checked', list_id = null, quote_id = null, updated_at = now() where id = ?`,
        [sheet.id],
      );
      return ok(undefined);
    });
  }

  /**
   * Deletes the people of a sheet for good: its lines, its file, and names, phones and addresses of its list. Counts stay. The caller has
   * seen to it that no order needs them; a quote that could still be accepted is looked for here once more.
   */
  forget(of: { sheet_id: string; company_id: string; person: string | null }): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const sheet = await lockSheet_(tx, of.company_id, of.sheet_id);
      if (!sheet) return SHEET_NOT_THERE;
      if (sheet.state === "forgotten") return ok(undefined);
      if (sheet.quote_id !== null) {
        const standing = await standingOf(tx, sheet.quote_id);
        if (standing?.open)
          return refuse(
            "sheet_in_use",
            "A quote still goes to these addressees. Take it back first; nothing was deleted.",
          );
      }
      await rows(tx, `delete from addressee_sheet_line where sheet_id = ?`, [sheet.id]);
      await rows(tx, `delete from addressee_sheet_file where sheet_id = ?`, [sheet.id]);
      await rows(
        tx,
        `update addressee set name = '', phone = '', city = null, address = '', message = '' where list_id = ? and (name <> '' or phone <> '' or address <> '')`,
        [sheet.list_id],
      );
      await rows(tx, `update addressee_list set title = '' where id = ?`, [sheet.list_id]);
      await rows(
        tx,
        `update addressee_sheet set state = 'forgotten', fault = null, fault_cell = null, first_rows = '[]', pack_names = '{}', forgotten_at = now(), forgotten_by = ?,
           updated_at = now() where id = ?`,
        [of.person, sheet.id],
      );
      return ok(undefined);
    });
  }

  /** Sheets whose people have been kept long enough, those first that were looked at longest ago; they are looked at again in a day. */
  async due(): Promise<{ id: string; company_id: string; quote_id: string | null }[]> {
    return rows(
      this.sql,
      `update addressee_sheet set looked_at = now() where id in (
         select id from addressee_sheet
         where (looked_at is null or looked_at < now() - interval '1 day')
           and (state in ('columns', 'reading', 'checked', 'refused') and updated_at < now() - make_interval(days => ?)
             or state = 'asked' and updated_at < now() - make_interval(days => ?))
         order by looked_at nulls first, id limit ? for update skip locked)
       returning id, company_id, quote_id`,
      [UNASKED_DAYS, ASKED_DAYS, PER_TICK],
    );
  }
}

function standingOf(sql: Sql, quote_id: string): Promise<SheetStanding | undefined> {
  return row<SheetStanding>(
    sql,
    `select q.number as quote_number, q.state as quote_state,
       (select o.order_id from company_order o where o.quote_id = q.id and o.order_id is not null order by o.asked_at desc limit 1) as order_id,
       q.ended_at is null or exists (
         select 1 from company_order o where o.quote_id = q.id and o.order_id is null and o.state in ('awaiting_approval', 'placed')) as open
     from quote q where q.id = ?`,
    [quote_id],
  );
}

/** The sheet that a quote is asked for with, under its lock; the caller has looked whether this form has asked with it before. */
export async function sheetToAsk_(
  tx: Transaction,
  company_id: string,
  asked: AskedSheet,
): Promise<Result<AddresseeSheet, Refusal>> {
  const found = await lockSheet_(tx, company_id, asked.sheet_id);
  if (!found || found.state === "forgotten") return SHEET_NOT_THERE;
  if (found.state === "asked")
    return refuse(
      "sheet_asked",
      "A quote was asked for with this sheet already. Take it back first, or bring the sheet once more.",
    );
  if (found.state !== "checked")
    return refuse("sheet_not_open", "This sheet is not read yet. Look again in a minute; nothing was asked.");
  // Pages read what is kept; what is asked for is what its lines come to, all of which are written once more.
  await countAll_(tx, found.id);
  const sheet = (await lockSheet_(tx, company_id, found.id)) ?? found;
  if (sheet.wrong > 0)
    return refuse("sheet_wrong", `${sheet.wrong} lines have to be put right or left out first. Nothing was asked.`);
  if (sheet.addressees === 0) return refuse("sheet_nobody", "Nobody is left on this sheet. Nothing was asked.");
  if (sheet.packs_total !== asked.packs_total || !sameOrNone(sheet.goods, asked.goods))
    return refuse("stale", "The sheet was changed meanwhile. Look at it once more; nothing was asked.");
  return ok(sheet);
}

/** The list of a quote: who gets a parcel as the sheet stands now, in one statement, whatever their number. */
export async function listOfSheet_(
  tx: Transaction,
  sheet: AddresseeSheet,
  of: { quote_id: string; variant_id: string | null },
): Promise<void> {
  const list_id = newId("adl");
  await rows(
    tx,
    `insert into addressee_list (id, company_id, title, product_variant_id, lines, packs_total, goods, hash) values (?, ?, ?, ?, ?, ?, ?::jsonb, ?)`,
    [
      list_id,
      sheet.company_id,
      sheet.title,
      of.variant_id,
      sheet.addressees,
      sheet.packs_total,
      sheet.goods === null ? null : JSON.stringify(sheet.goods),
      `${sheet.id}/${of.quote_id}`,
    ],
  );
  await rows(
    tx,
    `insert into addressee (id, list_id, line, name, phone, province_code, city, address, packs, goods, message)
     select 'adr_' || replace(gen_random_uuid()::text, '-', ''), ?, l.line, l.name, l.phone, l.province_code, nullif(coalesce(l.to_city, l.city), ''), coalesce(l.to_address, l.address), l.packs, l.goods, l.message
     from addressee_sheet s join addressee_sheet_line l on l.sheet_id = s.id where s.id = ? and ${SENT_TO}`,
    [list_id, sheet.id],
  );
  await rows(tx, `update quote set addressee_list_id = ? where id = ?`, [list_id, of.quote_id]);
  await rows(
    tx,
    `update addressee_sheet set state = 'asked', list_id = ?, quote_id = ?, updated_at = now() where id = ?`,
    [list_id, of.quote_id, sheet.id],
  );
}

export const LIST_DIFFERS = refuse(
  "addressee_list_differs",
  "This quote goes to a list of addressees: its lines are exactly the packs that they get together. Nothing was written.",
  "lines",
);

/** Packs to addressees are those of their list, in every version: else its order could never be packed. */
export async function fitsList_(
  tx: Transaction,
  quote: Pick<Quote, "addressee_list_id">,
  draft: Pick<VersionDraft, "lines">,
): Promise<boolean> {
  if (quote.addressee_list_id === null) return true;
  const list = await row<{ packs: number; goods: Goods | null }>(
    tx,
    `select packs_total::float8 as packs, goods from addressee_list where id = ?`,
    [quote.addressee_list_id],
  );
  if (list && list.goods !== null) {
    const packs = draft.lines.map((line) => [line.variant_id, line.packs] as const);
    return new Set(packs.map(([id]) => id)).size === packs.length && sameGoods(list.goods, Object.fromEntries(packs));
  }
  return draft.lines.length === 1 && draft.lines[0]?.packs === list?.packs;
}

const sameOrNone = (one: Goods | null, other: Goods | null): boolean =>
  one === null || other === null ? one === other : sameGoods(one, other);
