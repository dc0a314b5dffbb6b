import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { MAX_CART_LINES, refuse, type Goods, type Refusal, type Result } from "@commonlot/domain";
import { valueOf } from "../../lib/refusal";
import type { Words } from "../../lib/words";
import { namesIn, plainName, type PackNames } from "../../modules/wholesale/addressees/addressee-names";
import type { AddresseeSheet, SheetOwner } from "../../modules/wholesale/addressees/addressee-types";
import type WholesaleService from "../../modules/wholesale/service";
import { packsCalled, soldPacks, type SoldPack } from "./sold-packs";

/** Names of one sheet that somebody has to say the packs of, at once, and packs that each may mean. */
const MAX_OPEN_NAMES = 20;
const MAX_CHOICES = 20;

/** A pack that ends with its size: "walnuts 1 kg", "核桃500克". */
const WITH_SIZE = /^(.*?[^\d.,\s])\s*(\d[\d.,]*\s*\p{L}+)$/u;

/**
 * What names of packs mean, as the quick order matches them: product and pack together, product and size, or the product alone where it has
 * one pack. One statement for any number of names.
 */
export const packNames: PackNames = async (sql, names) => {
  const called = names.flatMap((name) => {
    const [, product, size] = WITH_SIZE.exec(name.normalize("NFKC")) ?? [];
    return [
      { name, pack: "" },
      { name: product ?? "", pack: size ?? "" },
    ];
  });
  const found = await packsCalled(sql, called);
  return new Map(
    names.map((name, at) => {
      const [whole, parted] = [found[2 * at], found[2 * at + 1]];
      if (whole && whole.fits.length > 0) return [name, whole.fits.map((pack) => pack.variant_id)];
      const ids = parted?.fits.map((pack) => pack.variant_id) ?? [];
      // The product is there and has no such size: never guessed, even where it has one pack only.
      return [name, parted && !parted.sure && ids.length === 1 ? [...ids, ""] : ids];
    }),
  );
};

/** A name whose pack somebody has to say, with the packs that it may mean. */
interface OpenName {
  name: string;
  choices: { variant_id: string; title: Words; pack: Words }[];
}

/** Names on a sheet of which nobody knows which packs they mean, those first that most lines have. Three queries, however many lines. */
export async function openNames(container: MedusaContainer, sheet: AddresseeSheet): Promise<OpenName[]> {
  if (sheet.goods === null || sheet.wrong === 0 || sheet.state !== "checked") return [];
  const { addresseeSheets }: WholesaleService = container.resolve("wholesale");
  const texts = await addresseeSheets.unnamed(sheet.id, MAX_OPEN_NAMES);
  const names = namesIn(texts).filter((name) => name !== "" && !Object.hasOwn(sheet.pack_names, plainName(name)));
  const fits = await fitting(container, names);
  const open = names.filter((name) => fits.get(name)?.length !== 1).slice(0, MAX_OPEN_NAMES);
  // What fits nothing may be any pack that is on the sheet already.
  const onSheet = Object.keys(sheet.goods);
  const ids = (name: string) => (fits.get(name) ?? []).filter((id) => id !== "");
  const sold = await soldPacks(container, { variant_ids: [...open.flatMap(ids), ...onSheet] });
  return open.map((name) => {
    const meant = new Set(ids(name).length > 0 ? ids(name) : onSheet);
    const choices = sold.filter((pack) => meant.has(pack.variant_id)).slice(0, MAX_CHOICES);
    return { name, choices: choices.map(({ variant_id, title, pack }) => ({ variant_id, title, pack })) };
  });
}

async function fitting(
  container: MedusaContainer,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  return names.length === 0 ? new Map() : packNames(connection(container), names);
}

/** Says what names of a sheet mean, for all its lines. Only packs that are sold. */
export async function sayNames(
  container: MedusaContainer,
  by: SheetOwner,
  input: { sheet_id: string; names: readonly { name: string; variant_id: string }[] },
): Promise<void> {
  const { addresseeSheets }: WholesaleService = container.resolve("wholesale");
  const sold = await soldPacks(container, { variant_ids: input.names.map((one) => one.variant_id) });
  const there = new Set(sold.map((pack) => pack.variant_id));
  const at = input.names.findIndex((one) => !there.has(one.variant_id));
  valueOf(
    at >= 0
      ? refuse("pack_not_found", "There is no such pack here any more. Choose another.", `names.${at}`)
      : await addresseeSheets.say(by, input, packNames),
  );
}

/** The packs of a sheet as they are called today, with how many of each; those that are sold no more without a name. */
export async function goodsOfSheet(
  container: MedusaContainer,
  goods: Goods,
): Promise<{ variant_id: string; packs: number; sold: SoldPack | null }[]> {
  const sold = new Map(
    (await soldPacks(container, { variant_ids: Object.keys(goods) })).map((pack) => [pack.variant_id, pack]),
  );
  return Object.entries(goods).map(([variant_id, packs]) => ({
    variant_id,
    packs,
    sold: sold.get(variant_id) ?? null,
  }));
}

/** What a quote of all packs of a sheet is asked for; refused where one is sold no more, or they are of several cooperatives. */
export async function linesOfGoods(
  container: MedusaContainer,
  goods: Goods,
): Promise<Result<{ product_id: string; variant_id: string; packs: number }[], Refusal>> {
  const all = await goodsOfSheet(container, goods);
  if (all.length > MAX_CART_LINES)
    return refuse(
      "sheet_too_many_goods",
      `One order has at most ${MAX_CART_LINES} kinds of packs, and this sheet has ${all.length}. Bring it in parts; nothing was asked.`,
    );
  if (all.some((one) => one.sold === null))
    return refuse(
      "sheet_pack_gone",
      "A pack of this sheet is sold here no more. Write another in its lines, or bring the sheet once more; nothing was asked.",
    );
  const sold = all.flatMap((one) => (one.sold ? [{ ...one.sold, packs: one.packs }] : []));
  if (new Set(sold.map((pack) => pack.cooperative_id)).size > 1)
    return refuse(
      "sheet_two_cooperatives",
      "The packs of this sheet are of several cooperatives, and each packs for itself. Bring the packs of each as a sheet of its own; nothing was asked.",
    );
  return { ok: true, value: sold.map(({ product_id, variant_id, packs }) => ({ product_id, variant_id, packs })) };
}

const connection = (container: MedusaContainer) => container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
