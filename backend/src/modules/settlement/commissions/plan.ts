import { planCommissions, type CommissionWait, type DueCommission, type WaitingCommission } from "@commonlot/domain";
import type { Sql } from "../../../lib/sql";
import type { PartyAccount } from "../accounts";
import { agentsStoppedByBank } from "../answers/open-items";
import { bankFault } from "../bank-file";
import { policiesInForce } from "../policy";
import type { LedgerEntryOfAgent } from "./entries";

/** Where an agent's money goes, as the module that owns these accounts says at this moment. */
export interface AgentAccount extends PartyAccount {
  agent_id: string;
  /** A change waits, and the account before is not to be paid to. */
  on_hold?: boolean;
}

/** Who of these entries is paid, by the cooperative's minimum for a payout and what their accounts can take. */
export async function plan(
  sql: Sql,
  of: { cooperative_id: string; currency: string; accounts: readonly AgentAccount[] },
  entries: readonly LedgerEntryOfAgent[],
): Promise<{ minimum_minor: bigint; due: DueCommission<LedgerEntryOfAgent>[]; waiting: WaitingCommission[] }> {
  const policy = (await policiesInForce(sql, [of.cooperative_id], of.currency)).get(of.cooperative_id);
  const minimum_minor = BigInt(policy?.minimum_payout_minor ?? 0);
  const faults = await faultsOf(
    sql,
    entries.map((one) => one.agent_id),
    of.accounts,
  );
  return { minimum_minor, ...planCommissions(entries, minimum_minor, faults) };
}

/** Why these agents can't be paid to now; who can be is missing. One bad account must not stop the file of all the others. */
export async function faultsOf(
  sql: Sql,
  agent_ids: readonly string[],
  accounts: readonly AgentAccount[],
): Promise<Map<string, CommissionWait>> {
  const known = new Map(accounts.map((one) => [one.agent_id, one]));
  const stopped = await agentsStoppedByBank(sql, accounts);
  const faults = new Map<string, CommissionWait>();
  for (const agent_id of new Set(agent_ids)) {
    const fault = accountFault(known.get(agent_id)) ?? stopped.get(agent_id);
    if (fault) faults.set(agent_id, fault);
  }
  return faults;
}

function accountFault(account: AgentAccount | undefined): CommissionWait | undefined {
  if (!account) return "no_account";
  if (account.on_hold) return "account_on_hold";
  return bankFault(account) === undefined ? undefined : "account_not_valid";
}
