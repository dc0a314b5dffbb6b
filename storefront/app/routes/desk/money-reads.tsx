import { useTranslations } from "use-intl";
import { BooksNav } from "../../features/accounting/BooksNav";
import { readsSchema } from "../../features/accounting/data.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/money-reads";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("cursor") ?? undefined;
  const found = await desk.read("/desk/money-reads", readsSchema, { cursor });
  return { ...found, title: say(path)("accounting.reads.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** Who read account numbers or took the ledger along. */
export default function MoneyReadsPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("accounting.reads");
  const f = useFormats();
  const path = usePath();
  const { reads, next, title } = loaderData;
  return (
    <div className="stack-l">
      <BooksNav here="money-reads" />
      <section className="stack">
        <h1>{title}</h1>
        <p>{t("lead")}</p>
        <List
          label={title}
          rows={reads}
          none={t("none")}
          columns={[
            { head: t("when"), of: (one) => f.time(one.at) },
            { head: t("who"), name: true, of: (one) => one.person },
            { head: t("what"), of: (one) => t(`kinds.${one.kind}`) },
            {
              head: t("record"),
              of: (one) => (one.page === null ? one.subject : <a href={`/${path}/desk/${one.page}`}>{one.subject}</a>),
            },
            { head: t("why"), of: (one) => one.why },
          ]}
          older={next === null ? null : `?cursor=${encodeURIComponent(next)}`}
        />
      </section>
    </div>
  );
}
