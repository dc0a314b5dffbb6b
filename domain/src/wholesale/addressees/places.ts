/** The official divisions by their codes: two digits of a province, four of a city, six of a county (GB/T 2260). */
export interface Divisions {
  readonly province_list: Readonly<Record<string, string>>;
  readonly city_list: Readonly<Record<string, string>>;
  readonly county_list: Readonly<Record<string, string>>;
}

/** What has to be known of names beside the divisions themselves. */
export interface PlaceNames {
  /** The two digits of a province that we deliver to, by its name in either language or its code. */
  readonly provinceCode: (written: string) => string | undefined;
  /** How the name of a place is said in Latin letters ("guangzhou"), asked when somebody writes so. */
  readonly latin: (name: string) => string;
}

/** `name`: empty for a group of counties that no city governs. `is_province`: a municipality, whose counties stand alone in an address. */
export interface City {
  readonly name: string;
  readonly province: string;
  readonly is_province: boolean;
  readonly counties: readonly string[];
}
export interface County {
  readonly city: City;
  readonly name: string;
}
/** A name and what it leaves of a text that begins with it. */
export interface Begins<T> {
  readonly place: T;
  readonly rest: string;
}

/** Groups of the official list for counties that no city governs: no place, and never a part of an address. */
const NO_CITY = /^(?:县|.*直辖县.*|市辖区|直辖.*)$/;
const PEOPLES =
  "朝鲜|土家|布依|哈尼|景颇|傈僳|蒙古|柯尔克孜|哈萨克|拉祜|布朗|独龙|普米|纳西|仡佬|毛南|仫佬|撒拉|保安|东乡|裕固|锡伯|塔吉克|达斡尔|鄂温克|鄂伦春|藏|苗|羌|彝|侗|壮|傣|白|回|满|瑶|佤|怒|水|黎|畲|土|各";
const SELF_GOVERNED = new RegExp(`(?:(?:${PEOPLES})族?)+自治([州县旗])$`);
const KIND = /(?:地区|林区|特区|街道|[市盟区县旗州镇乡])$/;
const LATIN_KIND =
  /(?:city|shi|municipality|prefecture|autonomous prefecture|district|qu|county|xian|banner|qi|league|zhou)$/;
/** What the usual name in Latin letters is, where it is no pinyin. */
const LATIN_NAMES: Readonly<Record<string, string>> = {
  harbin: "哈尔滨市",
  qiqihar: "齐齐哈尔市",
  urumqi: "乌鲁木齐市",
  lhasa: "拉萨市",
  hohhot: "呼和浩特市",
  ordos: "鄂尔多斯市",
  hulunbuir: "呼伦贝尔市",
  shigatse: "日喀则市",
};

/** 广州市 → 广州, 凉山彝族自治州 → 凉山; a name of two signs stays whole. */
export function shortPlace(name: string): string {
  const short = SELF_GOVERNED.test(name) ? name.replace(SELF_GOVERNED, "") : name.replace(KIND, "");
  return short.length < 2 ? name : short;
}

