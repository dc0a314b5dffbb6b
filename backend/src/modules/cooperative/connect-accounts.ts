import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { ConnectNeed, ConnectState } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row } from "../../lib/sql";

export interface ConnectAccount {
  household_id: string;
  country: string;
  idempotency_key: string;
  stripe_account_id: string | null;
  state: ConnectState;
  needs: ConnectNeed[];
  disabled_reason: string | null;
  created_at: Date;
  seen_at: Date | null;
}

const COLUMNS = `household_id, country, idempotency_key, stripe_account_id, state, needs, disabled_reason, created_at, seen_at`;

/** The accounts that households open at the processor; where their money goes is `PayoutAccounts`, this is only the account itself. */
export class ConnectAccounts {
  constructor(private readonly sql: Knex) {}

  async of(household_id: string): Promise<ConnectAccount | undefined> {
    return row<ConnectAccount>(this.sql, `select ${COLUMNS} from connect_account where household_id = ?`, [
      household_id,
    ]);
  }

  /** The wish and its key, before anybody is called. The first stands; its country can change while there is no account. */
  want(input: { household_id: string; country: string; person: string }): Promise<ConnectAccount> {
    return inTransaction(this.sql, async (tx) => {
      const wanted = await row<ConnectAccount>(
        tx,
        `insert into connect_account as c (household_id, country, idempotency_key, asked_by) values (?, ?, ?, ?)
         on conflict (household_id) do update set
           country = case when c.stripe_account_id is null and c.country <> excluded.country then excluded.country else c.country end,
           idempotency_key = case when c.stripe_account_id is null and c.country <> excluded.country then excluded.idempotency_key else c.idempotency_key end,
           updated_at = now()
         returning ${COLUMNS}`,
        [input.household_id, input.country, newId("connect"), input.person],
      );
      if (!wanted) throw new Error("connect_account: nothing was written");
      return wanted;
    });
  }

  /** The processor has made it. A second account of the same household is refused by the table. */
  async adopt(household_id: string, stripe_account_id: string): Promise<void> {
    await this.sql.raw(
      `update connect_account set stripe_account_id = ?, updated_at = now() where household_id = ? and stripe_account_id is distinct from ?`,
      [stripe_account_id, household_id, stripe_account_id],
    );
  }

  /** As the processor says now. Answers come in any order: an older one does not replace a newer one. */
  async observe(seen: {
    stripe_account_id: string;
    state: ConnectState;
    needs: readonly ConnectNeed[];
    disabled_reason: string | null;
    asked_at: Date;
  }): Promise<void> {
    await this.sql.raw(
      `update connect_account set state = ?, needs = ?::jsonb, disabled_reason = ?, seen_at = ?, updated_at = now()
       where stripe_account_id = ? and (seen_at is null or seen_at <= ?)`,
      [
        seen.state,
        JSON.stringify(seen.needs),
        seen.disabled_reason,
        seen.asked_at,
        seen.stripe_account_id,
        seen.asked_at,
      ] as never,
    );
  }
}
