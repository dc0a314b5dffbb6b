/** A place on the map, degrees. */
export interface MapPoint {
  readonly lng: number;
  readonly lat: number;
}

const EARTH_RADIUS_KM = 6_371;

/** About where the capital of a province is: code (first two digits of GB/T 2260) -> degrees. For a distance to go by, not for a route. */
const PROVINCE_POINTS: Readonly<Record<string, readonly [lng: number, lat: number]>> = {
  "11": [116.4, 39.9],
  "12": [117.2, 39.1],
  "13": [114.5, 38.0],
  "14": [112.5, 37.9],
  "15": [111.7, 40.8],
  "21": [123.4, 41.8],
  "22": [125.3, 43.9],
  "23": [126.6, 45.8],
  "31": [121.5, 31.2],
  "32": [118.8, 32.1],
  "33": [120.2, 30.3],
  "34": [117.3, 31.8],
  "35": [119.3, 26.1],
  "36": [115.9, 28.7],
  "37": [117.0, 36.7],
  "41": [113.6, 34.7],
  "42": [114.3, 30.6],
  "43": [113.0, 28.2],
  "44": [113.3, 23.1],
  "45": [108.4, 22.8],
  "46": [110.3, 20.0],
  "50": [106.5, 29.6],
  "51": [104.1, 30.7],
  "52": [106.7, 26.6],
  "53": [102.7, 25.0],
  "54": [91.1, 29.7],
  "61": [108.9, 34.3],
  "62": [103.8, 36.1],
  "63": [101.8, 36.6],
  "64": [106.2, 38.5],
  "65": [87.6, 43.8],
};

/** Where goods to a province go, about; undefined for a code that is none. */
export function pointOfProvince(code: string): MapPoint | undefined {
  const point = PROVINCE_POINTS[code];
  return point && { lng: point[0], lat: point[1] };
}

/** Whole kilometres between two places as the crow flies (haversine formula). */
export function kilometresBetween(from: MapPoint, to: MapPoint): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half_lat = Math.sin(radians(to.lat - from.lat) / 2);
  const half_lng = Math.sin(radians(to.lng - from.lng) / 2);
  const part = half_lat ** 2 + Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * half_lng ** 2;
  return Math.round(2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(part))));
}
