import type { Rail } from "@commonlot/domain";
import type { Cipher } from "../../lib/cipher";

/** Where money goes or comes from. `account` is the full number: for the rail that pays, never for a screen. */
export interface PartyAccount {
  name: string;
  account: string | null;
  bank?: { system: string; member_id: string };
  stripe_account_id?: string;
  /** The number only looks like a card's: somebody compared it with the bank's paper. */
  as_on_paper?: boolean;
}

/** Where a household's money goes, as the module that owns accounts says at the moment of approval. */
export interface PayoutAccount extends PartyAccount {
  household_id: string;
  rail: Rail;
  /** A change of account waits, and the old one is not to be paid to: this household is paid at the next settlement. */
  on_hold?: boolean;
}

/** As it is kept beside a payout or a batch: the number sealed for that row, its last four characters to show. */
export interface SealedAccount {
  name: string;
  account_sealed: string | null;
  last4: string | null;
  bank?: { system: string; member_id: string };
  stripe_account_id?: string;
  as_on_paper?: boolean;
}

export function sealAccount(cipher: Cipher, account: PartyAccount, row_id: string): SealedAccount {
  const { name, account: number, bank, stripe_account_id, as_on_paper } = account;
  return {
    name,
    account_sealed: number === null ? null : cipher.seal(number, cellOf(row_id)),
    last4: number === null ? null : number.slice(-4),
    ...(bank ? { bank } : {}),
    ...(stripe_account_id ? { stripe_account_id } : {}),
    ...(as_on_paper ? { as_on_paper } : {}),
  };
}

export function openAccount(cipher: Cipher, sealed: SealedAccount, row_id: string): PartyAccount {
  const { name, account_sealed, bank, stripe_account_id, as_on_paper } = sealed;
  return {
    name,
    account: account_sealed === null ? null : cipher.open(account_sealed, cellOf(row_id)),
    ...(bank ? { bank } : {}),
    ...(stripe_account_id ? { stripe_account_id } : {}),
    ...(as_on_paper ? { as_on_paper } : {}),
  };
}

/** Which row a sealed number belongs to: copied into another row it does not open. */
const cellOf = (row_id: string): string => `settlement:${row_id}:account`;
