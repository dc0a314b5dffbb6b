import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { nothing, ownTicketSchema } from "../../features/weigh-in/data.server";
import { Objections, TicketFigures, TicketPrice } from "../../features/weigh-in/TicketFigures";
import { useRight } from "../../features/household/right";
import { Reason } from "../../features/ledger/Reason";
import { ProblemSummary } from "../../features/ui/Field";
import { fieldOf, inWords, text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/receipt";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  const { ticket, changes, parent } = await home.read(
    `/household/lots/${encodeURIComponent(params.id)}`,
    ownTicketSchema,
  );
  return { ticket, changes, parent, title: say(path)("receipt.number", { number: ticket.number }) };
}

/** One tap says that it is not right; words if one likes. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  const words = text(await request.formData(), "words");
  const answer = await home.call(`/household/lots/${encodeURIComponent(params.id)}/objections`, nothing, {
    body: words === "" ? {} : { words },
  });
  if (answer.ok) return redirect(`/${path}/home/receipts/${params.id}#objection`);
  return { problems: [{ field: fieldOf(answer.refusal, "words"), text: inWords(path, answer.refusal) }], words };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ReceiptPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("intake");
  const f = useFormats();
  const path = usePath();
  const right = useRight();
  const { ticket, changes, parent } = loaderData;
  const open = ticket.objections.some((one) => one.state === "open");
  return (
    <>
      <section className="stack">
        <a className="button quiet" href={`/${path}/home/lots`}>
          {t("home.back")}
        </a>
        <h1>{loaderData.title}</h1>
        <p>
          {ticket.produce_name[path]} · {ticket.grade_name[path]}
          <br />
          {t("ticket.weighed", {
            time: f.time(ticket.weighed_at),
            who: ticket.weigher ?? "",
            picked: f.date(ticket.harvested_on),
          })}
        </p>
        <div className="panel">
          <TicketFigures ticket={ticket} />
        </div>
        <TicketPrice ticket={ticket} />
        {ticket.photos.map((photo) => (
          <img
            key={photo.id}
            src={`/${path}/home/receipts/${ticket.id}/photos/${photo.id}`}
            alt={t("ticket.photo")}
            width={photo.width}
            height={photo.height}
            loading="lazy"
            className="photo"
          />
        ))}
      </section>
      {parent ? (
        <p className="note">
          {t("home.partOf")} <a href={`/${path}/home/receipts/${parent.id}`}>{parent.number}</a>
        </p>
      ) : null}
      {changes.length === 0 ? null : (
        <section className="stack">
          <h2>{t("home.changes")}</h2>
          <ul className="plain stack-s">
            {changes.map((one) => (
              <li key={one.id} className="panel">
                <strong>
                  {t(`home.kinds.${one.kind}`)} {f.signed(one.units, ticket.unit)}
                </strong>
                <br />
                <Reason reason={one.reason} />
                <br />
                <span className="muted">{f.time(one.at)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="stack" id="objection">
        <h2>{t("home.notRight")}</h2>
        <ProblemSummary problems={actionData?.problems} />
        <Objections ticket={ticket} />
        {open ? <p className="note">{t("home.waits")}</p> : null}
        {!open && ticket.objection_days_left !== null && right === "look" ? <p>{t("home.lookOnly")}</p> : null}
        {!open && ticket.objection_days_left !== null && right !== "look" ? (
          <form method="post" className="stack" noValidate>
            <p>{t("home.daysLeft", { count: ticket.objection_days_left })}</p>
            <div className="field">
              <label htmlFor="words">{t("home.words")}</label>
              <input id="words" name="words" maxLength={500} autoComplete="off" defaultValue={actionData?.words} />
            </div>
            <button className="button second">{t("home.object")}</button>
          </form>
        ) : null}
        {!open && ticket.objection_days_left === null ? <p>{t("home.tooLate")}</p> : null}
      </section>
    </>
  );
}
