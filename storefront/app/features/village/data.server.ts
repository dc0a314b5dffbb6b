import { z } from "zod";
import { read } from "../../lib/api.server";
import type { Both } from "../../lib/path";
import { both } from "../../lib/shapes";
import { productCards, type ProductCard } from "../produce/data.server";
import { villageArt } from "../../art/names";
import type { Picture } from "../ui/picture-files";
import { pictureOf, pictureSchema } from "../ui/pictures.server";
import { certificate, season, type Certificate, type Season } from "./certificate.server";
import { notice, type Notice } from "./notice.server";

export interface VillageCard {
  readonly handle: string;
  readonly name: Both;
  readonly town: Both;
  readonly county: Both;
  readonly province: Both;
  readonly season: Both;
  readonly households: number;
  readonly picture: Picture;
}

export interface Village extends VillageCard {
  readonly story: Both;
  /** Of those who live there; empty where nothing is told. */
  readonly about_people: Both;
  /** Pictures after the first. */
  readonly more_pictures: readonly Picture[];
  readonly place: { readonly lng: number; readonly lat: number } | null;
  /** What its households have earned this year, where there is something to tell. */
  readonly earned: { readonly amount_minor: number; readonly currency: string } | null;
  readonly products: readonly ProductCard[];
  readonly region: { readonly handle: string; readonly name: Both } | null;
  readonly seasons: readonly (Season & { readonly name: Both })[];
  readonly certificates: readonly Certificate[];
  /** What is news, newest first. */
  readonly notices: readonly Notice[];
  /** Names of those who agreed to be named. */
  readonly people: readonly string[];
}

const villageSchema = z.object({
  handle: z.string(),
  name: both,
  town: both,
  county: both.extend({ code: z.string() }),
  province: both,
  season: both,
  households: z.int(),
  intro: both,
  illustration: z.string().nullish(),
  pictures: z.array(pictureSchema).nullish(),
});
type VillageAnswer = z.output<typeof villageSchema>;
export const detailSchema = villageSchema.extend({
  story: both,
  about_people: both,
  region: z.object({ handle: z.string(), name: both }).nullish(),
  seasons: z.array(season.extend({ name: both })),
  certificates: z.array(certificate),
  notices: z.array(notice),
  people: z.array(z.string()),
  location: z.object({ lng: z.number(), lat: z.number() }).nullable(),
  products: z.array(z.object({ id: z.string(), shut: z.object({ opens_at: z.string().nullable() }).nullish() })),
  stats: z.object({ earned_minor: z.int().nullable(), currency: z.string().nullable() }),
});

export async function villageByHandle(handle: string): Promise<Village> {
  const { village } = await read(`/store/villages/${encodeURIComponent(handle)}`, z.object({ village: detailSchema }));
  return villageOf(village);
}

/** A village of an answer with the products it names. */
export async function villageOf(village: z.output<typeof detailSchema>): Promise<Village> {
  const { earned_minor, currency } = village.stats;
  const shut = new Map(village.products.map((product) => [product.id, product.shut ?? null]));
  const products = await productCards([...shut.keys()]);
  return {
    ...cardOf(village),
    story: village.story,
    about_people: village.about_people,
    more_pictures: (village.pictures ?? []).slice(1),
    place: village.location,
    earned:
      earned_minor === null || earned_minor === 0 || currency === null
        ? null
        : { amount_minor: earned_minor, currency },
    region: village.region ?? null,
    seasons: village.seasons,
    certificates: village.certificates,
    notices: village.notices,
    people: village.people,
    products: products.map((product) => ({ ...product, shut: shut.get(product.id) ?? null })),
  };
}

function cardOf(village: VillageAnswer): VillageCard {
  return {
    handle: village.handle,
    name: village.name,
    town: village.town,
    county: village.county,
    province: village.province,
    season: village.season,
    households: village.households,
    picture: pictureOf(
      village.pictures,
      villageArt({ illustration: village.illustration, county_code: village.county.code, handle: village.handle }),
    ),
  };
}
