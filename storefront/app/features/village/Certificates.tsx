import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath, type Both } from "../../lib/path";
import { Picture } from "../ui/Picture";
import type { Certificate } from "./certificate.server";

/** What others have certified, each with its number, who issued it, for which days, and its paper where one was shown. */
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
            {t("by", { issuer: one.issuer[path], from: f.date(one.valid_from), to: f.date(one.valid_to) })}
          </span>
          {one.papers.length === 0 ? null : (
            <details className="paper">
              <summary>{t("paper")}</summary>
              <ul className="plain gallery">
                {one.papers.map((paper) => (
                  <li key={paper.base}>
                    <Picture
                      of={paper}
                      alt={t("paperOf", { kind: t(one.kind), number: one.number })}
                      sizes="(min-width: 860px) 360px, 100vw"
                    />
                  </li>
                ))}
              </ul>
            </details>
          )}
          {one.files.map((file) => (
            <p key={file.href} className="small">
              {/* Saved by name: a browser that cannot show it hands it to what can. */}
              <a href={file.href} download={`${one.number}.pdf`}>
                {t("file", { kind: t(one.kind), number: one.number, size: f.fileSize(file.bytes) })}
              </a>
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}

const produceOf = (produce: Both | null, path: "zh" | "en"): string => (produce === null ? "" : `${produce[path]} · `);
