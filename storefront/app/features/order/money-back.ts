import { useTranslations } from "use-intl";
import type { MoneyBackState } from "@commonlot/domain";
import { useFormats } from "../../lib/formats";

export interface MoneyBackParts {
  readonly amount_minor: number;
  readonly off_minor: number;
  readonly lies_minor: number;
  readonly sent_minor: number;
  readonly used_minor: number;
  readonly sent_at: string | null;
}

/** What is said alike of every card's money. */
type OfCards = "none" | "promised" | "sent" | "looked_into";

/** Whether a page has words of its own for it: of a card's money, of none, and of a transfer that failed. */
function hasOwnWords(state: "none" | MoneyBackState, parts: MoneyBackParts | null): state is OfCards {
  if (state === "sent") return parts?.sent_at == null;
  return state === "none" || state === "promised" || state === "looked_into";
}

/**
 * What is said of money that goes back: in the page's own words for a card's, else what became of a transfer. `own` gets the page's state;
 * `amount_minor`: what the page says goes back. A refund of more than one fate is told part by part, all of it.
 */
export function useMoneyBack(currency: string) {
  const t = useTranslations("moneyBack");
  const f = useFormats();
  const money = (minor: number) => f.moneyInWords(minor, currency);
  return (
    of: {
      readonly state: "none" | MoneyBackState;
      readonly parts: MoneyBackParts | null;
      readonly amount_minor: number;
    },
    own: (state: OfCards, amount: string) => string,
  ): string => {
    const { state, parts, amount_minor } = of;
    const amount = money(amount_minor);
    if (hasOwnWords(state, parts)) return own(state, amount);
    const day = parts?.sent_at == null ? "" : f.date(parts.sent_at);
    if (state !== "parts") return t(state, { amount, day });
    const { off_minor = 0, lies_minor = 0, sent_minor = 0, used_minor = 0 } = parts ?? {};
    const said = [
      off_minor > 0 ? t("part.off", { amount: money(off_minor) }) : null,
      lies_minor > 0 ? t("part.lies", { amount: money(lies_minor) }) : null,
      sent_minor > 0 ? t("part.sent", { amount: money(sent_minor), day }) : null,
      used_minor > 0 ? t("part.used", { amount: money(used_minor) }) : null,
    ].filter((one) => one !== null);
    return t("parts", { amount: money(parts?.amount_minor ?? amount_minor), parts: said.join(t("comma")) });
  };
}
