import { at, fill, inside, line, oval, soft } from "./brush";

/**
 * The house's sign: many grains in one bowl, a sprout above. `round` has the corners of a tile, `full` fills its square
 * (iOS cuts it), `maskable` keeps the sign within the inner circle that Android may cut to.
 */
export function appIcon(shape: "round" | "full" | "maskable"): string {
  const bowl = "M9 33H55C55 47 46 55 32 55C18 55 9 47 9 33Z";
  const grains: readonly (readonly [number, number, string])[] = [
    [17, 30, "#F5D482"],
    [27, 28, "#FFBF47"],
    [37, 28, "#F5D482"],
    [47, 30, "#E7A53A"],
    [22, 24, "#FFBF47"],
    [32, 21, "#F5D482"],
    [42, 24, "#FFBF47"],
  ];
  const sign =
    line("M32 24V10", "#DCFCE7", 3.4) +
    fill(
      soft([
        [32, 14],
        [23, 13],
        [18, 5],
        [27, 4],
      ]),
      "#9FD3A6",
    ) +
    fill(
      soft([
        [32, 12],
        [41, 11],
        [46, 3],
        [37, 2],
      ]),
      "#DCFCE7",
    ) +
    grains.map(([x, y, colour]) => fill(oval(x, y + 2, 6.6, 6.6), colour)).join("") +
    fill(bowl, "#FFFDF8") +
    inside(bowl, fill("M40 30H60V60H26C42 54 44 44 40 30Z", "#E4DCCB")) +
    line("M14 40C22 45 42 45 50 40", "#14532D", 2.6);
  const square = `<rect width="64" height="64" ${shape === "round" ? 'rx="14" ' : ""}fill="#14532D"/>`;
  const placed = shape === "maskable" ? at(11, 11.6, sign, 0, 0.66) : at(4.5, 5.6, sign, 0, 0.86);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64">${square}${placed}</svg>`;
}
