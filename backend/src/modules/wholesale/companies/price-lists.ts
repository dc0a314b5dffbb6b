import { decideListPeriod, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../../lib/sql";
import { insertAll } from "../../../lib/unnest";
import { companiesKnownTo } from "../agreements/agreement-lists";
import type { CompanyPrice } from "../quick-order/order-types";
import { listedPrices, pricesOfCompany, setListed_ } from "./price-list-prices";
import type {
  ListedCompany,
  ListedCompanyInput,
  ListedPackPrice,
  ListedPricesInput,
  PriceList,
  PriceListChange,
  PriceListRow,
} from "./price-list-types";

/** Lists that a cooperative keeps at once: more is a price for each company, which is what agreements are for. */
const MAX_LISTS = 50;
/** Companies in one list. */
const MAX_COMPANIES = 500;
const MAX_CHANGES = 100;

const LIST = `id, cooperative_id, name, version, ended_at, created_at`;

const NOT_THERE = refuse("price_list_not_found", "Your cooperative has no such price list.");
const ENDED = refuse("price_list_ended", "This price list has ended. Nothing was changed; make another one.");
const STALE = refuse("stale", "Somebody else has changed this price list. Nothing was changed; look at it again.");
const NAMED = refuse(
  "price_list_named",
  "Another price list of yours is called so. Give it another name; nothing was changed.",
  "name",
);

/** Who acts: a manager of the cooperative whose lists they are. */
export interface ListSeller {
  cooperative_id: string;
  person: string;
}

/** A cooperative's prices for some companies. A list of another one is not there; no company sees a list, its name, or who is in it. */
export class PriceLists {
  constructor(private readonly sql: Knex) {}

  /** What a company pays for packs, whoever sells them; see `pricesOfCompany`. */
  pricesOf(
    company_id: string,
    variant_ids: readonly string[],
    today: string,
  ): Promise<Map<string, Omit<CompanyPrice, "version">>> {
    return pricesOfCompany(this.sql, company_id, variant_ids, today);
  }

  all(cooperative_id: string): Promise<PriceListRow[]> {
    return rows(
      this.sql,
      `select ${LIST}, (select count(*)::int from company_price_list_company c where c.list_id = l.id) as companies,
         (select count(*)::int from company_price_list_price p where p.list_id = l.id and (p.minimum_packs is not null
            or exists (select from company_price_list_step s where s.list_id = p.list_id and s.variant_id = p.variant_id))) as packs
       from company_price_list l where cooperative_id = ? and ended_at is null order by name, id limit ?`,
      [cooperative_id, MAX_LISTS],
    );
  }

  one(cooperative_id: string, id: string): Promise<PriceList | undefined> {
    return row(this.sql, `select ${LIST} from company_price_list where id = ? and cooperative_id = ?`, [
      id,
      cooperative_id,
    ]);
  }

  companiesIn(list_id: string, today: string): Promise<ListedCompany[]> {
    return rows(
      this.sql,
      `select c.company_id, o.name, c.from_day::text as from_day, c.to_day::text as to_day,
         coalesce(c.from_day <= ?::date, true) and coalesce(c.to_day >= ?::date, true) as holds
       from company_price_list_company c join company o on o.id = c.company_id where c.list_id = ? order by o.name, o.id`,
      [today, today, list_id],
    );
  }

  /** The products of which a list says something, and of how many packs. */
  productsIn(list_id: string): Promise<{ product_id: string; packs: number }[]> {
    return rows(
      this.sql,
      `select p.product_id, count(*)::int as packs from company_price_list_price p where p.list_id = ? and (p.minimum_packs is not null
         or exists (select from company_price_list_step s where s.list_id = p.list_id and s.variant_id = p.variant_id))
       group by p.product_id order by p.product_id`,
      [list_id],
    );
  }

  changesOf(list_id: string): Promise<PriceListChange[]> {
    return rows(
      this.sql,
      `select h.at, h.person, h.act, h.variant_id, c.name as company from company_price_list_change h left join company c on c.id = h.company_id
       where h.list_id = ? order by h.at desc, h.id desc limit ?`,
      [list_id, MAX_CHANGES],
    );
  }

  listed(list_id: string, variant_ids: readonly string[]): Promise<Map<string, ListedPackPrice>> {
    return listedPrices(this.sql, list_id, variant_ids);
  }

  make(by: ListSeller, name: string): Promise<Result<{ id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      await row(tx, `select pg_advisory_xact_lock(hashtextextended('company_price_list:' || ?, 0))`, [
        by.cooperative_id,
      ]);
      const kept = await row<{ count: number }>(
        tx,
        `select count(*)::int as count from company_price_list where cooperative_id = ? and ended_at is null`,
        [by.cooperative_id],
      );
      if ((kept?.count ?? 0) >= MAX_LISTS)
        return refuse("too_many_lists", `You keep ${MAX_LISTS} price lists. End one first; nothing was written.`);
      const id = newId("plist");
      const made = await row(
        tx,
        `insert into company_price_list (id, cooperative_id, name) values (?, ?, ?) on conflict do nothing returning 1`,
        [id, by.cooperative_id, name],
      );
      if (!made) return NAMED;
      await changed_(tx, id, by.person, { act: "made", after: { name } });
      return ok({ id });
    });
  }

  rename(by: ListSeller, id: string, input: { name: string; version: number }): Promise<Result<void, Refusal>> {
    return this.locked(by, id, async (tx, list) => {
      if (list.name === input.name) return ok(undefined);
      if (list.version !== input.version) return STALE;
      const taken = await row(
        tx,
        `select 1 from company_price_list where cooperative_id = ? and lower(name) = lower(?) and ended_at is null and id <> ?`,
        [by.cooperative_id, input.name, id],
      );
      if (taken) return NAMED;
      await rows(tx, `update company_price_list set name = ?, version = version + 1, updated_at = now() where id = ?`, [
        input.name,
        id,
      ]);
      await changed_(tx, id, by.person, { act: "named", before: { name: list.name }, after: { name: input.name } });
      return ok(undefined);
    });
  }

  /** It holds for nobody any more, and its companies can be put into another. Offers that stand keep what was agreed. Pressed twice it has ended. */
  async end(by: ListSeller, id: string, version: number): Promise<Result<void, Refusal>> {
    const done = await this.locked(by, id, async (tx, list) => {
      if (list.version !== version) return STALE;
      const out = await rows<{ company_id: string }>(
        tx,
        `delete from company_price_list_company where list_id = ? returning company_id`,
        [id],
      );
      await rows(
        tx,
        `update company_price_list set ended_at = now(), version = version + 1, updated_at = now() where id = ?`,
        [id],
      );
      await changed_(tx, id, by.person, {
        act: "ended",
        before: { companies: out.map((one) => one.company_id).sort() },
      });
      return ok(undefined);
    });
    return done.ok || done.refusal !== ENDED.refusal ? done : ok(undefined);
  }

  /** Puts a company in, or sets its days. Refused while it is in another list of this cooperative: it pays by one. */
  put(by: ListSeller, id: string, input: ListedCompanyInput, today: string): Promise<Result<void, Refusal>> {
    return this.locked(by, id, async (tx) => {
      const { company_id, from_day, to_day } = input;
      const period = decideListPeriod(input, today);
      if (!period.ok) return period;
      const [known] = await companiesKnownTo(tx, by.cooperative_id, { only: company_id, limit: 1 });
      if (!known)
        return refuse(
          "company_not_found",
          "No such company has dealt with your cooperative yet. Nothing was changed.",
          "company_id",
        );
      const count = await row<{ count: number }>(
        tx,
        `select count(*)::int as count from company_price_list_company where list_id = ? and company_id <> ?`,
        [id, company_id],
      );
      if ((count?.count ?? 0) >= MAX_COMPANIES)
        return refuse("too_many_companies", `A list has at most ${MAX_COMPANIES} companies. Nothing was changed.`);
      const before = await standing_(tx, by.cooperative_id, company_id);
      if (before && before.list_id !== id) return inAnother(before.name);
      if (before?.from_day === from_day && before.to_day === to_day) return ok(undefined);
      // The key holds it too, whoever writes.
      const put = await row(
        tx,
        `insert into company_price_list_company as c (cooperative_id, company_id, list_id, from_day, to_day, put_by) values (?, ?, ?, ?, ?, ?)
         on conflict (cooperative_id, company_id) do update set from_day = excluded.from_day, to_day = excluded.to_day, put_by = excluded.put_by,
           put_at = now() where c.list_id = excluded.list_id returning 1`,
        [by.cooperative_id, company_id, id, from_day, to_day, by.person],
      );
      if (!put) return inAnother((await standing_(tx, by.cooperative_id, company_id))?.name ?? "");
      await changed_(tx, id, by.person, {
        act: "put_in",
        company_id,
        before: before ? { from_day: before.from_day, to_day: before.to_day } : null,
        after: { from_day, to_day },
      });
      return ok(undefined);
    });
  }

  /** Takes a company out: it pays what all companies pay. Pressed twice it is out. */
  takeOut(by: ListSeller, id: string, company_id: string): Promise<Result<void, Refusal>> {
    return this.locked(by, id, async (tx) => {
      const out = await row<{ from_day: string | null; to_day: string | null }>(
        tx,
        `delete from company_price_list_company where list_id = ? and company_id = ? returning from_day::text as from_day, to_day::text as to_day`,
        [id, company_id],
      );
      if (out) await changed_(tx, id, by.person, { act: "taken_out", company_id, before: out });
      return ok(undefined);
    });
  }

  /** Sets what the list says of packs of one product; the caller has found that they are this cooperative's. */
  price(
    by: ListSeller,
    id: string,
    product: { product_id: string; currency: string },
    packs: ListedPricesInput["packs"],
  ): Promise<Result<void, Refusal>> {
    return this.locked(by, id, async (tx) => {
      const set = await setListed_(tx, { list_id: id, person: by.person }, product, packs);
      if (!set.ok) return set;
      await changed_(tx, id, by.person, ...set.value.map((one) => ({ act: "priced" as const, ...one })));
      return ok(undefined);
    });
  }

  /** Under the lock of the list, where it is this cooperative's and stands. */
  private locked<T>(
    by: ListSeller,
    id: string,
    work: (tx: Transaction, list: PriceList) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      // Two lists of one name are told apart under the cooperative's lock.
      await row(tx, `select pg_advisory_xact_lock(hashtextextended('company_price_list:' || ?, 0))`, [
        by.cooperative_id,
      ]);
      const list = await row<PriceList>(
        tx,
        `select ${LIST} from company_price_list where id = ? and cooperative_id = ? for update`,
        [id, by.cooperative_id],
      );
      if (!list) return NOT_THERE;
      return list.ended_at ? ENDED : work(tx, list);
    });
  }
}

