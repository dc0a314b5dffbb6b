import { useTranslations } from "use-intl";
import { carriersSchema, cardsSchema, type CardHead } from "../../features/shipping/data.server";
import { ShippingNav } from "../../features/shipping/ShippingNav";
import { CardStateTag, ExampleTag } from "../../features/shipping/Tags";
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
      {rate_cards.length > 0 ? <CardTable cards={rate_cards} names={names} label={loaderData.title} /> : null}
      {next === null ? null : (
        <p>
          <a href={`/${path}/desk/rate-cards?cursor=${encodeURIComponent(next)}`}>{t("older")}</a>
        </p>
      )}
      {examples.length > 0 ? (
        <>
          <h2>{t("examples")}</h2>
          <p>{t("examplesNote")}</p>
          <CardTable cards={examples} names={names} label={t("examples")} />
        </>
      ) : null}
    </section>
  );
}

function CardTable({ cards, names, label }: { cards: CardHead[]; names: Record<string, string>; label: string }) {
  const t = useTranslations("shipping");
  const f = useFormats();
  const path = usePath();
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("card")}</th>
            <th scope="col">{t("state")}</th>
            <th scope="col">{t("columns.valid_from")}</th>
            <th scope="col">{t("until")}</th>
            <th scope="col" className="num">
              {t("zones")}
            </th>
          </tr>
        </thead>
        <tbody>
          {cards.map((card) => (
            <tr key={card.id}>
              <th scope="row">
                <a href={`/${path}/desk/rate-cards/${card.id}`}>
                  {names[card.carrier] ?? card.carrier} · {card.service}
                </a>
              </th>
              <td>{card.example ? <ExampleTag /> : <CardStateTag state={card.state} />}</td>
              <td>{f.date(card.valid_from)}</td>
              <td>
                {card.superseded_on !== null
                  ? t("superseded", { date: f.date(card.superseded_on) })
                  : card.valid_to === null
                    ? t("openEnd")
                    : f.date(card.valid_to)}
              </td>
              <td className="num">{f.number(card.zones)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
