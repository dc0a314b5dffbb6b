import { ok, refuse, type AgreedLine, type Refusal, type Result, type Season, type SeasonEnd } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, row, rows, type Sql } from "../../../lib/sql";
import { insertAll } from "../../../lib/unnest";
import { AGREEMENT_COLUMNS, agreementEvent_, CALLED, lastAgreementVersionsOf, lockAgreement_ } from "./agreement-rows";
import { tellAgreement_ } from "./agreement-tell";
import type { Agreement, AgreementStatement, CompensationPaidForm } from "./agreement-types";
import { AGREEMENT_NOT_THERE } from "./agreements";
import { isOf } from "../quotes/quote-rows";
import type { QuoteActor } from "../quotes/quote-types";

/** Orders that never arrive don't keep a statement back for longer than this after the agreement's end. */
const LATEST_DAYS = 60;
/** Statements that one tick draws up. */
const PER_TICK = 50;

/** A call-off of an agreement that is over, as far as it counts at its end. */
export interface EndedCallOff {
  quote_id: string;
  outcome: "ordered" | "no_goods";
  order_id: string | null;
  parts: { variant_id: string; pool_id: string; units_per_pack: number; packs: number; price_minor: bigint }[];
}

/** An agreement that is over and has no statement yet. */
export interface SeasonToEnd {
  agreement: Agreement;
  lines: readonly AgreedLine[];
  compensation: Season["compensation"];
  call_offs: EndedCallOff[];
  /** Whether its orders are not waited for any more. */
  late: boolean;
}

/** What agreements came to at the end of their season: drawn up once, and what is owed of it, and paid. */
export class AgreementStatements {
  constructor(private readonly sql: Knex) {}

  /** Agreements that are over, with nothing called off that is still open, and without a statement; the longest over first. */
  async due(): Promise<SeasonToEnd[]> {
    const found = await rows<Agreement & { late: boolean }>(
      this.sql,
      `select ${AGREEMENT_COLUMNS}, ended_at < now() - make_interval(days => ?) as late from agreement a
       where state in ('ended', 'ended_early') and not exists (select from agreement_statement s where s.agreement_id = a.id)
         and not exists (select from (${CALLED} where c.agreement_id = a.id) d where d.stage in ('waiting', 'kept', 'accepted'))
       order by ended_at, id limit ?`,
      [LATEST_DAYS, PER_TICK],
    );
    const ids = found.map((one) => one.id);
    const [called, versions] = await Promise.all([
      endedCallOffs(this.sql, ids),
      lastAgreementVersionsOf(this.sql, ids),
    ]);
    return found.map(({ late, ...agreement }) => {
      const version = versions.get(agreement.id);
      if (!version) throw new Error(`agreement ${agreement.id} has no version ${agreement.version}`);
      return {
        agreement,
        lines: version.lines,
        compensation: version.compensation ?? null,
        call_offs: called.get(agreement.id) ?? [],
        late,
      };
    });
  }

