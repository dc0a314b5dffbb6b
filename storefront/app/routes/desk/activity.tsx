import { useTranslations } from "use-intl";
import { activitySchema } from "../../features/activity/data.server";
import { deedInWords } from "../../features/activity/deeds.server";
import { Person } from "../../features/ledger/Reason";
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
  const inWords = activity.map((one) => ({ ...one, what: deedInWords(path, one.act) }));
  return { activity: inWords, next, title: say(path)("activity.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** Who did what, newest first: each line leads to the record it was read from. */
export default function ActivityPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("activity");
  const f = useFormats();
  const path = usePath();
  const { activity, next, title } = loaderData;
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
          { head: t("what"), name: true, of: (one) => one.what },
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
