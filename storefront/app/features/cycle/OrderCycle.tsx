import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { CycleDays } from "./CycleBox";
import type { OrderCycleView } from "./order.server";
import { goesBack, sayOfOrder } from "./states";

/** On a buyer's order: the cycle it is of, when it leaves, and what of the price goes back. */
export function OrderCycle({ cycle }: { cycle: OrderCycleView }) {
  const t = useTranslations("cycle");
  const f = useFormats();
  const path = usePath();
  const { back } = cycle;
  const amount = back ? f.moneyInWords(back.amount_minor, back.currency) : "";
  return (
    <section className="panel stack-s">
      <h2>{t("orderOf", { name: cycle.name[path] })}</h2>
      <p>{t(sayOfOrder(cycle), { time: f.timeThere(cycle.closes_at) })}</p>
      {goesBack(cycle) ? null : <CycleDays cycle={cycle} />}
      {back ? (
        <p>
          <strong>{back.sent ? t("orderBackSent", { amount }) : t("orderBackPromised", { amount })}</strong>
        </p>
      ) : null}
    </section>
  );
}
