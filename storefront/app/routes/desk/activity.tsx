import { useTranslations } from "use-intl";
import { activitySchema } from "../../features/activity/data.server";
import { DEEDS } from "../../features/activity/deeds";
import { Person } from "../../features/ledger/Reason";
import { ACTS } from "../../features/people/words";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/activity";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  const { activity, next } = await desk.read("/desk/activity", activitySchema, { cursor, limit: 50 });
  return { activity, next, title: say(path)("activity.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

const FOR_HOUSEHOLD = "for_household_";

/** Who did what, newest first: each line leads to the record it was read from. */
export default function ActivityPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("activity");
  const register = useTranslations("register");
  const f = useFormats();
  const path = usePath();
  const { activity, next, title } = loaderData;
  const deed = (code: string) => {
    const known = DEEDS.find((one) => one === code);
    if (known) return t(`deeds.${known}`);
    const act = ACTS.find((one) => code === FOR_HOUSEHOLD + one);
    return act ? register(`acts.${act}`) : code;
  };
  return (
    <section className="stack">
      <h1>{title}</h1>
      <p className="note">{t("note")}</p>
      <List
        label={title}
        rows={activity}
        none={t("none")}
        columns={[
          { head: t("when"), of: (one) => f.time(one.at) },
          { head: t("who"), of: (one) => <Person person={one.person} /> },
          { head: t("what"), name: true, of: (one) => deed(one.act) },
          {
            head: t("record"),
            of: (one) =>
              one.page === null ? (
                one.subject
              ) : (
                <a href={`/${path}/desk/${one.page}`}>{one.subject === "" ? t("open") : one.subject}</a>
              ),
          },
          { head: t("words"), of: (one) => one.words },
        ]}
        older={next === null ? null : `?before=${encodeURIComponent(next)}`}
      />
    </section>
  );
}
