import { readFileSync } from "node:fs";
import { repeatable } from "./house-client.js";

interface Places {
  provinces: { code: string; name: string }[];
  cities: { code: string; name: string; provinceCode: string; streets: number }[];
}

export interface Addressee {
  line: number;
  name: string;
  phone: string;
  province_code: string;
  city: string;
  address: string;
  packs: number;
}

const FAMILY =
  "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文";
const GIVEN = [
  "秀兰",
  "建国",
  "桂英",
  "志强",
  "丽华",
  "国庆",
  "玉梅",
  "海燕",
  "文涛",
  "思源",
  "雨桐",
  "子轩",
  "晓明",
  "淑芬",
  "佳怡",
  "浩然",
];
const STREETS = ["人民路", "解放路", "中山路", "建设路", "和平路", "新华街", "文化路", "胜利街", "青年路", "长江路"];

/** Addressees spread over the real cities of the country, in proportion to their streets; the same list on every run. */
export function addressees(count: number, packs: number): Addressee[] {
  const places = JSON.parse(readFileSync(new URL("../../data/places.json", import.meta.url), "utf8")) as Places;
  const random = repeatable(1_000);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const provinces = new Map(places.provinces.map((p) => [p.code, p.name]));
  const total = places.cities.reduce((sum, city) => sum + city.streets, 0);
  return Array.from({ length: count }, (_, index) => {
    let street = random() * total;
    const city = places.cities.find((c) => (street -= c.streets) <= 0) ?? places.cities[0];
    if (!city) throw new Error("places.json holds no city");
    const province = provinces.get(city.provinceCode) ?? "";
    const town = city.name === "市辖区" ? province : city.name;
    return {
      line: index + 1,
      name: `${pick([...FAMILY])}${pick(GIVEN)}`,
      phone: `138${String(10_000_000 + Math.floor(random() * 89_999_999)).slice(0, 8)}`,
      province_code: city.provinceCode,
      city: town,
      address: `${town}${pick(STREETS)}${1 + Math.floor(random() * 280)}号${1 + Math.floor(random() * 18)}栋${1 + Math.floor(random() * 30)}0${1 + Math.floor(random() * 4)}室`,
      packs,
    };
  });
}
