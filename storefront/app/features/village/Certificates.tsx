import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath, type Both } from "../../lib/path";
import type { Certificate } from "./certificate.server";

/** What others have certified, each with its number, who issued it and until when. */
export function Certificates({ all }: { all: readonly Certificate[] }) {
  const t = useTranslations("certificate");
  const f = useFormats();
  const path = usePath();
  return (
    <ul className="plain stack-s">
      {all.map((one) => (
        <li key={`${one.kind} ${one.number}`}>
          <span className="tag good">{t("line", { kind: t(one.kind), number: one.number })}</span>{" "}
          <span className="small">
            {produceOf(one.produce, path)}
            {t("by", { issuer: one.issuer[path], date: f.date(one.valid_to) })}
          </span>
        </li>
      ))}
    </ul>
  );
}

const produceOf = (produce: Both | null, path: "zh" | "en"): string => (produce === null ? "" : `${produce[path]} · `);
