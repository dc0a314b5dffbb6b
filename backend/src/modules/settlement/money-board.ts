import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  boardAbout,
  checkList,
  placeInList,
  slipHash,
  type Refusal,
  type Result,
  type Slip,
  type SlipFault,
  type SlipList,
} from "@commonlot/domain";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { claim } from "../outbox/append";
import { AT_BANK_OF_STATEMENT } from "./at-bank";
import { HEADS, publish_, type PublishedRow } from "./money-board-rows";
import { boardsOfVillage, hashesOf, type BoardView } from "./money-board-views";
import type { Homes } from "./period-totals";
import { asResult, notAllowed } from "./refusals";
import { slipOf, type StatementHead } from "./statement-facts";

export interface SlipCheck {
  board: BoardView;
  /** Where the slip stands in the published list, from 1; null: it is not in it, so its figures were changed since. */
  place: number | null;
  hash: string;
  slip: Slip;
  paid_minor: string;
  /** With the bank, which has not answered. */
  on_its_way_minor: string;
  remaining_minor: string;
  /** Whether every household's statement of the list is as it was published, and their sums are the published ones. */
  faults: SlipFault[];
}

/**
 * What each village reads of the money of its goods: rows of settled periods, with a hash of every household's slip. Published
 * once a period, by a job; a correction is published beside what it corrects, with its reason.
 */
export class MoneyBoards {
  constructor(private readonly sql: Knex) {}

  /** Publishes the rows of an approved period; those that stand are left. One village's board is written by one at a time. */
  publish(input: {
    message_id: string;
    period_id: string;
    homes: Homes;
  }): Promise<Result<{ published: number }, Refusal>> {
    return this.write(async (tx) => {
      if (!(await claim(tx, "money-board", input.message_id))) return { published: 0 };
      const published = await publish_(tx, { ...input, person: "system", because: null });
      return { published };
    });
  }

  /** Publishes anew what has changed since, with the reason; what was there before stays and is marked. */
  correct(input: {
    period_id: string;
    cooperative_id: string;
    homes: Homes;
    person: string;
    because: string;
  }): Promise<Result<{ published: number }, Refusal>> {
    return this.write(async (tx) => {
      const published = await publish_(tx, input);
      if (published === 0) {
        throw notAllowed("no_change", "Nothing has changed since it was published: there is nothing to correct.");
      }
      return { published };
    });
  }

  ofVillage(page: { village_id: string; cursor?: string | undefined; limit?: number | undefined }) {
    return boardsOfVillage(this.sql, page);
  }

  /** One published row of this village, with a page of its hashes. */
  async board(input: { id: string; village_id: string; after?: string | undefined; limit?: number | undefined }) {
    const [board] = (await boardsOfVillage(this.sql, { village_id: input.village_id, id: input.id })).boards;
    return board && { board, ...(await hashesOf(this.sql, input)) };
  }

  /** Which villages have rows of a period, in their newest revision. */
  async ofPeriod(period_id: string): Promise<{ village_id: string; revision: number; root: string; at: Date }[]> {
    return rows(
      this.sql,
      `select distinct on (village_id, currency) village_id, revision, root, at from money_board where period_id = ?
       order by village_id, currency, revision desc`,
      [period_id],
    );
  }

  /** Whether a slip is in what its village published, as its statement says now; and whether the whole list still holds. */
  async check(input: { village_id: string; slip_code: string }): Promise<SlipCheck | undefined> {
    const head = await row<StatementHead>(this.sql, `${HEADS} where s.slip_code = ?`, [input.slip_code]);
    if (!head) return undefined;
    const published = await row<PublishedRow>(
      this.sql,
      `select b.* from money_board_slip k join money_board b on b.id = k.board_id
       where k.statement_id = ? and b.village_id = ? order by b.revision desc limit 1`,
      [head.id, input.village_id],
    );
    if (!published) return undefined;
    const [board] = (await boardsOfVillage(this.sql, { village_id: input.village_id, id: published.id })).boards;
    if (!board) return undefined;
    const list = await storedList(this.sql, published);
    const slips = await slipsOf(this.sql, published.id);
    const slip = slipOf(head);
    // In one statement: a bank that answers in between changes both.
    const money = await row<{ paid_minor: string; remaining_minor: string; at_bank: string }>(
      this.sql,
      `select s.paid_minor, s.remaining_minor, ${AT_BANK_OF_STATEMENT} as at_bank from statement s where s.id = ?`,
      [head.id],
    );
    if (!money) return undefined;
    const on_its_way = BigInt(money.at_bank);
    return {
      board,
      place: placeInList(list.hashes, slip),
      hash: slipHash(slip),
      slip,
      paid_minor: String(BigInt(money.paid_minor) - on_its_way),
      on_its_way_minor: String(on_its_way),
      remaining_minor: money.remaining_minor,
      faults: checkList(list, slips, boardAbout(published), published.before_root),
    };
  }

  private write<T>(work: (tx: Transaction) => Promise<T>): Promise<Result<T, Refusal>> {
    return asResult(() => inTransaction(this.sql, work));
  }
}

async function storedList(sql: Sql, published: PublishedRow): Promise<SlipList> {
  const hashes = await rows<{ hash: string }>(
    sql,
    `select hash from money_board_slip where board_id = ? order by hash`,
    [published.id],
  );
  return {
    hashes: hashes.map((one) => one.hash),
    root: published.root,
    sums: {
      households: published.households,
      brought_forward_minor: BigInt(published.brought_forward_minor),
      gross_minor: BigInt(published.gross_minor),
      deductions_minor: BigInt(published.deductions_minor),
      advances_minor: BigInt(published.advances_minor),
      net_minor: BigInt(published.net_minor),
    },
  };
}

/** The slips behind a published list, as their statements are now. */
async function slipsOf(sql: Sql, board_id: string): Promise<Slip[]> {
  const heads = await rows<StatementHead>(
    sql,
    `${HEADS} join money_board_slip k on k.statement_id = s.id where k.board_id = ?`,
    [board_id],
  );
  return heads.map(slipOf);
}
