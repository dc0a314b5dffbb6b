import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import type { Product } from "../produce/data.server";
import { AskForm } from "./AskForm";

/** On the page of goods that can't be bought now: whoever wants them leaves an address. */
export function TellMe({ product }: { product: Pick<Product, "village" | "produce"> }) {
  const t = useTranslations("season");
  const path = usePath();
  const { village, produce } = product;
  if (!village) return null;
  return (
    <section className="stack-s tell-me">
      <h2>{t("askLead", { produce: produce.name[path] })}</h2>
      <AskForm village={village.handle} produce={produce.code} />
      <p className="small">
        <a href={`/${path}/tell-me/${village.handle}/${produce.code}`}>{t("more")}</a>
      </p>
    </section>
  );
}
