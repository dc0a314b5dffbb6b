import { geoConicEqualArea, geoGraticule, geoPath } from "d3-geo";
import type { Both } from "../../lib/path";

// Where a village is, as one dot among a few well-known cities. No borders: the question is only "about where".

const WIDTH = 420;
const HEIGHT = 320;

const CITIES: readonly { name: Both; lng: number; lat: number }[] = [
  { name: { zh: "北京", en: "Beijing" }, lng: 116.4, lat: 39.9 },
  { name: { zh: "上海", en: "Shanghai" }, lng: 121.5, lat: 31.2 },
  { name: { zh: "广州", en: "Guangzhou" }, lng: 113.3, lat: 23.1 },
  { name: { zh: "成都", en: "Chengdu" }, lng: 104.1, lat: 30.7 },
  { name: { zh: "西安", en: "Xi'an" }, lng: 108.9, lat: 34.3 },
  { name: { zh: "武汉", en: "Wuhan" }, lng: 114.3, lat: 30.6 },
  { name: { zh: "昆明", en: "Kunming" }, lng: 102.7, lat: 25.0 },
  { name: { zh: "乌鲁木齐", en: "Urumqi" }, lng: 87.6, lat: 43.8 },
  { name: { zh: "哈尔滨", en: "Harbin" }, lng: 126.6, lat: 45.8 },
  { name: { zh: "拉萨", en: "Lhasa" }, lng: 91.1, lat: 29.7 },
];

export interface LocatorMap {
  readonly width: number;
  readonly height: number;
  readonly grid: string;
  readonly cities: readonly { readonly name: Both; readonly x: number; readonly y: number }[];
  readonly here: { readonly x: number; readonly y: number };
}

/** The map's numbers, worked out on the server, so that the browser needs no map code. */
export function locatorMap(place: { lng: number; lat: number }): LocatorMap {
  const projection = geoConicEqualArea()
    .parallels([25, 47])
    .rotate([-105, 0])
    .fitExtent(
      [
        [28, 20],
        [WIDTH - 40, HEIGHT - 20],
      ],
      {
        type: "MultiPoint",
        coordinates: [...CITIES.map(({ lng, lat }): [number, number] => [lng, lat]), [84, 40], [110, 19]],
      },
    );
  const at = (lng: number, lat: number) => {
    const [x = 0, y = 0] = projection([lng, lat]) ?? [];
    return { x: round(x), y: round(y) };
  };
  const grid = geoGraticule()
    .extent([
      [70, 14],
      [140, 56],
    ])
    .step([10, 10])();
  return {
    width: WIDTH,
    height: HEIGHT,
    grid: geoPath(projection).digits(1)(grid) ?? "",
    cities: CITIES.map((city) => ({ name: city.name, ...at(city.lng, city.lat) })),
    here: at(place.lng, place.lat),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
