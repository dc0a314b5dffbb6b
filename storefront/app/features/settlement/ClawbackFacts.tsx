import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Clawback } from "./data.server";

type Facts = Pick<Clawback, "currency" | "amount_minor" | "taken_minor" | "left_minor" | "state" | "takes">;

/** How much, how much each time, and what is left. */
export function ClawbackFacts({ clawback }: { clawback: Facts }) {
  const t = useTranslations("clawbacks");
  const f = useFormats();
  const money = (amount: number) => f.money(amount, clawback.currency);
  return (
    <table>
      <caption className="visually-hidden">{t("each")}</caption>
      <tbody>
        <tr>
          <th scope="row">{t("inAll")}</th>
          <td className="num">{money(clawback.amount_minor)}</td>
        </tr>
        {clawback.takes.map((take) => (
          <tr key={take.from + take.to}>
            <th scope="row">{t(take.given_back ? "givenBack" : "taken", { period: f.dates(take.from, take.to) })}</th>
            <td className="num">{take.given_back ? money(take.amount_minor) : money(-take.amount_minor)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t("left")}</th>
          <td className="num">
            <strong>{money(clawback.left_minor)}</strong>
          </td>
        </tr>
      </tbody>
    </table>
  );
}
