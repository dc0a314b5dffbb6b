import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { BankNav } from "../../features/bank/BankNav";
import { doneSchema, itemsSchema } from "../../features/bank/data.server";
import { ItemCard } from "../../features/bank/ItemCard";
import { ProblemSummary, TextArea, type Problem } from "../../features/ui/Field";
import { inWords, text } from "../../features/ui/form.server";
import { Older } from "../../features/ui/Older";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/bank-open-items";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("cursor") ?? undefined;
  return {
    ...(await desk.read("/desk/bank-open-items", itemsSchema, { cursor })),
    title: say(path)("bank.itemsTitle"),
  };
}

/** Takes an item over, or closes it with what was found out. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const id = text(form, "id");
  const reason = text(form, `reason-${id}`);
  const close = text(form, "act") === "close";
  const wrong = (said: string, status: number) =>
    data({ problems: [{ field: `reason-${id}`, text: said }] satisfies Problem[], id, reason }, { status });
  if (close && reason.length < 3) return wrong(say(path)("bank.close.bad"), 400);
  const answer = await desk.call(
    `/desk/bank-open-items/${encodeURIComponent(id)}/${close ? "close" : "take"}`,
    doneSchema,
    {
      body: close ? { reason } : {},
    },
  );
  if (!answer.ok) return wrong(inWords(path, answer.refusal), answer.refusal.status);
  return redirect(`/${path}/desk/bank-open-items`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function OpenItemsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("bank");
  const path = usePath();
  const { items, next } = loaderData;
  return (
    <div className="stack-l">
      <BankNav here="bank-open-items" />
      <section className="stack">
        <h1>{t("itemsTitle")}</h1>
        <p>{t("itemsHow")}</p>
        <ProblemSummary problems={actionData?.problems} />
        {items.length === 0 ? <p className="note good">{t("noItems")}</p> : null}
        {items.map((item) => (
          <ItemCard key={item.id} item={item} heading="h2">
            {item.mine ? null : (
              <form method="post">
                <input type="hidden" name="id" value={item.id} />
                <button className="button second" name="act" value="take">
                  {t("take")}
                </button>
              </form>
            )}
            <details open={actionData?.id === item.id}>
              <summary>{t("close.open")}</summary>
              <form method="post" className="stack" noValidate>
                <input type="hidden" name="id" value={item.id} />
                <ReasonField
                  id={item.id}
                  problems={actionData?.problems}
                  typed={actionData?.id === item.id ? actionData.reason : undefined}
                />
                <button className="button" name="act" value="close">
                  {t("close.send")}
                </button>
              </form>
            </details>
          </ItemCard>
        ))}
        <Older href={next === null ? null : `/${path}/desk/bank-open-items?cursor=${encodeURIComponent(next)}`} />
      </section>
    </div>
  );
}

/** Many forms on one page: each field has an id of its own. */
function ReasonField({
  id,
  typed,
  problems,
}: {
  id: string;
  typed?: string | undefined;
  problems?: readonly Problem[] | undefined;
}) {
  const t = useTranslations("bank.close");
  return (
    <TextArea
      name={`reason-${id}`}
      label={t("reason")}
      hint={t("hint")}
      defaultValue={typed}
      maxLength={500}
      problems={problems}
    />
  );
}
