import { seasonOpenMail, seasonQuestionMail, seasonStandsMail, type BuyerLanguage, type Mail } from "@commonlot/domain";
import { readEnv } from "../env";
import { seasonLink } from "./season-link";
import type { Words } from "./words";

/** Goods as a mail names them, and the page where they are bought: a product's, or its village's where it is gone. */
export interface NamedGoods {
  readonly village: { readonly handle: string; readonly name: Words };
  readonly name: Words;
  readonly product: string | null;
}

export interface SeasonMail extends Mail {
  /** So that a mail program's own button takes them off the list (RFC 8058). */
  readonly headers: Readonly<Record<string, string>>;
}

interface Reader {
  readonly id: string;
  readonly language: BuyerLanguage;
}

/** The mail about a subscription itself: the question, or that it stands. `days`: how long it can be answered. */
export function questionMail(
  reader: Reader & { readonly confirmed_at: Date | null },
  goods: NamedGoods,
  days: number,
): SeasonMail {
  const about = aboutOf(reader, goods);
  const mail = reader.confirmed_at
    ? seasonStandsMail(about)
    : seasonQuestionMail({ ...about, confirm_link: seasonLink(reader.id, "confirm", reader.language), days });
  return { ...mail, headers: unsubscribeBy(about.stop_link) };
}

export function openMail(reader: Reader, goods: NamedGoods): SeasonMail {
  const about = aboutOf(reader, goods);
  const page = goods.product === null ? `villages/${goods.village.handle}` : `products/${goods.product}`;
  const goods_link = new URL(`/${reader.language}/${page}`, readEnv().STOREFRONT_URL).href;
  return { ...seasonOpenMail({ ...about, goods_link }), headers: unsubscribeBy(about.stop_link) };
}

function aboutOf({ id, language }: Reader, goods: NamedGoods) {
  return {
    language,
    village: goods.village.name[language],
    produce: goods.name[language],
    stop_link: seasonLink(id, "stop", language),
  };
}

const unsubscribeBy = (link: string) => ({
  "List-Unsubscribe": `<${link}>`,
  "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
});
