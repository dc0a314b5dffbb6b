import { useTranslations } from "use-intl";
import { carriersSchema, cardsSchema, type CardHead } from "../../features/shipping/data.server";
import { ShippingNav } from "../../features/shipping/ShippingNav";
import { CardStateTag, ExampleTag } from "../../features/shipping/Tags";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/rate-cards";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("cursor") ?? undefined;
  const [cards, { carriers }] = await Promise.all([
    desk.read("/desk/rate-cards", cardsSchema, { cursor }),
    desk.read("/desk/carriers", carriersSchema),
  ]);
  const names = Object.fromEntries(carriers.map((one) => [one.code, one[path]]));
  return { ...cards, names, title: say(path)("shipping.pages.rate-cards") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function RateCardsPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("shipping");
  const path = usePath();
  const { rate_cards, examples, names, next } = loaderData;
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <ShippingNav here="rate-cards" />
      <p>
        <a className="button" href={`/${path}/desk/rate-cards/new`}>
          {t("newCard")}
        </a>
      </p>
      {rate_cards.length === 0 ? <p className="note warn">{t("noCards")}</p> : null}
      {rate_cards.length > 0 ? (
        <CardList
          cards={rate_cards}
          names={names}
          label={loaderData.title}
          older={next === null ? null : `/${path}/desk/rate-cards?cursor=${encodeURIComponent(next)}`}
        />
      ) : null}
      {examples.length > 0 ? (
        <>
          <h2>{t("examples")}</h2>
          <p>{t("examplesNote")}</p>
          <CardList cards={examples} names={names} label={t("examples")} older={null} />
        </>
      ) : null}
    </section>
  );
}

function CardList({
  cards,
  names,
  label,
  older,
}: {
  cards: CardHead[];
  names: Record<string, string>;
  label: string;
  older: string | null;
}) {
  const t = useTranslations("shipping");
  const f = useFormats();
  const path = usePath();
  const until = (card: CardHead) =>
    card.superseded_on !== null
      ? t("superseded", { date: f.date(card.superseded_on) })
      : card.valid_to === null
        ? t("openEnd")
        : f.date(card.valid_to);
  return (
    <List
      label={label}
      rows={cards}
      none={t("noRate")}
      older={older}
      columns={[
        {
          head: t("card"),
          name: true,
          of: (card) => (
            <a href={`/${path}/desk/rate-cards/${card.id}`}>
              {names[card.carrier] ?? card.carrier} · {card.service}
            </a>
          ),
        },
        {
          head: t("state"),
          of: (card) => (card.example ? <ExampleTag /> : <CardStateTag state={card.state} />),
        },
        { head: t("columns.valid_from"), of: (card) => f.date(card.valid_from) },
        { head: t("until"), of: until },
        { head: t("zones"), num: true, of: (card) => f.number(card.zones) },
      ]}
    />
  );
}
