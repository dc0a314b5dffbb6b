import { randomUUID } from "node:crypto";
import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { recallsSchema } from "../../features/shorts/data.server";
import { lotLifeSchema } from "../../features/shorts/life.server";
import { RecallTag } from "../../features/shorts/RecallTag";
import { Input, ProblemSummary, TextArea } from "../../features/ui/Field";
import { fieldOf, inWords, text, typed } from "../../features/ui/form.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/recalls";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const lot_id = query.get("lot");
  const [found, lot] = await Promise.all([
    desk.read("/desk/recalls", recallsSchema, {
      after_at: query.get("after_at") ?? undefined,
      after_id: query.get("after_id") ?? undefined,
    }),
    lot_id === null ? null : desk.read(`/desk/lots/${encodeURIComponent(lot_id)}`, lotLifeSchema),
  ]);
  return { ...found, lot: lot?.lot ?? null, key: randomUUID(), title: say(path)("recalls.title") };
}

const openedSchema = z.object({ recall: z.object({ id: z.string() }) });

/** Holds a lot back. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const t = say(path);
  const body = {
    lot_id: text(form, "lot_id"),
    reason: text(form, "reason"),
    advice: text(form, "advice"),
    idempotency_key: text(form, "idempotency_key"),
  };
  const problems = [
    ...(body.reason.length < 2 ? [{ field: "reason", text: t("recalls.needReason") }] : []),
    ...(body.advice.length < 2 ? [{ field: "advice", text: t("recalls.needAdvice") }] : []),
  ];
  if (problems.length > 0) return data({ problems, typed: typed(form), key: body.idempotency_key }, { status: 400 });
  const answer = await desk.call("/desk/recalls", openedSchema, { body });
  if (answer.ok) return redirect(`/${path}/desk/recalls/${answer.value.recall.id}`);
  return data(
    {
      problems: [{ field: fieldOf(answer.refusal, "reason"), text: inWords(path, answer.refusal) }],
      typed: typed(form),
      key: randomUUID(),
    },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function RecallsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("recalls");
  const f = useFormats();
  const path = usePath();
  const { recalls, lot, next } = loaderData;
  const was: Record<string, string> = actionData?.typed ?? {};
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/shorts`}>{t("back")}</a>
        </p>
        <h1>{t("title")}</h1>
        {lot ? (
          <form method="post" className="stack panel" noValidate>
            <h2>{t("open", { number: lot.number })}</h2>
            <p>{t("what")}</p>
            <ProblemSummary problems={actionData?.problems} />
            <input type="hidden" name="idempotency_key" value={actionData?.key ?? loaderData.key} />
            <input type="hidden" name="lot_id" value={lot.id} />
            <TextArea
              name="reason"
              label={t("reason")}
              rows={2}
              required
              defaultValue={was.reason}
              problems={actionData?.problems}
            />
            <Input
              name="advice"
              label={t("advice")}
              hint={t("adviceHint")}
              maxLength={120}
              required
              defaultValue={was.advice}
              problems={actionData?.problems}
            />
            <button className="button">{t("hold")}</button>
          </form>
        ) : (
          <p>{t("how")}</p>
        )}
      </section>
      <section className="stack">
        <h2>{t("all")}</h2>
        <List
          label={t("all")}
          rows={recalls}
          none={t("none")}
          columns={[
            {
              head: t("number"),
              name: true,
              of: (one) => <a href={`/${path}/desk/recalls/${one.id}`}>{one.number}</a>,
            },
            { head: t("state"), of: (one) => <RecallTag state={one.state} /> },
            { head: t("lot"), of: (one) => one.lot_number },
            { head: t("reason"), of: (one) => one.reason },
            { head: t("kept"), num: true, of: (one) => (one.state === "open" ? f.units(one.kept, one.unit) : "") },
            { head: t("at"), of: (one) => f.time(one.opened_at) },
          ]}
          older={
            next === null
              ? null
              : `/${path}/desk/recalls?after_at=${encodeURIComponent(next.at)}&after_id=${encodeURIComponent(next.id)}`
          }
        />
      </section>
    </div>
  );
}
