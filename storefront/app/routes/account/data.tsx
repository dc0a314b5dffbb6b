import { data } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { AccountNav } from "../../features/buyer/AccountNav";
import { accountSchema, buyer } from "../../features/buyer/data.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { fieldOf, inWords, secret } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { pathParam, usePath } from "../../lib/path";
import { leaveAccount } from "../../lib/sessions.server";
import type { Route } from "./+types/data";

export const handle = { still: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await buyer(request, path);
  const { account } = await who.read("/store/account", accountSchema);
  return { account, title: say(path)("buyer.data") };
}

/** Signs out everywhere, or closes the account. Both end this session too. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await buyer(request, path);
  const form = await request.formData();
  const over = `/${path}/account/sign-in`;
  if (form.get("act") === "everywhere") {
    const done = await who.call("/store/account/sign-out", z.unknown(), { method: "POST", body: {} });
    if (done.ok) return leaveAccount(request, over);
    return data(
      { problems: [{ field: fieldOf(done.refusal, "everywhere"), text: inWords(path, done.refusal) }] },
      { status: 503 },
    );
  }
  const asked = await who.call("/store/account/erasure", z.unknown(), { body: { password: secret(form, "password") } });
  if (asked.ok) return leaveAccount(request, `${over}?closed`);
  const text = asked.refusal.code === "sign_in_wrong" ? say(path)("buyer.wrongPassword") : inWords(path, asked.refusal);
  return data({ problems: [{ field: fieldOf(asked.refusal, "password"), text }] }, { status: asked.refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function DataPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("buyer");
  const path = usePath();
  const { account } = loaderData;
  return (
    <div className="wrap stack-l">
      <AccountNav email={account.email} />
      <h1 className="section-title">{t("data")}</h1>
      <section className="panel stack">
        <h2>{t("exportTitle")}</h2>
        <p>{t("exportLead")}</p>
        {account.proven ? (
          <p>
            <a className="button second" href={`/${path}/account/data.json`}>
              {t("export")}
            </a>
          </p>
        ) : (
          <p className="note">{t("notProven")}</p>
        )}
      </section>
      <section className="panel stack">
        <h2>{t("password")}</h2>
        <p>
          <a href={`/${path}/account/code?why=forgotten&email=${encodeURIComponent(account.email)}`}>
            {t("otherPassword")}
          </a>
        </p>
        <form method="post">
          <button className="button second" name="act" value="everywhere" id="everywhere">
            {t("everywhere")}
          </button>
        </form>
      </section>
      <section className="panel stack">
        <h2>{t("eraseTitle")}</h2>
        <p>{t("eraseLead")}</p>
        <ul className="stack-s">
          <li>{t("eraseNow")}</li>
          <li>{t("eraseLater")}</li>
          <li>{t("eraseKept")}</li>
        </ul>
        {account.proven ? (
          <form method="post" className="stack" noValidate>
            <ProblemSummary problems={actionData?.problems} />
            <Input
              name="password"
              label={t("erasePassword")}
              type="password"
              autoComplete="current-password"
              required
              problems={actionData?.problems}
            />
            <button className="button second">{t("erase")}</button>
          </form>
        ) : (
          <p className="note">{t("notProven")}</p>
        )}
      </section>
    </div>
  );
}
