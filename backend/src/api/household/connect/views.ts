import type { ConnectAccount } from "../../../modules/cooperative/connect-accounts";

/** What its household sees of an account; the processor's id stays inside. */
export function connectView(account: ConnectAccount | undefined) {
  if (!account) return null;
  const { country, state, needs, seen_at } = account;
  return { country, state, needs, seen_at, opened: account.stripe_account_id !== null };
}
