import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath, type Both } from "../../lib/path";
import type { z } from "zod";
import type { certificateInWork } from "./certificates.server";

/** Certificates that are to be renewed: once they end, no buyer sees them. Nothing when there are none. */
export function EndingSoon({
  all,
  villages,
}: {
  all: readonly (z.output<typeof certificateInWork> & { village_id: string })[];
  villages: readonly { id: string; name: Both }[];
}) {
  const t = useTranslations("villageDesk.certificates");
  const kinds = useTranslations("certificate");
  const f = useFormats();
  const path = usePath();
  if (all.length === 0) return null;
  return (
    <section className="note stack-s">
      <h2>{t("ending")}</h2>
      <ul className="plain stack-s">
        {all.map((one) => (
          <li key={one.id}>
            <a href={`/${path}/desk/shop/villages/${one.village_id}/certificates`}>
              {t("endingOf", {
                village: villages.find(({ id }) => id === one.village_id)?.name[path] ?? "",
                name: kinds("line", { kind: kinds(one.kind), number: one.number }),
                date: f.date(one.valid_to),
              })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
