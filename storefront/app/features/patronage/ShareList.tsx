import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { List } from "../ui/List";
import type { Share } from "./data.server";

/** What each household brought and gets, with the reason in words. */
export function ShareList({
  shares,
  currency,
  older,
}: {
  shares: readonly Share[];
  currency: string;
  older?: string | null;
}) {
  const t = useTranslations("patronage");
  const f = useFormats();
  const path = usePath();
  return (
    <List
      label={t("shares")}
      none={t("noShares")}
      rows={shares.map((one, place) => ({ ...one, id: one.household?.id ?? String(place) }))}
      columns={[
        {
          head: t("household"),
          name: true,
          of: (one) =>
            one.household === null ? (
              t("gone")
            ) : (
              <a href={`/${path}/desk/households/${one.household.id}/member`}>
                {one.household.name} {one.household.card_number}
              </a>
            ),
        },
        { head: t("brought"), num: true, of: (one) => f.weight(one.grams) },
        { head: t("earned"), num: true, of: (one) => f.money(one.value_minor, currency) },
        { head: t("gets"), num: true, of: (one) => <b>{f.money(one.amount_minor, currency)}</b> },
        { head: t("why"), of: (one) => one.why[path] },
      ]}
      older={older ?? null}
    />
  );
}
