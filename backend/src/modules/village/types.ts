import { z } from "zod";

const name = z.string().trim().min(1).max(80);
/** A story is read on a phone: four short paragraphs at most. */
const story = z.string().trim().min(1).max(2000);
const handle = z.string().regex(/^[a-z0-9-]{2,60}$/);

export const regionInput = z.strictObject({
  handle,
  name_zh: name,
  name_en: name,
  intro_zh: story,
  intro_en: story,
});
export type RegionInput = z.input<typeof regionInput>;

export const villageInput = z.strictObject({
  handle,
  region_id: z.string().min(1).max(128),
  /** The official 12-digit code of the village. */
  code: z.string().regex(/^[0-9]{12}$/),
  name_zh: name,
  name_en: name,
  town_zh: name,
  town_en: name,
  county_code: z.string().regex(/^[0-9]{6}$/),
  county_zh: name,
  county_en: name,
  province_code: z.string().regex(/^[0-9]{2}$/),
  province_zh: name,
  province_en: name,
  story_zh: story,
  story_en: story,
  /** About those who live there; empty where nothing is said. */
  people_zh: z.string().trim().max(600).default(""),
  people_en: z.string().trim().max(600).default(""),
  season_zh: name,
  season_en: name,
  lng: z.number().min(-180).max(180).nullable(),
  lat: z.number().min(-90).max(90).nullable(),
  colour: z.string().regex(/^#[0-9A-Fa-f]{6}$/),
  illustration: handle,
  cooperative_ids: z.array(z.string().min(1).max(128)).min(1).max(20),
});
export type VillageInput = z.input<typeof villageInput>;

export interface RegionRow {
  id: string;
  handle: string;
  name_zh: string;
  name_en: string;
  intro_zh: string;
  intro_en: string;
}

export type VillageRow = Omit<z.output<typeof villageInput>, "region_id"> & {
  id: string;
  region_id: string;
};
