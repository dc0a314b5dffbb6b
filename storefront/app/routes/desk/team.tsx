import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { done, refused, refusedWith } from "../../features/people/actions.server";
import { teamSchema } from "../../features/team/data.server";
import { ROLES } from "../../features/team/roles";
import { Invited, Members, TeamEvents } from "../../features/team/TeamLists";
import { Input, ProblemSummary, Select } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/team";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  return {
    ...(await desk.read("/desk/team", teamSchema, { cursor: query.get("after") ?? undefined })),
    invited: query.has("invited"),
    title: say(path)("team.title"),
  };
}

/** Invites somebody, or takes an invitation back. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  if (text(form, "intent") === "withdraw") {
    const gone = await desk.call(`/desk/team/invites/${encodeURIComponent(text(form, "invite"))}/withdraw`, done, {
      body: {},
    });
    return gone.ok ? redirect(`/${path}/desk/team`) : refused(path, form, gone.refusal, "name");
  }
  const contact = text(form, "contact").normalize("NFKC");
  const answer = await desk.call("/desk/team/invites", done, {
    body: {
      name: text(form, "name"),
      role: text(form, "role"),
      ...(contact.includes("@") ? { email: contact } : { phone: contact }),
    },
  });
  if (answer.ok) return redirect(`/${path}/desk/team?invited`);
  if (answer.refusal.field === "email" || answer.refusal.field === "phone") {
    if (answer.refusal.code === "invalid_input") {
      return refusedWith(form, [{ field: "contact", text: say(path)("team.wrongContact") }]);
    }
    return refused(path, form, { ...answer.refusal, field: "contact" }, "contact");
  }
  return refused(path, form, answer.refusal, "name");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function TeamPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("team");
  const roles = useTranslations("desk.roles");
  const path = usePath();
  const { members, invites, events, next } = loaderData;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <p>{t("lead")}</p>
        {loaderData.invited ? (
          <p className="note good" role="status">
            {t("invited")}
          </p>
        ) : null}
        <Members members={members} />
        {next === null ? null : (
          <p>
            <a href={`/${path}/desk/team?after=${encodeURIComponent(next)}`}>{t("more")}</a>
          </p>
        )}
      </section>
      {invites.length === 0 ? null : (
        <section className="stack">
          <h2>{t("waiting")}</h2>
          <Invited invites={invites} />
        </section>
      )}
      <section className="stack">
        <h2>{t("invite")}</h2>
        <p>{t("inviteLead")}</p>
        <form method="post" className="stack" noValidate action={`/${path}/desk/team`}>
          <ProblemSummary problems={problems} />
          <div className="fields two">
            <Input
              name="name"
              label={t("name")}
              required
              autoComplete="off"
              defaultValue={typed.name}
              problems={problems}
            />
            <Input
              name="contact"
              label={t("contact")}
              hint={t("contactHint")}
              required
              autoComplete="off"
              autoCapitalize="none"
              defaultValue={typed.contact}
              problems={problems}
            />
            <Select name="role" label={t("role")} defaultValue={typed.role ?? "weigher"} problems={problems}>
              {ROLES.map((role) => (
                <option key={role} value={role}>
                  {roles(role)}
                </option>
              ))}
            </Select>
          </div>
          <button className="button">{t("inviteGo")}</button>
        </form>
      </section>
      <section className="stack">
        <h2>{t("events")}</h2>
        <TeamEvents events={events} />
      </section>
    </div>
  );
}
