import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { MemberAccount } from "../statement/data.server";

/** Whether a household is a member, with which share capital, and what was written of it. */
export function Membership({ account }: { account: Pick<MemberAccount, "standing" | "entries"> }) {
  const t = useTranslations("patronage.member");
  const f = useFormats();
  const { standing, entries } = account;
  return (
    <section className="panel stack-s">
      <h2>{t("standing")}</h2>
      <table className="words">
        <tbody>
          <tr>
            <th scope="row">{t(standing.member ? "member" : "notMember")}</th>
            <td>{standing.since === null ? t("always") : t("since", { day: f.date(standing.since) })}</td>
          </tr>
          <tr>
            <th scope="row">{t("shares")}</th>
            <td className="num">
              {standing.shares.length === 0
                ? t("noShares")
                : standing.shares.map((one) => f.money(one.amount_minor, one.currency)).join(" · ")}
            </td>
          </tr>
        </tbody>
      </table>
      {entries.length === 0 ? null : (
        <details>
          <summary>{t("entries")}</summary>
          <ul>
            {entries.map((one) => (
              <li key={one.id}>
                {f.date(one.on_day)} {t(`kinds.${one.kind}`)}{" "}
                {one.amount_minor === null || one.currency === null ? null : f.money(one.amount_minor, one.currency)}{" "}
                {one.words}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
