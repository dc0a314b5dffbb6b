import { accountSms } from "@commonlot/domain";
import type { Cipher } from "../../lib/cipher";
import { row, type Transaction } from "../../lib/sql";
import { queueNotice_ } from "./notices";
import { phonesBefore } from "./phones-before";
import { phoneCell } from "./register";
import type { Rail } from "./types";

const TO: Record<Rail, (last4: string | null) => string> = {
  bank_file: (last4) => `尾号${last4 ?? ""}的银行卡`,
  stripe: () => "Stripe账户",
  cash: () => "现金",
};

/** Tells a household that its payout account was changed: at its number, and at those it had of late. */
export class AccountNotices {
  constructor(private readonly cipher: Cipher) {}

  async changed_(
    tx: Transaction,
    change: {
      household_id: string;
      account_id: string;
      shown: { rail: Rail; account_last4: string | null };
      usable_from: Date;
      now: Date;
    },
  ): Promise<void> {
    const { household_id } = change;
    const household = await row<{
      cooperative_id: string;
      name_zh: string;
      phone: string;
      tz: string;
      phone_sealed: string;
    }>(
      tx,
      `select h.cooperative_id, h.phone_sealed, c.name_zh, c.phone, c.tz
       from household h join cooperative c on c.id = h.cooperative_id where h.id = ?`,
      [household_id],
    );
    if (!household) return;
    const text = accountSms({
      cooperative: household.name_zh,
      to: TO[change.shown.rail](change.shown.account_last4),
      from_when: whenIn(household.tz, change.usable_from),
      phone: household.phone,
    });
    if (!text.ok) throw new Error(`the notice of a changed account does not fit: ${text.refusal.message}`);
    const notice = {
      cooperative_id: household.cooperative_id,
      household_id,
      kind: "account_changed" as const,
      subject_id: change.account_id,
      text: text.value,
    };
    await queueNotice_(tx, notice);
    const phone = this.cipher.open(household.phone_sealed, phoneCell(household_id));
    for (const one of await phonesBefore(tx, this.cipher, { household_id, phone, now: change.now })) {
      await queueNotice_(tx, {
        ...notice,
        subject_id: `${change.account_id}:${one.id}`,
        to: { phone: one.phone, cipher: this.cipher },
      });
    }
  }
}

/** 11月29日10时 at the cooperative's place. */
function whenIn(tz: string, at: Date): string {
  const parts = new Intl.DateTimeFormat("en-u-hc-h23", {
    timeZone: tz,
    month: "numeric",
    day: "numeric",
    hour: "numeric",
  })
    .formatToParts(at)
    .reduce<Record<string, string>>((all, { type, value }) => ({ ...all, [type]: value }), {});
  return `${parts.month ?? ""}月${parts.day ?? ""}日${Number(parts.hour ?? 0)}时`;
}