/** A place as it is compared: without blanks; of one that is written in both ways ("Guangzhou 广州市") its characters. */
export function plainPlace(written: string): string {
  const plain = written.normalize("NFKC").replace(/[\s,，、/|·-]+/g, "");
  return /\p{Script=Han}/u.test(plain) ? plain.replace(/[\p{Script=Latin}'’]+/gu, "") : plain.toLowerCase();
}

const latinKey = (written: string) => written.replace(/[^a-z]+/g, "");

/** Names that lead to one thing, and to nothing where they could mean several. */
class Named<T> {
  private readonly of = new Map<string, T | null>();
  private longest = 0;

  constructor(private readonly same: (one: T, other: T) => boolean = (one, other) => one === other) {}

  add(name: string, place: T): void {
    const known = this.of.get(name);
    this.of.set(name, known === undefined || (known !== null && this.same(known, place)) ? place : null);
    this.longest = Math.max(this.longest, name.length);
  }

  get(name: string): T | undefined {
    return this.of.get(name) ?? undefined;
  }

  /** The longest name that the text begins with. */
  begins(text: string): Begins<T> | undefined {
    for (let length = Math.min(this.longest, text.length); length > 1; length -= 1) {
      const place = this.of.get(text.slice(0, length));
      if (place) return { place, rest: text.slice(length).replace(/^[\s,，、/·-]+/, "") };
    }
    return undefined;
  }
}

const sameCounty = (one: County, other: County) => one.city === other.city && one.name === other.name;

/** One province with its names. `full`: as the official list has them; `short`: as people say them, too. */
export class ProvincePlaces {
  readonly cities = { full: new Named<City>(), short: new Named<City>() };
  readonly counties = { full: new Named<County>(sameCounty), short: new Named<County>(sameCounty) };
  private latin: { cities: Named<City>; counties: Named<County> } | undefined;
  private readonly all: City[] = [];

  constructor(
    readonly code: string,
    readonly name: string,
    private readonly names: PlaceNames,
  ) {}

  add(city: City): void {
    this.all.push(city);
    for (const county of city.counties) {
      this.counties.full.add(county, { city, name: county });
      for (const name of new Set([county, shortPlace(county)])) this.counties.short.add(name, { city, name: county });
    }
    if (city.name === "") return;
    this.cities.full.add(city.name, city);
    for (const name of waysOf(city.name)) this.cities.short.add(name, city);
  }

  /** The municipality itself; undefined for every other province. */
  municipality(): City | undefined {
    return this.all.find((city) => city.is_province);
  }

  /** A city by what was written for it: in full, in short, or in Latin letters. */
  city(plain: string): City | undefined {
    return this.cities.full.get(plain) ?? this.cities.short.get(plain) ?? this.inLatin(plain, "cities");
  }

  /** A county by what was written for it, of this city or, where none is known, the only one in the province that is called so. */
  county(plain: string, city: City | undefined): County | undefined {
    if (!city)
      return this.counties.full.get(plain) ?? this.counties.short.get(plain) ?? this.inLatin(plain, "counties");
    const short = shortPlace(plain);
    const key = latinKey(plain).replace(LATIN_KIND, "");
    const name =
      city.counties.find((one) => one === plain) ??
      city.counties.find((one) => shortPlace(one) === short) ??
      (key === "" ? undefined : city.counties.find((one) => this.names.latin(shortPlace(one)) === key));
    return name === undefined ? undefined : { city, name };
  }

  /** A city whose name in Latin letters is a word of this text. */
  cityIn(text: string): City | undefined {
    const words = text.toLowerCase().split(/[^a-z'’]+/);
    for (const word of words) {
      const city = word.length > 2 ? this.inLatin(word, "cities") : undefined;
      if (city) return city;
    }
    return this.all.find((city) => city.name !== "" && text.includes(city.name));
  }

  private inLatin<Kind extends "cities" | "counties">(
    plain: string,
    kind: Kind,
  ): { cities: City; counties: County }[Kind] | undefined;
  private inLatin(plain: string, kind: "cities" | "counties"): City | County | undefined {
    const key = latinKey(plain);
    if (key.length < 3 || /\p{Script=Han}/u.test(plain)) return undefined;
    this.latin ??= this.readLatin();
    const usual = kind === "cities" ? LATIN_NAMES[key.replace(LATIN_KIND, "")] : undefined;
    if (usual) return this.cities.full.get(usual);
    return this.latin[kind].get(key) ?? this.latin[kind].get(key.replace(LATIN_KIND, ""));
  }

  private readLatin() {
    const latin = { cities: new Named<City>(), counties: new Named<County>(sameCounty) };
    for (const city of this.all) {
      if (city.name !== "") latin.cities.add(this.names.latin(shortPlace(city.name)), city);
      for (const name of city.counties) latin.counties.add(this.names.latin(shortPlace(name)), { city, name });
    }
    return latin;
  }
}

/** 凉山彝族自治州 is called 凉山 and 凉山州 as well. */
function waysOf(name: string): Set<string> {
  const short = shortPlace(name);
  const kind = SELF_GOVERNED.exec(name)?.[1];
  return new Set([name, short, ...(kind === undefined ? [] : [`${short}${kind}`])]);
}

/** All provinces that we deliver to, with their cities and counties: built once, asked for each line of a sheet. */
export class Places {
  private readonly provinces = new Map<string, ProvincePlaces>();
  private readonly named = { full: new Named<ProvincePlaces>(), short: new Named<ProvincePlaces>() };
  /** Cities by their names in full and in short, over all provinces. */
  readonly cities = { full: new Named<City>(), short: new Named<City>() };

  constructor(
    divisions: Divisions,
    private readonly names: PlaceNames,
  ) {
    const cities = grouped(divisions.city_list, 2);
    const counties = grouped(divisions.county_list, 4);
    for (const [digits, name] of Object.entries(divisions.province_list)) {
      const code = names.provinceCode(name);
      if (code === undefined) continue;
      const province = new ProvincePlaces(code, name, names);
      this.provinces.set(code, province);
      this.named.full.add(name, province);
      const short = name.replace(/(?:省|市|(?:壮族|回族|维吾尔)?自治区)$/, "");
      for (const one of [name, short]) this.named.short.add(one, province);
      const found = (cities.get(digits.slice(0, 2)) ?? []).map(([city_code, city]) => ({
        city,
        counties: (counties.get(city_code.slice(0, 4)) ?? []).map(([, county]) => county),
      }));
      for (const city of citiesOf(code, name, found)) this.add(province, city);
    }
  }

  private add(province: ProvincePlaces, city: City): void {
    province.add(city);
    if (city.name === "") return;
    this.cities.full.add(city.name, city);
    for (const name of waysOf(city.name)) this.cities.short.add(name, city);
  }

  of(code: string): ProvincePlaces | undefined {
    return this.provinces.get(code);
  }

  provinceCode(written: string): string | undefined {
    return written === "" ? undefined : this.names.provinceCode(written);
  }

  /** The province whose name in full, or in short, the text begins with. */
  provinceBegins(text: string, how: "full" | "short"): Begins<ProvincePlaces> | undefined {
    return this.named[how].begins(text);
  }
}

/** Of a municipality one city, whatever groups its counties stand in. */
function citiesOf(code: string, province: string, found: readonly { city: string; counties: string[] }[]): City[] {
  if (found.some(({ city }) => city === province))
    return [{ name: province, province: code, is_province: true, counties: found.flatMap((one) => one.counties) }];
  return found.map(({ city, counties }) => ({
    name: NO_CITY.test(city) ? "" : city,
    province: code,
    is_province: false,
    counties,
  }));
}

/** Whether a word for a city stands for none: "市辖区", "省直辖县级行政区划". */
export const isNoCity = (plain: string): boolean => plain === "" || NO_CITY.test(plain);

function grouped(list: Readonly<Record<string, string>>, digits: number): Map<string, [string, string][]> {
  const groups = new Map<string, [string, string][]>();
  for (const [code, name] of Object.entries(list)) {
    const start = code.slice(0, digits);
    const group = groups.get(start);
    if (group) group.push([code, name]);
    else groups.set(start, [[code, name]]);
  }
  return groups;
}
