import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Version } from "./data.server";
import { TermsList } from "./TermsList";

/** One version: whose goods, since when, by whom, and what it says; folded where it is only of the past. */
export function VersionPanel({ version, folded = false }: { version: Version; folded?: boolean }) {
  const t = useTranslations("feePolicies");
  const f = useFormats();
  const days = [
    t("version", { version: version.version }),
    t("from", { day: f.date(version.valid_from) }),
    ...(version.valid_until === null ? [] : [t("until", { day: f.date(version.valid_until) })]),
  ].join(" · ");
  const goods = version.product === null ? t("allGoods") : t("ofProduct", { product: version.product });
  const proposed = version.proposed_by ?? t(version.confirmed_by === null ? "somebody" : "operator");
  const made =
    version.confirmed_by === null
      ? t("published", { proposed })
      : t("made", { proposed, confirmed: version.confirmed_by });
  return (
    <li className="panel stack-s">
      <strong>{goods}</strong>
      <p>{days}</p>
      {folded ? (
        <details>
          <summary>{t("version", { version: version.version })}</summary>
          <TermsList terms={version} />
        </details>
      ) : (
        <TermsList terms={version} />
      )}
      <p className="muted small">{made}</p>
    </li>
  );
}
