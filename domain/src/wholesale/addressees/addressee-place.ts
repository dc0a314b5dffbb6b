import { isNoCity, plainPlace, type Begins, type City, type Places, type ProvincePlaces } from "./places";

/** What was written of where somebody lives, cell by cell. */
export interface WrittenPlace {
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly town: string;
  readonly address: string;
}

export const PLACE_FAULTS = ["no_province", "no_city", "bad_city", "bad_district", "bad_address"] as const;
export type PlaceFault = (typeof PLACE_FAULTS)[number];

/**
 * Where a parcel goes. `city`: city and county as an address keeps them, in one field: 广州市天河区, of a municipality the county alone
 * (docs/adr/0045); empty where the address holds them in words of its own. `address`: town and street, without the places that stand before it.
 */
export interface ReadPlace {
  readonly province_code: string | null;
  readonly city: string;
  readonly address: string;
  readonly faults: readonly PlaceFault[];
}

/** Districts that no official list has, but signs and parcels do: 高新区, 苏州工业园区. */
const ZONE = /(?:开发区|高新区|新区|园区|管理区|管委会|保税区|示范区|风景区|度假区|试验区|合作区|矿区|农场)$/;
/** What makes a road of a city's name: 南京路 is not in 南京. */
const ROAD = /^[东南西北中]?(?:[一二三四五六七八九十]|大)?[路街道巷弄里]/;

/**
 * Province, city and county by their columns, and by what the address begins with: in full or in short, in characters or Latin letters, of a
 * municipality in any column. A city has to be of its province and a county of its city; a city is needed unless the address holds it.
 */
export function readPlace(places: Places, written: WrittenPlace): ReadPlace {
  const columns = {
    province: plainPlace(written.province),
    city: plainPlace(written.city),
    district: plainPlace(written.district),
  };
  const found = provinceOf(places, written, columns);
  if (!found)
    return { province_code: null, city: "", address: streetOf(written, written.address), faults: ["no_province"] };
  const { province } = found;
  const faults = new Set<PlaceFault>();
  const named = cityOf(places, province, found.city);
  if (named === "wrong") faults.add("bad_city");
  const of = named === "wrong" ? {} : named;
  const district = districtOf(province, of, columns.district);
  if (district === "wrong" && named !== "wrong") faults.add("bad_district");
  const known = district === "wrong" ? of : district;
  const begun = addressOf(places, province, known, written.address);
  if (begun === "elsewhere") faults.add("bad_city");
  const read = begun === "elsewhere" ? { ...known, street: written.address, held: true } : begun;
  if (named !== "wrong" && begun !== "elsewhere" && !read.city && !read.held) faults.add("no_city");
  const address = streetOf(written, read.street);
  if (written.address !== "" && !isSaid(address)) faults.add("bad_address");
  return {
    province_code: province.code,
    city: read.held ? "" : keptCity(read),
    address,
    faults: PLACE_FAULTS.filter((fault) => faults.has(fault)),
  };
}

interface Known {
  readonly city?: City | undefined;
  readonly county?: string | undefined;
}

/** The province, and what is left to be read for the city. */
function provinceOf(
  places: Places,
  { province, address }: WrittenPlace,
  columns: { province: string; city: string },
): { province: ProvincePlaces; city: string } | undefined {
  const of = (code: string | undefined, city = columns.city) => {
    const known = code === undefined ? undefined : places.of(code);
    return known ? { province: known, city } : undefined;
  };
  const written = of(places.provinceCode(province) ?? places.provinceCode(columns.province));
  if (written) return written;
  // 广东省广州市, or a city, in the column of the province.
  const behind = (rest: string) => (columns.city.startsWith(rest) || rest === "" ? columns.city : rest + columns.city);
  for (const text of [columns.province, columns.city]) {
    if (text === "") continue;
    const own = text === columns.city ? columns.city : undefined;
    const city = places.cities.full.get(text);
    if (city) return of(city.province, own ?? behind(text));
    const begins = places.provinceBegins(text, "full") ?? places.provinceBegins(text, "short");
    if (begins) return of(begins.place.code, own ?? behind(begins.rest));
    const short = places.cities.full.begins(text)?.place ?? places.cities.short.get(text);
    if (short) return of(short.province, own ?? behind(text));
  }
  const city = places.cities.full.begins(address);
  const begins = places.provinceBegins(address, "full") ?? places.provinceBegins(address, "short");
  // 海南藏族自治州 is not in 海南, nor 吉林市 elsewhere than in 吉林.
  if (city && (!begins || city.place.name.startsWith(begins.place.name.slice(0, 2)))) return of(city.place.province);
  return begins ? of(begins.place.code) : of(places.cities.short.begins(address)?.place.province);
}

