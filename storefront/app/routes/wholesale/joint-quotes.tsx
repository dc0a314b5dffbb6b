import { useTranslations } from "use-intl";
import { company } from "../../features/company/data.server";
import { jointsSchema } from "../../features/joint/data.server";
import { JointList } from "../../features/joint/Parts";
import { jointsOf } from "../../features/joint/words";
import { say } from "../../i18n/say.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/joint-quotes";

export const handle = { plain: true };

/** The company's joint quotes. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const before = new URL(request.url).searchParams.get("before") ?? undefined;
  const found = await who.read("/wholesale/joint-quotes", jointsSchema, { cursor: before });
  return { ...found, title: say(path)("joint.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function JointQuotesPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("joint");
  const path = usePath();
  const { title, joint_quotes, next } = loaderData;
  return (
    <section className="stack">
      <p>
        <a href={`/${path}/wholesale/quotes`}>{t("backToQuotes")}</a>
      </p>
      <h1>{title}</h1>
      <p>{t("lead")}</p>
      <p>
        <a className="button" href={`${jointsOf(path)}/new`}>
          {t("ask")}
        </a>
      </p>
      <JointList
        label={title}
        joints={joint_quotes}
        older={next === null ? null : `?before=${encodeURIComponent(next)}`}
      />
    </section>
  );
}
