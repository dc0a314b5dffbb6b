import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Ticket } from "./data.server";

/** From the scale to what counts: every figure on its own row. Shared by desk and household. */
export function TicketFigures({ ticket }: { ticket: Ticket }) {
  const t = useTranslations("intake");
  const f = useFormats();
  const units = (count: number) => f.units(count, ticket.unit);
  const tare =
    ticket.container === null
      ? t("ticket.tare")
      : t("ticket.tareOf", { container: ticket.container, count: ticket.containers ?? 1 });
  return (
    <table className="ticket">
      <caption className="visually-hidden">{t("ticket.figures")}</caption>
      <tbody>
        {ticket.gross_g === null ? null : (
          <>
            <Row name={t("ticket.gross")} value={f.kg(ticket.gross_g)} />
            <Row name={tare} value={f.kg(ticket.tare_g ?? 0)} />
            <Row name={t("ticket.net")} value={f.weight(ticket.net_g ?? 0)} />
          </>
        )}
        {ticket.deductions.map((line) => (
          <Row
            key={line.kind}
            name={t("ticket.deduction", {
              kind: t(`kinds.${line.kind}`),
              measured: `${line.measured_bp / 100}%`,
              base: `${line.base_bp / 100}%`,
            })}
            value={`−${f.kg(line.deducted_g)}`}
          />
        ))}
        <Row name={t("ticket.accepted")} value={units(ticket.intake_units)} strong />
        {ticket.corrections
          .filter((one) => one.state === "signed")
          .map((one) => (
            <Row
              key={one.id}
              name={t("ticket.correction", {
                first: one.entered_by ?? "",
                second: one.ended_by ?? "",
                words: one.words,
              })}
              value={`${one.delta_units > 0 ? "+" : ""}${units(one.delta_units)}`}
            />
          ))}
        {ticket.units === ticket.intake_units ? null : (
          <Row name={t("ticket.counts")} value={units(ticket.units)} strong />
        )}
        {ticket.kept_apart_units > 0 ? (
          <Row name={t("ticket.keptApart")} value={units(ticket.kept_apart_units)} />
        ) : null}
        {ticket.culls.map((cull, index) => (
          <Row key={index} name={t("ticket.culled", { reason: t(`culls.${cull.reason}`) })} value={units(cull.units)} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ name, value, strong = false }: { name: string; value: string; strong?: boolean }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="num">{strong ? <strong>{value}</strong> : value}</td>
    </tr>
  );
}

/** What the goods are worth, said as what it is: only fixed prices are owed. */
export function TicketPrice({ ticket }: { ticket: Ticket }) {
  const t = useTranslations("intake");
  const f = useFormats();
  if (ticket.day_price === null) return <p>{t(`later.${ticket.price_mode}`)}</p>;
  const { price_minor, currency, per } = ticket.day_price;
  const price = `${f.moneyInWords(price_minor, currency)}/${t(`per.${per}`)}`;
  return <p>{t(`priced.${ticket.price_mode}`, { price })}</p>;
}

/** What was objected, and what was answered, in words; newest first. */
export function Objections({ ticket }: { ticket: Ticket }) {
  const t = useTranslations("intake");
  const f = useFormats();
  return (
    <ul className="plain stack-s">
      {ticket.objections.map((one) => (
        <li className="panel stack-s" key={one.id}>
          <p>
            <span className={`tag ${one.state === "open" ? "warn" : "good"}`}>
              <span aria-hidden="true">{one.state === "open" ? "…" : "✓"}</span>
              {t(`objection.states.${one.state}`)}
            </span>{" "}
            {t(`objection.via.${one.via}`)} · {f.time(one.at)}
            {one.said_by === null ? null : ` · ${t("objection.by", { name: one.said_by })}`}
          </p>
          {one.words === "" ? null : <p>{t("objection.said", { words: one.words })}</p>}
          {one.answer === null ? null : (
            <p>
              <strong>{t("objection.answer", { words: one.answer, who: one.answered_by ?? "" })}</strong>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
