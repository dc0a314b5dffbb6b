import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { placeOf } from "../../lib/keyset";
import { inTransaction, row, rows } from "../../lib/sql";
import { ClaimAnswers } from "./claim-answers";
import * as carrier from "./claim-carrier";
import * as moves from "./claim-moves";
import { ClaimObjections } from "./claim-objections";
import { open_, type OpenClaimInput } from "./claim-open";
import { ClaimPhotos } from "./claim-photos";
import { ClaimPolicies } from "./claim-policies";
import {
  CLAIM_COLUMNS,
  FROM_CLAIM,
  type ClaimEvent,
  type ClaimInspection,
  type ClaimLine,
  type ClaimRow,
  type ClaimView,
  type ObjectionOutcome,
} from "./claim-types";
import * as withdrawal from "./claim-withdrawal";
import { lockParcel } from "./lock-parcels";

/** Claims that one tick looks at. */
const PER_TICK = 200;
const OPEN = `c.state not in ('dropped', 'closed')`;

/** Claims about parcels: opened, decided, carried out, answered by the carrier. Photos are files that the caller wrote before. */
export class Claims {
  readonly policies: ClaimPolicies;
  readonly photos: ClaimPhotos;
  readonly objections: ClaimObjections;
  readonly answers: ClaimAnswers;

  constructor(private readonly sql: Knex) {
    this.policies = new ClaimPolicies(sql);
    this.photos = new ClaimPhotos(sql);
    this.objections = new ClaimObjections(sql);
    this.answers = new ClaimAnswers(sql);
  }

  open(input: OpenClaimInput): Promise<Result<ClaimRow, Refusal>> {
    return inTransaction(this.sql, (tx) => open_(tx, input));
  }

  wish(input: Parameters<typeof moves.sayWish_>[1]) {
    return inTransaction(this.sql, (tx) => moves.sayWish_(tx, input));
  }

  inspect(input: Parameters<typeof moves.inspect_>[1]) {
    return inTransaction(this.sql, (tx) => moves.inspect_(tx, input));
  }

  decide(input: Parameters<typeof moves.decide_>[1]) {
    return inTransaction(this.sql, (tx) => moves.decide_(tx, input));
  }

  drop(input: Parameters<typeof moves.drop_>[1]) {
    return inTransaction(this.sql, (tx) => moves.drop_(tx, input));
  }

  setBack(claim_id: string, problem: Refusal) {
    return inTransaction(this.sql, (tx) => moves.setBack_(tx, claim_id, problem));
  }

  finish(input: moves.Finish) {
    return inTransaction(this.sql, (tx) => moves.finish_(tx, input));
  }

  asked(input: Parameters<typeof carrier.asked_>[1]) {
    return inTransaction(this.sql, (tx) => carrier.asked_(tx, input));
  }

  answer(input: Parameters<typeof carrier.answer_>[1]) {
    return inTransaction(this.sql, (tx) => carrier.answer_(tx, input));
  }

  booked(claim_id: string) {
    return inTransaction(this.sql, (tx) => carrier.booked_(tx, claim_id));
  }

  withdraw(input: Parameters<typeof withdrawal.beginWithdraw_>[1]) {
    return inTransaction(this.sql, (tx) => withdrawal.beginWithdraw_(tx, input));
  }

  endWithdraw(claim_id: string, problem: Refusal | null) {
    return inTransaction(this.sql, (tx) => withdrawal.endWithdraw_(tx, claim_id, problem));
  }

  /** The order of a replacement was cancelled elsewhere; which claim that is. */
  orderGone(order_id: string): Promise<ClaimRow | undefined> {
    return inTransaction(this.sql, (tx) => withdrawal.orderGone_(tx, order_id));
  }

  /** The order under which a replacement travels, fixed before anything is taken for it: an attempt has one. */
  async replacementOrder(claim_id: string, order_id: string): Promise<void> {
    await this.sql.raw(
      `update parcel_claim set replacement_order_id = ?, updated_at = now() where id = ? and state = 'decided'`,
      [order_id, claim_id],
    );
  }

  /** Closes what nothing is waited for any more: a replacement may have left since. How many were closed. */
  async followUp(): Promise<number> {
    const due = await rows<{ id: string }>(
      this.sql,
      `select id from parcel_claim where state = 'done' and finished_at is not null and remedy = 'reship'
         and (carrier_minor = 0 or answer is not null) order by id limit ${PER_TICK}`,
    );
    let closed = 0;
    for (const { id } of due) {
      const over = await inTransaction(this.sql, async (tx) => {
        await moves.lockClaim(tx, { claim_id: id });
        return moves.closeIfOver(tx, id);
      });
      if (over) closed += 1;
    }
    return closed;
  }

