import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { List } from "../ui/List";
import type { Proofs } from "./data.server";
import { FILES } from "./words";

/** The proofs of benefit of an order; before there is one, what is missing for it. The button sends the intent `proof` to the page it is on. */
export function ProofPanel({ proofs, files }: { proofs: Proofs; files: string }) {
  const t = useTranslations("proof");
  const f = useFormats();
  const path = usePath();
  const { lack, from, changed, versions } = proofs;
  return (
    <section className="stack" id="proofs">
      <h2>{t("title")}</h2>
      <p>{t("lead")}</p>
      {lack === null ? null : (
        <p className="note">{t(`lacks.${lack}`, { time: from === null ? "" : f.timeThere(from) })}</p>
      )}
      {changed ? <p className="note warn">{t("changed")}</p> : null}
      {versions.length === 0 && lack !== null ? null : (
        <List
          label={t("title")}
          rows={versions.map((one) => ({ ...one, id: one.sha256 }))}
          none={t("none")}
          columns={[
            { head: t("number"), name: true, of: (one) => one.number },
            { head: t("issued"), of: (one) => f.timeThere(one.issued_at) },
            { head: t("households"), num: true, of: (one) => f.number(one.households) },
            { head: t("kept"), num: true, of: (one) => f.money(one.households_minor, one.currency) },
            {
              head: t("files"),
              of: (one) => (
                <span className="row">
                  {FILES.map((kind) => (
                    <a
                      key={kind}
                      href={`${files}/${one.version}?kind=${kind}`}
                      aria-label={`${one.number} ${t(kind)}`}
                      download
                    >
                      {t(kind)}
                    </a>
                  ))}
                  <a href={`/${path}/proof/${one.sha256}`} aria-label={`${one.number} ${t("check")}`}>
                    {t("check")}
                  </a>
                </span>
              ),
            },
          ]}
        />
      )}
      {lack === null && (versions.length === 0 || changed) ? (
        <form method="post">
          <button className="button second" name="intent" value="proof">
            {t(versions.length === 0 ? "issue" : "issueAgain")}
          </button>
        </form>
      ) : null}
    </section>
  );
}
