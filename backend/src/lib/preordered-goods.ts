import { preorderMail, type Mail, type PreorderMail } from "@commonlot/domain";
import type { Preorder } from "../modules/pool/preorder-reads";
import { preorderLink } from "./preorder-link";
import { dayIn, HOME_TZ, timeIn } from "./today";
import type { Words } from "./words";

/** What is pre-ordered, as pages and mails name it. */
export interface PreorderedGoods {
  readonly product: { readonly handle: string; readonly name: Words };
  readonly pack: Words;
  readonly inventory_item_id: string;
  readonly units_per_pack: number;
  readonly published: boolean;
}

/** `minutes`: how long the place of a question is kept. */
export function mailOfPreorder(about: PreorderMail, preorder: Preorder, goods: PreorderedGoods, minutes: number): Mail {
  const { language, kept_until } = preorder;
  return preorderMail(about, {
    language,
    product: goods.product.name[language],
    pack: goods.pack[language],
    packs: preorder.packs,
    packs_kept: preorder.packs_kept,
    until: kept_until === null ? "" : `${dayIn(HOME_TZ, kept_until)} ${timeIn(HOME_TZ, kept_until)}`,
    link: preorderLink(preorder.id, language),
    minutes,
  });
}