/** What stands in the column of the city: the city, with or without its province and county, or a county that says its city. */
function cityOf(places: Places, province: ProvincePlaces, plain: string): Known | "wrong" {
  if (isNoCity(plain)) return { city: province.municipality() };
  const city = province.city(plain);
  if (city) return { city };
  const before = places.provinceBegins(plain, "full") ?? places.provinceBegins(plain, "short");
  if (before && before.place === province) return cityOf(places, province, before.rest);
  const begins = province.cities.full.begins(plain) ?? province.cities.short.begins(plain);
  const inside = begins && province.county(begins.rest, begins.place);
  if (begins && inside) return { city: begins.place, county: inside.name };
  const county = province.county(plain, undefined);
  if (county) return { city: county.city, county: county.name };
  const own = province.municipality();
  return own && ZONE.test(plain) ? { city: own, county: plain } : "wrong";
}

function districtOf(province: ProvincePlaces, known: Known, plain: string): Known | "wrong" {
  if (isNoCity(plain) || plain === known.city?.name) return known;
  const { city } = known;
  const county = province.county(plain, city);
  // 广州市天河区 in the column of the district.
  const begins = county ? undefined : province.cities.full.begins(plain);
  if (begins && begins.rest !== "" && (!city || begins.place === city))
    return districtOf(province, { ...known, city: begins.place }, begins.rest);
  if (county)
    return known.county && known.county !== county.name ? "wrong" : { city: county.city, county: county.name };
  const unlisted = ZONE.test(plain) || (city !== undefined && city.counties.every((one) => !/[区县市旗]$/.test(one)));
  return unlisted && city && !province.counties.full.get(plain) ? { city, county: plain } : "wrong";
}

interface ReadAddress extends Known {
  readonly street: string;
  /** The address says the city in words that stay in it. */
  readonly held: boolean;
}

/** The places that an address begins with, taken off it where they say what the columns say, or what the columns leave open. */
function addressOf(places: Places, province: ProvincePlaces, known: Known, written: string): ReadAddress | "elsewhere" {
  const own = written.trim();
  const at = afterProvince(places, province, own);
  if (at === "elsewhere") return at;
  const begins = province.cities.full.begins(at) ?? shortBegins(province, at);
  if (begins && known.city && begins.place !== known.city)
    return province.cities.full.begins(at) && countyBegins(begins.place, begins.rest)
      ? "elsewhere"
      : { ...known, street: at, held: false };
  const city = begins?.place ?? known.city;
  const rest = begins?.rest ?? at;
  const county = city ? countyBegins(city, rest) : province.counties.full.begins(rest);
  if (!county) {
    if (city) return { ...known, city, street: rest, held: false };
    const held = province.cities.short.begins(at);
    const says = (held && !ROAD.test(held.rest)) || province.cityIn(own) !== undefined;
    return { ...known, street: says ? own : at, held: says };
  }
  // Another district than its column says: what stands in the address stays there.
  if (known.county !== undefined && known.county !== county.place.name)
    return { ...known, city, street: rest, held: false };
  return { city: county.place.city, county: county.place.name, street: county.rest, held: false };
}

/** The address behind the name of its own province; "elsewhere" where it goes to a city of another one. */
function afterProvince(places: Places, province: ProvincePlaces, address: string): string {
  const begins = places.provinceBegins(address, "full") ?? places.provinceBegins(address, "short");
  if (!begins) return address;
  const full = address.startsWith(begins.place.name);
  const { place, rest } = begins;
  const goesOn = place.cities.short.begins(rest) !== undefined || place.counties.full.begins(rest) !== undefined;
  if (place !== province) return full && goesOn ? "elsewhere" : address;
  // 北京市 is its own city, and 吉林市 one of 吉林.
  return (full && !province.municipality()) || goesOn ? rest : address;
}

/** 广州天河区…: a city in short, when one of its counties stands behind it. */
function shortBegins(province: ProvincePlaces, text: string): Begins<City> | undefined {
  const begins = province.cities.short.begins(text);
  return begins && countyBegins(begins.place, begins.rest) ? begins : undefined;
}

function countyBegins(city: City, text: string) {
  const name = city.counties.filter((one) => text.startsWith(one)).sort((one, other) => other.length - one.length)[0];
  return name === undefined
    ? undefined
    : { place: { city, name }, rest: text.slice(name.length).replace(/^[\s,，、/·-]+/, "") };
}

/** The town before the street, unless it stands there already. */
function streetOf({ town }: WrittenPlace, street: string): string {
  return town === "" || street.startsWith(town) ? street : `${town}${street}`;
}

function keptCity({ city, county }: Known): string {
  if (!city) return "";
  if (city.is_province || city.name === "") return county ?? city.name;
  return `${city.name}${county ?? ""}`;
}

/** Two letters, digits or characters at least: a sign alone, or a picture, is no door. */
const isSaid = (address: string) => (address.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= 2;
