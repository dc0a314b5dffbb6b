import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { done, refused } from "../../features/people/actions.server";
import { teamSchema } from "../../features/team/data.server";
import { ROLES } from "../../features/team/roles";
import { ProblemSummary, Select } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/team-member";

/** One member: another role, or the end. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  let cursor: string | undefined;
  // A team is a list on one screen; a very long one is read page by page until the member is found.
  for (;;) {
    const page = await desk.read("/desk/team", teamSchema, { cursor });
    const one = page.members.find(({ id, active }) => id === params.id && active);
    if (one) return { one, title: say(path)("team.changeTitle", { name: one.name }) };
    if (page.next === null) throw new Response(null, { status: 404 });
    cursor = page.next;
  }
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const to = `/desk/team/members/${encodeURIComponent(params.id)}`;
  const answer =
    text(form, "intent") === "end"
      ? await desk.call(`${to}/end`, done, { body: {} })
      : await desk.call(to, done, { body: { role: text(form, "role") } });
  return answer.ok ? redirect(`/${path}/desk/team`) : refused(path, form, answer.refusal, "role");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function TeamMember({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("team");
  const roles = useTranslations("desk.roles");
  const path = usePath();
  const { one } = loaderData;
  const problems = actionData?.problems;
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/team`}>{t("back")}</a>
        </p>
        <h1>{loaderData.title}</h1>
        <form method="post" className="stack" noValidate>
          <ProblemSummary problems={problems} />
          <Select name="role" label={t("role")} defaultValue={actionData?.typed.role ?? one.role} problems={problems}>
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {roles(role)}
              </option>
            ))}
          </Select>
          <button className="button">{t("save")}</button>
        </form>
      </section>
      <section className="stack">
        <h2>{t("endTitle", { name: one.name })}</h2>
        <p>{t("endLead")}</p>
        <form method="post">
          <button className="button second" name="intent" value="end">
            {t("endGo")}
          </button>
        </form>
      </section>
    </div>
  );
}
