import { areaList } from "@vant/area-data";
import { pinyin } from "pinyin-pro";
import type { Path } from "../../i18n/locale";
import { isProvince } from "./provinces";

/** A division as it is kept (`name`, in Chinese) and as a reader sees it. */
export interface Place {
  readonly name: string;
  readonly label: string;
}

export interface City extends Place {
  readonly counties: readonly Place[];
}

/** Groups of the official list for counties that no city governs: no place, and never a part of an address. */
const NO_CITY = /^(县|.*直辖县.*)$/;
/** What kind of place it is: the characters beside the pinyin say it. */
const KIND = /(自治州|自治县|自治旗|地区|街道|[市县区盟旗镇乡])$/;
const VOWEL = /^[aoe]/;

/** The cities of a province with their counties; none for a province that is not known. */
export function citiesOf(province: string, path: Path): City[] {
  const shown = ({ city, counties }: Division): City => ({
    ...place(city, path),
    counties: counties.map((county) => place(county, path)),
  });
  return divisionsOf(province).map(shown);
}

/** Whether the county is one of the city, and the city one of the province. */
export function isPlace(province: string, city: string, county: string): boolean {
  return divisionsOf(province).some((one) => one.city === city && one.counties.includes(county));
}

/**
 * City and county as an address keeps them, in its one field for the city: 广州市天河区. Labels, invoices, Medusa Admin and any other
 * client read an address so. Of a municipality, and where no city is, the county alone: 朝阳区, 济源市.
 */
export function keptCity(province: string, city: string, county: string): string {
  return city === province || NO_CITY.test(city) ? county : `${city}${county}`;
}

/** City and county of what an address keeps. Of one from elsewhere as much as can be read; the rest is chosen anew. */
export function readCity(province: string, kept: string): { city: string; county: string } {
  const { divisions, read } = provinceOf(province) ?? NOWHERE;
  return read.get(kept) ?? { city: divisions.find((one) => one.city === kept)?.city ?? "", county: "" };
}

interface Division {
  readonly city: string;
  readonly counties: readonly string[];
}

interface Province {
  readonly divisions: readonly Division[];
  /** By what an address keeps. */
  readonly read: ReadonlyMap<string, { city: string; county: string }>;
}

const NOWHERE: Province = { divisions: [], read: new Map() };

let known: ReadonlyMap<string, Province> | undefined;

function provinceOf(name: string): Province | undefined {
  known ??= allProvinces();
  return known.get(name);
}

function divisionsOf(province: string): readonly Division[] {
  return provinceOf(province)?.divisions ?? [];
}

/** A code's first two digits are its province, its first four its city. */
function allProvinces(): Map<string, Province> {
  const { province_list, city_list, county_list } = areaList;
  const cities = groupBy(city_list, 2);
  const counties = groupBy(county_list, 4);
  return new Map(
    Object.entries(province_list).flatMap(([code, province]): [string, Province][] => {
      if (!isProvince(province)) return [];
      const divisions = (cities.get(code.slice(0, 2)) ?? []).map(([city_code, city]) => ({
        city,
        counties: (counties.get(city_code.slice(0, 4)) ?? []).map(([, county]) => county),
      }));
      const read = divisions.flatMap(({ city, counties }) =>
        counties.map((county) => [keptCity(province, city, county), { city, county }] as const),
      );
      return [[province, { divisions, read: new Map(read) }]];
    }),
  );
}

function groupBy(list: Record<string, string>, digits: number): Map<string, [code: string, name: string][]> {
  const groups = new Map<string, [string, string][]>();
  for (const [code, name] of Object.entries(list)) {
    const start = code.slice(0, digits);
    const group = groups.get(start);
    if (group) group.push([code, name]);
    else groups.set(start, [[code, name]]);
  }
  return groups;
}

function place(name: string, path: Path): Place {
  return { name, label: path === "zh" ? name : `${romanised(name)} ${name}` };
}

/** 广州市 → Guangzhou, 西安市 → Xi'an. */
function romanised(name: string): string {
  const short = name.replace(KIND, "");
  const syllables = pinyin(short.length < 2 ? name : short, { toneType: "none", type: "array" });
  const joined = syllables.map((one, at) => (at > 0 && VOWEL.test(one) ? `'${one}` : one)).join("");
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}