  /**
   * A short of a parcel that never came takes it for itself, or is refused: a claim answers for it already. Called before the
   * short writes anything; once for each short.
   */
  yieldTo(input: { short_id: string; parcel_id: string; cooperative_id: string }): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      await lockParcel(tx, input.parcel_id, input.cooperative_id);
      const parcel = await row<{ claimed_by: string | null }>(tx, `select claimed_by from parcel where id = ?`, [
        input.parcel_id,
      ]);
      if (parcel?.claimed_by && parcel.claimed_by !== input.short_id) {
        return refuse(
          "parcel_claimed",
          "A claim stands for this parcel: it is settled there. Nothing was changed.",
          "parcel_id",
        );
      }
      await tx.raw(`update parcel set claimed_by = ? where id = ?`, [input.short_id, input.parcel_id]);
      return ok(undefined);
    });
  }

  /** The short came to nothing: the parcel may be claimed. */
  async letGo(short_id: string, parcel_id: string): Promise<void> {
    await this.sql.raw(`update parcel set claimed_by = null where id = ? and claimed_by = ? and accounted_by is null`, [
      parcel_id,
      short_id,
    ]);
  }

  byId(id: string, cooperative_id?: string): Promise<ClaimRow | undefined> {
    return row<ClaimRow>(
      this.sql,
      `select ${CLAIM_COLUMNS} ${FROM_CLAIM} where c.id = ? and c.cooperative_id = coalesce(?, c.cooperative_id)`,
      [id, cooperative_id ?? null],
    );
  }

  /** Which claim an order is the replacement of. */
  ofReplacement(order_id: string): Promise<ClaimRow | undefined> {
    return row<ClaimRow>(this.sql, `select ${CLAIM_COLUMNS} ${FROM_CLAIM} where c.replacement_order_id = ?`, [
      order_id,
    ]);
  }

  /** Claims whose replacement is one of these orders and is being taken back: its books may be reversed and its goods not free. */
  async withdrawing(order_ids: readonly string[]): Promise<string[]> {
    const found = await rows<{ id: string }>(
      this.sql,
      `select id from parcel_claim where replacement_order_id = any(?) and state = 'withdrawing' order by id`,
      [[...order_ids]],
    );
    return found.map((one) => one.id);
  }

  ofOrder(order_id: string): Promise<ClaimRow[]> {
    return rows<ClaimRow>(
      this.sql,
      `select ${CLAIM_COLUMNS} ${FROM_CLAIM} where c.order_id = ? and c.drop_reason is distinct from 'error' order by c.created_at desc, c.id desc limit 200`,
      [order_id],
    );
  }

  /** All claims about an order that were not dropped: whose money may have moved. */
  async idsOfOrder(order_id: string): Promise<string[]> {
    const found = await rows<{ id: string }>(
      this.sql,
      `select id from parcel_claim where order_id = ? and state <> 'dropped' order by id`,
      [order_id],
    );
    return found.map((one) => one.id);
  }

  /** How many claims about an order wait for somebody's decision, and how many were decided. */
  async countOf(order_id: string): Promise<{ open: number; ended: number }> {
    const found = await row<{ open: number; ended: number }>(
      this.sql,
      `select count(*) filter (where state in ('opened', 'decided', 'withdrawing'))::int as open,
              count(*) filter (where state in ('done', 'closed'))::int as ended
       from parcel_claim where order_id = ?`,
      [order_id],
    );
    return found ?? { open: 0, ended: 0 };
  }

  ofParcel(parcel_id: string): Promise<ClaimRow[]> {
    return rows<ClaimRow>(
      this.sql,
      `select ${CLAIM_COLUMNS} ${FROM_CLAIM} where c.parcel_id = ? order by c.created_at desc, c.id desc limit 50`,
      [parcel_id],
    );
  }

  list(input: {
    cooperative_id: string;
    open?: boolean | undefined;
    cursor?: string | undefined;
    limit: number;
  }): Promise<ClaimRow[]> {
    const place = placeOf(input.cursor);
    return rows<ClaimRow>(
      this.sql,
      `select ${CLAIM_COLUMNS} ${FROM_CLAIM} where c.cooperative_id = ? ${input.open ? `and ${OPEN}` : ""}
         and (c.created_at, c.id) < (?::timestamptz, ?) order by c.created_at desc, c.id desc limit ?`,
      [input.cooperative_id, place.at, place.id, input.limit],
    );
  }

  /** How many wait for the desk: open ones, and those whose carrier has not answered. */
  async waiting(cooperative_id: string): Promise<number> {
    const found = await row<{ waiting: number }>(
      this.sql,
      `select count(*)::int as waiting from parcel_claim c where c.cooperative_id = ? and ${OPEN}`,
      [cooperative_id],
    );
    return found?.waiting ?? 0;
  }

  linesOf(claim_id: string): Promise<ClaimLine[]> {
    return rows<ClaimLine>(
      this.sql,
      `select order_line_id, title, packs::float8 as packs, pack_units::float8 as pack_units, pack_g::float8 as pack_g
       from parcel_claim_line where claim_id = ? order by order_line_id`,
      [claim_id],
    );
  }

  linesOfMany(claim_ids: readonly string[]): Promise<{ claim_id: string; title: string; packs: number }[]> {
    return rows(
      this.sql,
      `select claim_id, title, packs::float8 as packs from parcel_claim_line where claim_id = any(?) order by claim_id, order_line_id`,
      [[...claim_ids]],
    );
  }

  /** How many packs of each line of these parcels claims that stand name. */
  claimedIn(parcel_ids: readonly string[]): Promise<{ parcel_id: string; order_line_id: string; packs: number }[]> {
    return rows(
      this.sql,
      `select c.parcel_id, l.order_line_id, sum(l.packs)::float8 as packs from parcel_claim c join parcel_claim_line l on l.claim_id = c.id
       where c.parcel_id = any(?) and c.state <> 'dropped' group by c.parcel_id, l.order_line_id order by 1, 2`,
      [[...parcel_ids]],
    );
  }

  /** Claims as a household that bears part of them may read them. */
  forHousehold(
    household_id: string,
    claim_ids: readonly string[],
  ): Promise<
    {
      id: string;
      number: string;
      order_id: string;
      kind: ClaimRow["kind"];
      found: string;
      objected: boolean;
      outcome: ObjectionOutcome | null;
      answer: string | null;
    }[]
  > {
    return rows(
      this.sql,
      `select c.id, c.number, c.order_id, c.kind, coalesce(i.words, '') as found,
              o.claim_id is not null as objected, a.outcome, a.words as answer
       from parcel_claim c left join parcel_claim_inspection i on i.claim_id = c.id
       left join parcel_claim_objection o on o.claim_id = c.id and o.household_id = ?
       left join parcel_claim_objection_answer a on a.claim_id = c.id and a.household_id = o.household_id where c.id = any(?) order by c.id`,
      [household_id, [...claim_ids]],
    );
  }

  /** Claims as the desk reads them beside what households owe of them. */
  inWords(claim_ids: readonly string[]): Promise<
    {
      id: string;
      number: string;
      order_id: string;
      found: string;
      objections: { household_id: string; words: string; at: string }[];
    }[]
  > {
    return rows(
      this.sql,
      `select c.id, c.number, c.order_id, coalesce(i.words, '') as found,
              coalesce((select jsonb_agg(jsonb_build_object('household_id', o.household_id, 'words', o.words, 'at', o.at) order by o.at)
                        from parcel_claim_objection o where o.claim_id = c.id), '[]') as objections
       from parcel_claim c left join parcel_claim_inspection i on i.claim_id = c.id where c.id = any(?) order by c.id`,
      [[...new Set(claim_ids)]],
    );
  }

  /** What the claimed packs hold of each lot: the parcel's, in proportion where a line is not claimed whole. */
  lotsOf(claim_id: string): Promise<{ lot_id: string; household_id: string; weight: number }[]> {
    return rows(
      this.sql,
      `select k.lot_id, k.household_id, sum(k.units * l.packs)::float8 as weight
       from parcel_claim c join parcel_claim_line l on l.claim_id = c.id
       join parcel_content k on k.parcel_id = c.parcel_id and k.order_line_id = l.order_line_id
       where c.id = ? group by k.lot_id, k.household_id order by k.lot_id`,
      [claim_id],
    );
  }

  async view(id: string, cooperative_id: string): Promise<ClaimView | undefined> {
    const claim = await this.byId(id, cooperative_id);
    if (!claim) return undefined;
    const [lines, events, photos, inspection, objections, answer_change] = await Promise.all([
      this.linesOf(id),
      rows<ClaimEvent>(
        this.sql,
        `select act, person, words, at from parcel_claim_event where claim_id = ? order by at, id limit 200`,
        [id],
      ),
      this.photos.of(id),
      row<ClaimInspection>(
        this.sql,
        `select i.finding, i.words, i.person, i.at, (select count(*)::int from parcel_claim_photo f where f.claim_id = i.claim_id and f.taken_by = i.person) as photos
         from parcel_claim_inspection i where i.claim_id = ?`,
        [id],
      ),
      this.objections.of(id),
      this.answers.waiting(id),
    ]);
    const found = { inspection: inspection ?? null, answer_change: answer_change ?? null };
    return { claim, lines, events, photos, objections, ...found };
  }
}
