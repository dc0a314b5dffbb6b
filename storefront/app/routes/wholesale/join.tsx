import { data } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { entered } from "../../features/company/account.server";
import { inviteSchema } from "../../features/company/data.server";
import { Roles } from "../../features/company/Parts";
import { again, refusedAgain } from "../../features/company/refusals.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { secret, text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { asResponse, call } from "../../lib/api.server";
import { clientAddress } from "../../lib/client-address.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/join";

export const handle = { plain: true };

/** Somebody with the link of an invitation: what they are asked, and a password of their own. */
export async function loader({ params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const found = await call(`/wholesale/joins/${encodeURIComponent(params.token)}`, inviteSchema);
  const headers = { "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" };
  const t = say(path);
  if (found.ok) {
    const { invite } = found.value;
    return data({ invite, title: t("company.joinTitle", { company: invite.company }) }, { headers });
  }
  if (found.refusal.code === "invite_used")
    return data({ invite: null, title: t("company.joinUsed") }, { status: 410, headers });
  if (found.refusal.status !== 404) throw asResponse(found.refusal);
  return data({ invite: null, title: t("company.joinGone") }, { status: 404, headers });
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const form = await request.formData();
  const password = secret(form, "password");
  const joined = await call(
    `/wholesale/joins/${encodeURIComponent(params.token)}`,
    z.object({ member: z.object({ email: z.string() }) }),
    { body: { name: text(form, "name"), password } },
  );
  if (!joined.ok) return refusedAgain(path, form, joined.refusal, "name");
  const answer = await call("/auth/wholesale_member/company-password", z.object({ token: z.string() }), {
    body: { email: joined.value.member.email, password },
    headers: clientAddress(request),
  });
  if (!answer.ok) return again(form, [{ field: "password", text: say(path)("company.wrongPassword") }]);
  return entered(request, path, answer.value.token);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function JoinCompany({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("company");
  const shop = useTranslations("companyShop");
  const words = useTranslations("buyer");
  const path = usePath();
  const { invite } = loaderData;
  const problems = actionData?.problems;
  return (
    <main className="narrow alone stack" id="main">
      <h1>{loaderData.title}</h1>
      {invite === null ? (
        <p>
          <a className="button second" href={`/${path}/wholesale/sign-in`}>
            {shop("signIn")}
          </a>
        </p>
      ) : (
        <>
          <p>
            {t("joinLead", { email: invite.email })} <Roles roles={invite.roles} />
          </p>
          <form method="post" className="stack" noValidate>
            <ProblemSummary problems={problems} />
            <Input
              name="name"
              label={t("yourName")}
              autoComplete="name"
              required
              defaultValue={actionData?.typed.name ?? invite.name}
              problems={problems}
            />
            <Input
              name="password"
              label={t("password")}
              hint={words("newPasswordHint")}
              type="password"
              autoComplete="new-password"
              required
              problems={problems}
            />
            <button className="button">{t("joinGo")}</button>
          </form>
        </>
      )}
    </main>
  );
}