  /** Writes a statement, once; both sides are told. */
  draw(season: Pick<SeasonToEnd, "agreement" | "compensation">, end: SeasonEnd): Promise<boolean> {
    const { id: agreement_id, version } = season.agreement;
    return inTransaction(this.sql, async (tx) => {
      const delivered_minor = end.lines.reduce((sum, line) => sum + line.delivered_minor, 0n);
      const written = await row(
        tx,
        `insert into agreement_statement (agreement_id, version, agreed_minor, delivered_minor, lacking_minor, compensation_bp, cap_bp, cap_minor,
           compensation_minor, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, now()) on conflict do nothing returning agreement_id`,
        [
          agreement_id,
          version,
          String(end.agreed_minor),
          String(delivered_minor),
          String(end.lacking_minor),
          season.compensation?.bp ?? 0,
          season.compensation?.cap_bp ?? 0,
          String(end.cap_minor),
          String(end.compensation_minor),
        ],
      );
      if (!written) return false;
      await insertAll(
        tx,
        "agreement_statement_line",
        [
          ["agreement_id", "text", () => agreement_id],
          ["position", "int", (line) => line.position],
          ["variant_id", "text", (line) => line.variant_id],
          ["agreed_packs", "int", (line) => line.agreed_packs],
          ["delivered_packs", "int", (line) => line.delivered_packs],
          ["short_packs", "int", (line) => line.short_packs],
          ["not_called_packs", "int", (line) => line.not_called_packs],
          ["delivered_minor", "bigint", (line) => line.delivered_minor],
        ],
        end.lines.map((line, position) => ({ ...line, position })),
      );
      await insertAll(
        tx,
        "agreement_statement_lack",
        [
          ["agreement_id", "text", () => agreement_id],
          ["position", "int", (lack) => lack.position],
          ["quote_id", "text", (lack) => lack.quote_id],
          ["variant_id", "text", (lack) => lack.variant_id],
          ["packs", "int", (lack) => lack.packs],
          ["price_minor", "bigint", (lack) => lack.price_minor],
          ["amount_minor", "bigint", (lack) => lack.amount_minor],
        ],
        end.lacks.map((lack, position) => ({ ...lack, position })),
      );
      await agreementEvent_(tx, agreement_id, { by: "system", person: null, act: "statement", version });
      await tellAgreement_(tx, agreement_id, "statement", "both");
      return true;
    });
  }

  /** Notes that a compensation was paid by bank. Moves no money: somebody has, and says so, once. */
  paid(
    by: QuoteActor & { side: "seller" },
    agreement_id: string,
    form: CompensationPaidForm,
    today: string,
  ): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const agreement = await lockAgreement_(tx, agreement_id);
      if (!agreement || !isOf(by, agreement)) return AGREEMENT_NOT_THERE;
      const statement = await statementOf(tx, agreement_id);
      if (!statement || statement.compensation_minor === 0n)
        return refuse("nothing_owed", "No compensation is owed of this agreement. Nothing was noted.");
      const { paid } = statement;
      if (paid !== null) {
        if (paid.paid_on === form.paid_on && paid.words === form.words) return ok(undefined);
        return refuse("paid_already", `It is noted as paid on ${paid.paid_on} already. Nothing was changed.`);
      }
      if (form.paid_on > today || form.paid_on < statement.on)
        return refuse(
          "invalid_paid_day",
          `Give the day of the payment: from ${statement.on}, when the statement was drawn up, to today.`,
          "paid_on",
        );
      await rows(
        tx,
        `insert into agreement_compensation_paid (agreement_id, paid_on, words, person) values (?, ?::date, ?, ?)`,
        [agreement_id, form.paid_on, form.words, by.id],
      );
      const done = { by: by.side, person: by.id, version: agreement.version, words: form.words };
      await agreementEvent_(tx, agreement_id, { ...done, act: "compensation_paid" });
      await tellAgreement_(tx, agreement_id, "paid", "buyer");
      return ok(undefined);
    });
  }

  /** The statement of one agreement, when there is one; whose it is the caller has asked. */
  of(agreement_id: string): Promise<AgreementStatement | undefined> {
    return statementOf(this.sql, agreement_id);
  }
}

type Minor = "agreed_minor" | "delivered_minor" | "lacking_minor" | "cap_minor" | "compensation_minor";
type Head = Omit<AgreementStatement, Minor | "lines" | "lacks" | "paid"> & Record<Minor, string>;

