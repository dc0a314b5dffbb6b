import { useTranslations } from "use-intl";
import { ticketSchema } from "../../features/weigh-in/data.server";
import { CORRECTION_REASONS } from "../../features/weigh-in/reasons";
import { ticketAction } from "../../features/weigh-in/ticket-actions.server";
import { Objections, TicketFigures, TicketPrice } from "../../features/weigh-in/TicketFigures";
import { newKey } from "../../features/weigh-in/weigh-in.server";
import { Input, ProblemSummary, Select } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/ticket";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { ticket } = await desk.read(`/desk/lots/${encodeURIComponent(params.id)}/ticket`, ticketSchema);
  return { ticket, key: newKey(), title: say(path)("receipt.number", { number: ticket.number }) };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return ticketAction(desk, path, await request.formData(), `/${path}/desk/tickets/${params.id}`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function TicketPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("intake");
  const f = useFormats();
  const path = usePath();
  const { ticket } = loaderData;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const open = ticket.objections.find((one) => one.state === "open");
  const waiting = ticket.corrections.find((one) => one.state === "proposed");
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <ProblemSummary problems={actionData?.problems} />
        <p>
          {ticket.household ? `${ticket.household.name} ${ticket.household.card_number} · ` : ""}
          {ticket.produce_name[path]} · {ticket.grade_name[path]}
          <br />
          <span className="muted">
            {t("ticket.weighed", {
              time: f.time(ticket.weighed_at),
              who: ticket.weigher ?? "",
              picked: f.date(ticket.harvested_on),
            })}
          </span>
        </p>
        <TicketFigures ticket={ticket} />
        <TicketPrice ticket={ticket} />
        <div className="row">
          {ticket.photos.map((photo) => (
            <a key={photo.id} href={`/${path}/desk/tickets/${ticket.id}/photos/${photo.id}`}>
              <img
                src={`/${path}/desk/tickets/${ticket.id}/photos/${photo.id}`}
                alt={t("ticket.photo")}
                width="120"
                height="90"
                className="photo"
              />
            </a>
          ))}
        </div>
        <p className="row">
          {(["roll", "a6"] as const).map((paper) => (
            <a className="button second" key={paper} href={`/${path}/desk/tickets/${ticket.id}/print?paper=${paper}`}>
              {t(`print.${paper}`)}
            </a>
          ))}
        </p>
      </section>
      {ticket.objections.length > 0 ? (
        <section className="stack">
          <h2>{t("objection.title")}</h2>
          <Objections ticket={ticket} />
          {open ? (
            <form method="post" className="panel stack" noValidate>
              <input type="hidden" name="act" value="explain" />
              <input type="hidden" name="id" value={open.id} />
              <Input
                name="words"
                label={t("objection.explain")}
                defaultValue={typed.act === "explain" ? typed.words : undefined}
              />
              <button className="button second">{t("objection.explainGo")}</button>
            </form>
          ) : null}
        </section>
      ) : null}
      <section className="stack">
        <h2>{t("correct.title")}</h2>
        <p>{t("correct.how")}</p>
        {waiting ? (
          <p className="note warn">
            {t("correct.waits", { who: waiting.entered_by ?? "" })}{" "}
            <a href={`/${path}/desk/corrections`}>{t("corrections")}</a>
          </p>
        ) : (
          <form method="post" className="panel stack" noValidate>
            <input type="hidden" name="act" value="correct" />
            <input type="hidden" name="id" value={ticket.id} />
            <input type="hidden" name="unit" value={ticket.unit} />
            <input type="hidden" name="objection_id" value={open?.id ?? ""} />
            <input type="hidden" name="idempotency_key" value={loaderData.key} />
            <div className="fields two">
              <Input
                name="units"
                label={ticket.unit === "g" ? t("correct.unitsKg") : t("correct.unitsPieces")}
                hint={t("correct.now", { amount: f.units(ticket.units, ticket.unit) })}
                inputMode="decimal"
                autoComplete="off"
                defaultValue={typed.units}
                problems={actionData?.problems}
              />
              <Select name="reason" label={t("correct.reason")} defaultValue={typed.reason ?? "weighed_again"}>
                {CORRECTION_REASONS.map((reason) => (
                  <option key={reason} value={reason}>
                    {t(`correct.reasons.${reason}`)}
                  </option>
                ))}
              </Select>
            </div>
            <div className="field">
              <label htmlFor="correct-words">{t("correct.words")}</label>
              <input
                id="correct-words"
                name="words"
                maxLength={500}
                defaultValue={typed.act === "correct" ? typed.words : undefined}
              />
            </div>
            <button className="button second">{t("correct.go")}</button>
          </form>
        )}
        {ticket.objection_days_left !== null && !open ? (
          <details>
            <summary>{t("objection.log")}</summary>
            <form method="post" className="panel stack" noValidate>
              <input type="hidden" name="act" value="object" />
              <input type="hidden" name="id" value={ticket.id} />
              <Select name="via" label={t("objection.how")} defaultValue="call">
                <option value="call">{t("objection.via.call")}</option>
                <option value="sms">{t("objection.via.sms")}</option>
              </Select>
              <div className="field">
                <label htmlFor="object-words">{t("objection.words")}</label>
                <input id="object-words" name="words" maxLength={500} />
              </div>
              <button className="button second">{t("objection.logGo")}</button>
            </form>
          </details>
        ) : null}
      </section>
    </div>
  );
}