const inAnother = (name: string) =>
  refuse(
    "in_another_list",
    `This company is in the price list "${name}", and pays by one list only. Take it out there first; nothing was changed.`,
    "company_id",
  );

function standing_(tx: Transaction, cooperative_id: string, company_id: string) {
  return row<{ list_id: string; name: string; from_day: string | null; to_day: string | null }>(
    tx,
    `select c.list_id, l.name, c.from_day::text as from_day, c.to_day::text as to_day
     from company_price_list_company c join company_price_list l on l.id = c.list_id where c.cooperative_id = ? and c.company_id = ?`,
    [cooperative_id, company_id],
  );
}

interface Done {
  act: PriceListChange["act"];
  variant_id?: string;
  company_id?: string;
  before?: unknown;
  after?: unknown;
}

async function changed_(tx: Transaction, list_id: string, person: string, ...all: readonly Done[]): Promise<void> {
  const json = (value: unknown) => (value == null ? null : JSON.stringify(value));
  await insertAll(
    tx,
    "company_price_list_change",
    [
      ["id", "text", () => newId("plchange")],
      ["list_id", "text", () => list_id],
      ["person", "text", () => person],
      ["act", "text", (done) => done.act],
      ["variant_id", "text", (done) => done.variant_id ?? null],
      ["company_id", "text", (done) => done.company_id ?? null],
      ["before", "jsonb", (done) => json(done.before)],
      ["after", "jsonb", (done) => json(done.after)],
    ],
    all,
  );
}
