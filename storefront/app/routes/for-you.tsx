import { useTranslations } from "use-intl";
import { giftOf } from "../features/addressees/gift.server";
import { ParcelStateTag } from "../features/order/ParcelCard";
import { say } from "../i18n/say.server";
import { useFormats } from "../lib/formats";
import { pathParam, usePath } from "../lib/path";
import type { Route } from "./+types/for-you";

/** A plain document: somebody to whom a company sends something reads where it is. */
export const handle = { still: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const key = new URL(request.url).searchParams.get("key") ?? "";
  return { ...(await giftOf(path, params.id, key)), title: say(path)("forYou.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
  { name: "referrer", content: "no-referrer" },
];

export default function ForYouPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("forYou");
  const f = useFormats();
  const path = usePath();
  const { company, message, parcels, title } = loaderData;
  return (
    <div className="narrow stack">
      <h1 className="section-title">{title}</h1>
      {company === null ? null : <p>{t("from", { company })}</p>}
      {message === "" ? null : (
        <blockquote className="panel">
          <p>{message}</p>
        </blockquote>
      )}
      {parcels.length === 0 ? <p className="panel">{t("notYet")}</p> : null}
      {parcels.map((parcel) => (
        <section key={parcel.number} className="panel stack-s" aria-labelledby={parcel.number}>
          <h2 id={parcel.number}>{t("parcel", { number: parcel.number })}</h2>
          <p>
            <ParcelStateTag state={parcel.state} />
          </p>
          {parcel.carrier === null ? null : (
            <p>
              {parcel.tracking_number === null
                ? parcel.carrier[path]
                : t("tracking", { carrier: parcel.carrier[path], number: parcel.tracking_number })}
            </p>
          )}
          {parcel.delivered_at === null ? null : <p>{t("delivered", { time: f.time(parcel.delivered_at) })}</p>}
          <h3>{t("inside")}</h3>
          <ul>
            {parcel.lines.map(({ title: good, packs }, at) => (
              <li key={at}>{t("packs", { good, packs })}</li>
            ))}
          </ul>
          <p>{t("weight", { weight: f.weight(parcel.goods_g) })}</p>
          <Contact of={parcel.cooperative} />
          <p>
            <a href={`/${path}/trace/${parcel.number}`}>{t("whose")}</a>
          </p>
        </section>
      ))}
      <p className="small muted">{t("onlyYours")}</p>
    </div>
  );
}

/** Whom to call when something is broken: the cooperative that packed it, as it shows itself to everybody; never a person of the sender. */
function Contact({ of }: { of: { zh: string; en: string; phone: string } }) {
  const t = useTranslations("forYou");
  const cooperative = of[usePath()];
  if (cooperative === "") return null;
  if (of.phone === "") return <p>{t("packedBy", { cooperative })}</p>;
  return (
    <p>
      {t("call", { cooperative })} <a href={`tel:${of.phone.replace(/[^\d+]/g, "")}`}>{of.phone}</a>
    </p>
  );
}
