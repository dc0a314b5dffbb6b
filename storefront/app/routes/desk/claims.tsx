import { useTranslations } from "use-intl";
import { ClaimTag } from "../../features/claims/ClaimTag";
import { claimsSchema } from "../../features/claims/data.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { carrierName } from "../../lib/carriers.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/claims";

const DAY_MS = 86_400_000;

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const all = query.has("all");
  const found = await desk.read("/desk/claims", claimsSchema, {
    ...(all ? {} : { open: "true" }),
    cursor: query.get("before") ?? undefined,
  });
  const now = Date.now();
  const claims = found.claims.map((claim) => ({
    ...claim,
    carrier: carrierName(claim.carrier)[path],
    age_days: Math.floor((now - Date.parse(claim.opened_at)) / DAY_MS),
    overdue: claim.carrier_due_on !== null && claim.asked_at === null && Date.parse(claim.carrier_due_on) < now,
  }));
  return { claims, next: found.next, all, title: say(path)("claims.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** Claims with their age and what is due, the newest first. */
export default function ClaimsPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("claims");
  const f = useFormats();
  const path = usePath();
  const { claims, next, all } = loaderData;
  return (
    <section className="stack">
      <div className="row between">
        <h1>{t("title")}</h1>
        <a className="button second" href={`/${path}/desk/claim-policy`}>
          {t("policy.link")}
        </a>
      </div>
      <p>{t("lead")}</p>
      <p>
        <a href={`/${path}/desk/claims${all ? "" : "?all=1"}`}>{all ? t("onlyOpen") : t("all")}</a>
      </p>
      <List
        label={t("title")}
        rows={claims}
        none={t("none")}
        columns={[
          { head: t("number"), name: true, of: (one) => <a href={`/${path}/desk/claims/${one.id}`}>{one.number}</a> },
          { head: t("state"), of: (one) => <ClaimTag claim={one} /> },
          {
            head: t("what"),
            of: (one) => (
              <>
                {t(`kinds.${one.kind}`)}
                <br />
                <span className="muted">
                  {one.parcel_number} · {one.carrier}
                </span>
              </>
            ),
          },
          { head: t("age"), num: true, of: (one) => t("days", { count: one.age_days }) },
          {
            head: t("due"),
            of: (one) =>
              one.state === "opened"
                ? one.wish === null
                  ? t("dueWish", { at: f.date(one.wish_due_at) })
                  : t("dueDecision", { wish: t(`remedies.${one.wish}`) })
                : one.state === "done" && (one.carrier_minor ?? 0) > 0 && one.answer === null
                  ? one.overdue
                    ? t("dueOver", { at: f.date(one.carrier_due_on ?? "") })
                    : one.carrier_due_on === null
                      ? t("dueAnswer")
                      : t("dueCarrier", { at: f.date(one.carrier_due_on) })
                  : "",
          },
          {
            head: t("cost"),
            num: true,
            of: (one) => (one.currency === null ? "" : f.money(one.cost_minor ?? 0, one.currency)),
          },
        ]}
        older={next === null ? null : `/${path}/desk/claims?${all ? "all=1&" : ""}before=${encodeURIComponent(next)}`}
      />
    </section>
  );
}
