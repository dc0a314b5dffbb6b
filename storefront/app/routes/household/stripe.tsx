import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { STATE_LOOKS } from "../../features/account/connect";
import { connectSchema } from "../../features/account/connect.server";
import { CodeSent, ProofFields } from "../../features/account/ProofFields";
import { askCode, proofOf } from "../../features/account/proof.server";
import { useRight } from "../../features/household/right";
import { done, refused } from "../../features/people/actions.server";
import { ProblemSummary, Select } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { Tag } from "../../features/ui/Tag";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/stripe";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  const asked = new URL(request.url).searchParams.get("from");
  const from = asked === "return" || asked === "refresh" ? asked : null;
  // Whoever comes back sees how it stands now; when Stripe is silent, how it stood.
  if (from !== null) await home.call("/household/connect/check", done, { body: {} });
  const { connect, countries } = await home.read("/household/connect", connectSchema);
  const names = new Intl.DisplayNames(path === "zh" ? "zh-CN" : "en", { type: "region" });
  return {
    connect,
    // Named here: a browser may call a country otherwise.
    countries: countries.map((code) => ({ code, name: names.of(code) ?? code })),
    from,
    title: say(path)("connect.title"),
  };
}

/** A fresh link and away to Stripe; or the account becomes the one that money goes to. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  const form = await request.formData();
  if (text(form, "step") === "code") return askCode(home, path, form);
  if (text(form, "act") === "link") {
    const link = await home.call("/household/connect/link", z.object({ url: z.url() }), {
      body: { country: text(form, "country"), path },
    });
    return link.ok ? redirect(link.value.url) : refused(path, form, link.refusal, "country");
  }
  const proof = proofOf(form);
  const answer = await home.call("/household/connect/use", done, { body: { proof } });
  if (answer.ok) return redirect(`/${path}/home/settings#account`);
  form.delete("secret");
  if (answer.refusal.code === "sign_in_wrong") {
    const problems = [{ field: "secret", text: say(path)("account.wrongSecret") }];
    return data({ problems, typed: typed(form) }, { status: 400 });
  }
  return refused(path, form, { ...answer.refusal, field: "secret" }, "secret");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function StripeAccount({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("connect");
  const settings = useTranslations("settings");
  const f = useFormats();
  const path = usePath();
  const own = useRight() === "own";
  const { connect, from } = loaderData;
  return (
    <section className="stack">
      <p>
        <a className="button quiet" href={`/${path}/home/settings`}>
          {t("back")}
        </a>
      </p>
      <h1>{t("title")}</h1>
      {from === null ? null : (
        <p className="note" role="status">
          {t(from === "refresh" ? "refreshed" : "returned")}
        </p>
      )}
      <ProblemSummary problems={actionData?.problems} />
      <CodeSent last4={actionData && "sent" in actionData ? actionData.sent : null} />
      {connect === null ? null : (
        <div className="panel stack-s">
          <h2>{t("state")}</h2>
          <p>
            <Tag look={STATE_LOOKS[connect.state]}>{t(`states.${connect.state}`)}</Tag>
          </p>
          <p>{t(`help.${connect.state}`)}</p>
          {connect.needs.length === 0 ? null : (
            <>
              <h3>{t("needs")}</h3>
              <ul>
                {connect.needs.map((need) => (
                  <li key={need}>{t(`need.${need}`)}</li>
                ))}
              </ul>
            </>
          )}
          {connect.seen_at === null ? null : <p className="muted">{t("seen", { time: f.time(connect.seen_at) })}</p>}
        </div>
      )}
      {own ? <Forms loaderData={loaderData} actionData={actionData} /> : <p className="note">{settings("ownOnly")}</p>}
      <details>
        <summary>{t("elsewhere")}</summary>
        <p>{t("elsewhereHow")}</p>
        <p>{t("notChina")}</p>
      </details>
    </section>
  );
}

function Forms({ loaderData, actionData }: Pick<Route.ComponentProps, "loaderData" | "actionData">) {
  const t = useTranslations("connect");
  const { connect, countries } = loaderData;
  const problems = actionData?.problems;
  const before: Record<string, string> = actionData?.typed ?? {};
  if (connect?.state === "ready") {
    return (
      <form method="post" className="stack" noValidate>
        <p>{t("useLead")}</p>
        <ProofFields problems={problems} before={before}>
          <button className="button" name="act" value="use">
            {t("use")}
          </button>
        </ProofFields>
      </form>
    );
  }
  if (connect?.state === "restricted" || connect?.state === "in_review") return null;
  return (
    <form method="post" className="stack" noValidate>
      {connect?.opened ? (
        <input type="hidden" name="country" value={connect.country} />
      ) : (
        <>
          <p>{t("lead")}</p>
          <p className="note">{t("notChina")}</p>
          <Select
            name="country"
            label={t("country")}
            defaultValue={before.country ?? connect?.country ?? "DE"}
            problems={problems}
          >
            {countries.map((country) => (
              <option key={country.code} value={country.code}>
                {country.name}
              </option>
            ))}
          </Select>
        </>
      )}
      <p className="muted">{t("linkShort")}</p>
      <button className="button" name="act" value="link">
        {t(connect?.opened ? "goOn" : "open")}
      </button>
    </form>
  );
}
