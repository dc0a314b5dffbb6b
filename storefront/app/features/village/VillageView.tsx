import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { useFormats } from "../../lib/formats";
import { Locator } from "../locator/Locator";
import type { locatorMap } from "../locator/locator.server";
import { ProductTile } from "../produce/ProductTile";
import { Thanks } from "../thanks/Thanks";
import { Picture } from "../ui/Picture";
import { Certificates } from "./Certificates";
import type { Village } from "./data.server";
import { Notices } from "./Notices";
import { SeasonDays } from "./SeasonDays";

type Map = ReturnType<typeof locatorMap>;

/** A village's page: as it stands, and as a draft would make it. */
export function VillageView({ village, map }: { village: Village; map: Map | null }) {
  const t = useTranslations("village");
  const s = useTranslations("season");
  const th = useTranslations("thanks");
  const path = usePath();
  const f = useFormats();
  const place = t("place", {
    town: village.town[path],
    county: village.county[path],
    province: village.province[path],
  });
  return (
    <div className="wrap stack-l">
      <header className="village-head stack">
        <Picture of={village.picture} sizes="(min-width: 1152px) 1120px, 100vw" first />
        <h1 className="section-title">{village.name[path]}</h1>
        <p className="muted">{place}</p>
        <p className="row">
          {village.region ? (
            <a href={`/${path}/regions/${village.region.handle}`}>{t("region", { name: village.region.name[path] })}</a>
          ) : null}
          <a href={`/${path}/villages/${village.handle}/money`}>{t("moneyBoard")}</a>
        </p>
        <p className="row">
          <span className="tag">{village.season[path]}</span>
          <span className="tag good">{t("households", { count: village.households })}</span>
          {village.earned ? (
            <span className="tag good">
              {t("earned", { amount: f.moneyInWords(village.earned.amount_minor, village.earned.currency) })}
            </span>
          ) : null}
        </p>
      </header>
      <div className="two-columns aside-first">
        <div className="stack-l">
          <section className="stack">
            <h2>{t("products")}</h2>
            {village.products.length === 0 ? (
              <p className="panel">{t("noProducts")}</p>
            ) : (
              <ul className="plain stack">
                {village.products.map((product) => (
                  <ProductTile key={product.id} product={product} sizes="(min-width: 860px) 360px, 100vw" />
                ))}
              </ul>
            )}
          </section>
          {map ? (
            <section className="stack">
              <h2>{t("where")}</h2>
              <Locator map={map} name={village.name} label={t("mapAlt", { name: village.name[path], place })} />
            </section>
          ) : null}
        </div>
        <div className="stack-l">
          <section className="stack">
            <h2>{t("story")}</h2>
            <p className="story">{village.story[path]}</p>
          </section>
          {village.more_pictures.length === 0 ? null : (
            <section className="stack">
              <h2>{t("pictures")}</h2>
              <ul className="plain gallery">
                {village.more_pictures.map((picture) => (
                  <li key={picture.base}>
                    <Picture of={picture} sizes="(min-width: 860px) 360px, 100vw" />
                  </li>
                ))}
              </ul>
            </section>
          )}
          {village.notices.length === 0 ? null : (
            <section className="stack">
              <h2>{t("notices")}</h2>
              <Notices all={village.notices} level={3} />
              <p>
                <a href={`/${path}/villages/${village.handle}/notices`}>{t("allNotices")}</a>
              </p>
            </section>
          )}
          {village.seasons.length === 0 ? null : (
            <section className="stack">
              <h2>{t("seasons")}</h2>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{t("produce")}</th>
                    <th scope="col">{t("seasonOf")}</th>
                    <th scope="col">{t("sentOf")}</th>
                  </tr>
                </thead>
                <tbody>
                  {village.seasons.map((one) => (
                    <tr key={one.name.zh}>
                      <th scope="row">{one.name[path]}</th>
                      <td>
                        <SeasonDays from={one.picked_from} to={one.picked_to} allYear={t("allYear")} />
                      </td>
                      <td>
                        <SeasonDays from={one.sent_from} to={one.sent_to} allYear={t("allYear")} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <p>{s("villageLead")}</p>
              <p className="row tell-me">
                {village.seasons.map((one) => (
                  <a
                    key={one.produce}
                    className="button quiet"
                    href={`/${path}/tell-me/${village.handle}/${one.produce}`}
                  >
                    {s("one", { produce: one.name[path] })}
                  </a>
                ))}
              </p>
            </section>
          )}
          {village.thanks.length === 0 ? null : (
            <section className="stack">
              <h2>{th("title")}</h2>
              {village.thanks.map((one, at) => (
                <Thanks key={at} thanks={one} />
              ))}
            </section>
          )}
          {village.certificates.length === 0 ? null : (
            <section className="stack">
              <h2>{t("certificates")}</h2>
              <Certificates all={village.certificates} />
            </section>
          )}
          <section className="stack">
            <h2>{t("people")}</h2>
            {village.about_people[path] === "" ? null : <p className="story">{village.about_people[path]}</p>}
            {village.people.length === 0 ? (
              <p>{t("noNames", { count: village.households })}</p>
            ) : (
              <>
                <p>{t("peopleText", { count: village.households })}</p>
                <ul className="plain chips">
                  {village.people.map((name, at) => (
                    <li key={at}>
                      <span className="tag">{name}</span>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </section>
        </div>
      </div>
    </div>
  );
}
