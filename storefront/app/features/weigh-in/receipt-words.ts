import type { Formats } from "../../lib/formats";
import type { say } from "../../i18n/say.server";
import type { Receipt } from "./data.server";

/** A receipt in words: the same lines on the page that the server draws and on the one that its script adds to. */
export interface ReceiptWords {
  readonly lot_id: string;
  readonly tag: string;
  readonly title: string;
  readonly household: string;
  readonly amount: string;
  readonly lines: readonly string[];
}

export function receiptWords(receipt: Receipt, t: ReturnType<typeof say>, f: Formats): ReceiptWords {
  const { unit } = receipt.pool;
  const { day_price } = receipt;
  return {
    lot_id: receipt.lot_id,
    tag: receipt.repeated ? t("receipt.already") : t("receipt.done"),
    title: t("receipt.number", { number: receipt.number }),
    household: t("receipt.household", { name: receipt.household.name, card: receipt.household.card_number }),
    amount: f.units(receipt.units, unit),
    lines: [
      ...(receipt.gross_g === null || receipt.net_g === null
        ? []
        : [
            t("intake.weights", {
              gross: f.kg(receipt.gross_g),
              tare: f.kg(receipt.tare_g ?? 0),
              net: f.weight(receipt.net_g),
            }),
          ]),
      ...receipt.deductions.map((line) =>
        t("intake.deducted", {
          kind: t(`intake.kinds.${line.kind}`),
          measured: `${line.measured_bp / 100}%`,
          base: `${line.base_bp / 100}%`,
          amount: f.kg(line.deducted_g),
        }),
      ),
      ...(receipt.kept_apart_units > 0
        ? [t("receipt.keptApart", { amount: f.units(receipt.kept_apart_units, unit) })]
        : []),
      ...(day_price === null
        ? [t("intake.pricedLater")]
        : [
            t("intake.dayPrice", {
              price: `${f.moneyInWords(day_price.price_minor, day_price.currency)}/${t(`intake.per.${day_price.per}`)}`,
            }),
          ]),
      t("receipt.season", { amount: f.units(receipt.season_units, unit) }),
      t("receipt.pool", { amount: f.units(receipt.pool_on_hand, unit) }),
      t("receipt.objection"),
    ],
  };
}
