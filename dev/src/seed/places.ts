import { readFileSync } from "node:fs";
import { COOPERATIVES } from "./data/people.js";
import { REGIONS, VILLAGES } from "./data/villages.js";
import { first, must, type House } from "./house.js";

interface PlacesFile {
  provinces: { code: string; name: string }[];
  cities: { code: string; name: string; provinceCode: string }[];
  counties: {
    code: string;
    name: string;
    cityCode: string;
    towns: { code: string; name: string; villages: { code: string; name: string }[] }[];
  }[];
}

/** A village's names by its official code. */
interface Place {
  village: string;
  town: string;
  county_code: string;
  county: string;
  province_code: string;
  province: string;
}

/** Village handle -> id. */
export type VillageIds = ReadonlyMap<string, string>;
/** Cooperative handle -> id. */
export type CooperativeIds = ReadonlyMap<string, string>;

export async function seedCooperatives(house: House, locations: ReadonlyMap<string, string>): Promise<CooperativeIds> {
  const ids = new Map((await house.cooperative.cooperatives()).map((one) => [one.handle, one.id]));
  for (const seed of COOPERATIVES.filter((one) => !ids.has(one.handle))) {
    const made = await house.cooperative.createCooperative({
      handle: seed.handle,
      name_zh: seed.name_zh,
      name_en: seed.name_en,
      county_code: seed.county_code,
      county_zh: countyName(seed.county_code),
      county_en: REGIONS[seed.handle].county_en,
      tz: "Asia/Shanghai",
      currency: "CNY",
      stock_location_id: locations.get(seed.handle),
      phone: seed.phone,
      card_prefix: seed.card_prefix,
    });
    ids.set(seed.handle, must(made).id);
  }
  return ids;
}

export async function seedVillages(house: House, cooperatives: CooperativeIds): Promise<VillageIds> {
  const regions = new Map((await house.village.regions()).map((one) => [one.handle, one.id]));
  for (const { province_en: _, county_en: __, ...region } of Object.values(REGIONS).filter(
    (one) => !regions.has(one.handle),
  )) {
    regions.set(region.handle, must(await house.village.createRegion(region)).id);
  }
  const ids = new Map((await house.village.villages()).map((one) => [one.handle, one.id]));
  const missing = VILLAGES.filter((one) => !ids.has(one.handle)).map(
    ({ households: _, surnames: __, region, ...village }) => {
      const place = placeOf(village.code);
      return {
        ...village,
        region_id: regions.get(region),
        name_zh: place.village,
        town_zh: place.town,
        county_code: place.county_code,
        county_zh: place.county,
        county_en: REGIONS[region].county_en,
        province_code: place.province_code,
        province_zh: place.province,
        province_en: REGIONS[region].province_en,
        cooperative_ids: [cooperatives.get(region)],
      };
    },
  );
  if (missing.length > 0) {
    for (const village of must(await house.village.addVillages(missing))) ids.set(village.handle, village.id);
  }
  return ids;
}

let file: PlacesFile | undefined;

function places(): PlacesFile {
  // Two folders up from here is the workspace, in the source and in the build alike.
  file ??= JSON.parse(readFileSync(new URL("../../data/places.json", import.meta.url), "utf8")) as PlacesFile;
  return file;
}

function countyName(code: string): string {
  return first(places().counties.filter((county) => county.code === code)).name;
}

function placeOf(village_code: string): Place {
  const { provinces, cities, counties } = places();
  const county = first(counties.filter((one) => village_code.startsWith(one.code)));
  const town = first(county.towns.filter((one) => village_code.startsWith(one.code)));
  const village = first(town.villages.filter((one) => one.code === village_code));
  const city = first(cities.filter((one) => one.code === county.cityCode));
  const province = first(provinces.filter((one) => one.code === city.provinceCode));
  return {
    // The list names the committee ("麻崖村委会"); the village is what stands before it.
    village: village.name.replace(/(村民委员会|村委会)$/, "村"),
    town: town.name,
    county_code: county.code,
    county: county.name,
    province_code: province.code,
    province: province.name,
  };
}