async function statementOf(sql: Sql, agreement_id: string): Promise<AgreementStatement | undefined> {
  const head = await row<Head>(
    sql,
    `select version, agreed_minor, delivered_minor, lacking_minor, compensation_bp, cap_bp, cap_minor, compensation_minor, at,
       (at at time zone 'Asia/Shanghai')::date::text as on from agreement_statement where agreement_id = ?`,
    [agreement_id],
  );
  if (!head) return undefined;
  const lines = await rows<Omit<AgreementStatement["lines"][number], "delivered_minor"> & { delivered_minor: string }>(
    sql,
    `select variant_id, agreed_packs, delivered_packs, short_packs, not_called_packs, delivered_minor from agreement_statement_line
     where agreement_id = ? order by position`,
    [agreement_id],
  );
  const lacks = await rows<
    Omit<AgreementStatement["lacks"][number], "price_minor" | "amount_minor"> &
      Record<"price_minor" | "amount_minor", string>
  >(
    sql,
    `select l.quote_id, q.number, l.variant_id, l.packs, l.price_minor, l.amount_minor from agreement_statement_lack l
     join quote q on q.id = l.quote_id where l.agreement_id = ? order by l.position`,
    [agreement_id],
  );
  const paid = await row<{ paid_on: string; words: string }>(
    sql,
    `select paid_on::text as paid_on, words from agreement_compensation_paid where agreement_id = ?`,
    [agreement_id],
  );
  return {
    ...head,
    agreed_minor: BigInt(head.agreed_minor),
    delivered_minor: BigInt(head.delivered_minor),
    lacking_minor: BigInt(head.lacking_minor),
    cap_minor: BigInt(head.cap_minor),
    compensation_minor: BigInt(head.compensation_minor),
    lines: lines.map((line) => ({ ...line, delivered_minor: BigInt(line.delivered_minor) })),
    lacks: lacks.map((lack) => ({
      ...lack,
      price_minor: BigInt(lack.price_minor),
      amount_minor: BigInt(lack.amount_minor),
    })),
    paid: paid ?? null,
  };
}

/**
 * What counts of the call-offs of agreements that are over, in the order in which they came: those that were ordered, and those that ended
 * since their goods were not there. The latter: nobody ever kept goods for it (or they went to orders) and time ended it, or the cooperative
 * ended it. What the company took back, let lapse or did not pay is its own.
 */
async function endedCallOffs(sql: Sql, agreement_ids: readonly string[]): Promise<Map<string, EndedCallOff[]>> {
  const all = new Map<string, EndedCallOff[]>();
  if (agreement_ids.length === 0) return all;
  const found = await rows<
    Pick<EndedCallOff, "quote_id" | "outcome" | "order_id"> & {
      agreement_id: string;
      parts: (Omit<EndedCallOff["parts"][number], "price_minor"> & { price_minor: string })[];
    }
  >(
    sql,
    `select d.agreement_id, d.quote_id, case when d.stage = 'ordered' then 'ordered' else 'no_goods' end as outcome,
       case when d.stage = 'ordered' then o.order_id end as order_id, p.parts
     from (${CALLED} where c.agreement_id = any(?)) d join quote q on q.id = d.quote_id
     left join company_order o on o.quote_id = q.id and o.state = 'placed'
     left join lateral (select e.by from quote_event e where e.quote_id = q.id and e.act in ('rejected', 'withdrawn', 'expired')
       order by e.at desc, e.id desc limit 1) ended on true
     cross join lateral (
       select json_agg(json_build_object('variant_id', l.variant_id, 'pool_id', l.pool_id, 'units_per_pack', l.units_per_pack::float8, 'packs', l.packs,
                'price_minor', coalesce(l.price_minor, f.price_minor, s.price_minor)::text) order by l.position) as parts
       from quote_line l
       join agreement_line al on al.agreement_id = d.agreement_id and al.version = d.version and al.variant_id = l.variant_id
       join agreement_step s on s.agreement_id = al.agreement_id and s.version = al.version and s.position = al.position and s.from_packs = 0
       left join agreement_call_off_price f on f.quote_id = l.quote_id and f.variant_id = l.variant_id
       where l.quote_id = q.id and l.version = q.version) p
     where d.stage = 'ordered' or (d.stage = 'gone' and (ended.by = 'seller'
       or (ended.by = 'system' and (q.version = 1 or q.goods_gone_at is not null))))
     order by d.called_at, d.quote_id`,
    [[...agreement_ids]],
  );
  for (const { agreement_id, parts, ...one } of found) {
    const call_off = { ...one, parts: parts.map((part) => ({ ...part, price_minor: BigInt(part.price_minor) })) };
    all.set(agreement_id, [...(all.get(agreement_id) ?? []), call_off]);
  }
  return all;
}
