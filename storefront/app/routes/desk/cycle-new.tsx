import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { CycleForm } from "../../features/cycle/CycleForm";
import { cycleTyped, goodsSchema, refusedHere } from "../../features/cycle/desk.server";
import { ProblemSummary } from "../../features/ui/Field";
import { typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/cycle-new";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { goods } = await desk.read("/desk/cycle-goods", goodsSchema);
  return { goods, title: say(path)("cycles.new") };
}

/** Writes a draft: nobody sees it before it is published. What was typed stays when it can't be. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [form, { goods }] = await Promise.all([request.formData(), desk.read("/desk/cycle-goods", goodsSchema)]);
  const { body, problems } = cycleTyped(path, form, goods);
  if (problems.length > 0) return data({ problems, typed: typed(form) }, { status: 400 });
  const answer = await desk.call("/desk/cycles", z.object({ cycle: z.object({ id: z.string() }) }), { body });
  if (answer.ok) return redirect(`/${path}/desk/cycles/${answer.value.cycle.id}`);
  const found = [refusedHere(path, answer.refusal, "name_zh", body.goods)];
  return data({ problems: found, typed: typed(form) }, { status: answer.refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function NewCyclePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("cycles");
  const path = usePath();
  return (
    <section className="stack narrow">
      <p>
        <a href={`/${path}/desk/cycles`}>{t("title")}</a>
      </p>
      <h1>{t("new")}</h1>
      <p>{t("newHint")}</p>
      <ProblemSummary problems={actionData?.problems} />
      <CycleForm goods={loaderData.goods} was={actionData?.typed ?? {}} problems={actionData?.problems} />
    </section>
  );
}
