import { accountSms } from "@commonlot/domain";
import type { Cipher } from "../../lib/cipher";
import { row, type Transaction } from "../../lib/sql";
import { queueNotice_ } from "./notices";
import { phoneBeforeCell } from "./register";
import type { Rail } from "./types";

/** A number that was changed is told of later changes for so long: the time in which a thief would be at it. */
const TOLD_DAYS = 30;

const TO: Record<Rail, (last4: string | null) => string> = {
  bank_file: (last4) => `尾号${last4 ?? ""}的银行卡`,
  stripe: () => "Stripe账户",
  cash: () => "现金",
};

/** Tells a household that its payout account was changed: at its number, and at the one it had until lately. */
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
      phone_before_sealed: string | null;
    }>(
      tx,
      `select h.cooperative_id, c.name_zh, c.phone, c.tz,
              case when h.phone_changed_at > ?::timestamptz - interval '${TOLD_DAYS} days' then h.phone_before_sealed end as phone_before_sealed
       from household h join cooperative c on c.id = h.cooperative_id where h.id = ?`,
      [change.now, household_id],
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
    if (household.phone_before_sealed === null) return;
    const phone = this.cipher.open(household.phone_before_sealed, phoneBeforeCell(household_id));
    await queueNotice_(tx, {
      ...notice,
      subject_id: `${change.account_id}:before`,
      to: { phone, cipher: this.cipher },
    });
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
