import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { useMoneyBack } from "../order/money-back";
import { CycleDays } from "./CycleBox";
import type { OrderCycleView } from "./order.server";
import { goesBack, sayOfOrder } from "./states";

/** On a buyer's order: the cycle it is of, when it leaves, and what of the price goes back. */
export function OrderCycle({ cycle }: { cycle: OrderCycleView }) {
  const t = useTranslations("cycle");
  const f = useFormats();
  const path = usePath();
  const { back } = cycle;
  const moneyBack = useMoneyBack(back?.currency ?? "CNY");
  return (
    <section className="panel stack-s">
      <h2>{t("orderOf", { name: cycle.name[path] })}</h2>
      <p>{t(sayOfOrder(cycle), { time: f.timeThere(cycle.closes_at) })}</p>
      {goesBack(cycle) ? null : <CycleDays cycle={cycle} />}
      {back ? (
        <p>
          <strong>
            {moneyBack({ state: back.state, parts: back.back, amount_minor: back.amount_minor }, (state, amount) =>
              t(state === "sent" ? "orderBackSent" : "orderBackPromised", { amount }),
            )}
          </strong>
        </p>
      ) : null}
    </section>
  );
}
