// What every drawing is made with: flat shapes of cut paper, no gradients, the same every time it is drawn.

export type Point = readonly [x: number, y: number];
export type Chance = () => number;

/** A small generator (mulberry32 over an FNV-1a hash of the text): a drawing needs sameness, not secrecy. */
export function chanceOf(text: string): Chance {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return () => {
    hash = (hash + 0x6d2b79f5) | 0;
    let t = Math.imul(hash ^ (hash >>> 15), 1 | hash);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const between = (chance: Chance, low: number, high: number): number => low + chance() * (high - low);

export function pick<One>(chance: Chance, of: readonly [One, ...One[]]): One {
  return of[Math.floor(chance() * of.length)] ?? of[0];
}

/** A number as short as a tenth of a pixel allows. */
export const n = (value: number): string => String(Math.round(value * 10) / 10);

/** One picture: its size, and all that lies on it from back to front. */
export function sheet(width: number, height: number, ...parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${parts.join("")}</svg>`;
}

export const fill = (d: string, colour: string): string => `<path d="${d}" fill="${colour}"/>`;

export function line(d: string, colour: string, width: number): string {
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round"/>`;
}

/** Moved to x and y, turned by degrees, grown by a factor (or by one across and one down). */
export function at(x: number, y: number, body: string, turn = 0, size = 1, tall = size): string {
  const turned = turn === 0 ? "" : ` rotate(${n(turn)})`;
  const sized =
    size === 1 && tall === 1 ? "" : ` scale(${Math.round(size * 1000) / 1000} ${Math.round(tall * 1000) / 1000})`;
  return `<g transform="translate(${n(x)} ${n(y)})${turned}${sized}">${body}</g>`;
}

/** What of `body` lies within the outline: shade and light of a solid thing. */
export function inside(outline: string, body: string): string {
  const id = `c${hashOf(outline + body)}`;
  return `<clipPath id="${id}"><path d="${outline}"/></clipPath><g clip-path="url(#${id})">${body}</g>`;
}

/** A solid thing: its own colour, and within its outline what shade and light it has. */
export const solid = (outline: string, colour: string, ...within: readonly string[]): string =>
  fill(outline, colour) + inside(outline, within.join(""));

/** Two pictures with the same shape at the same place may share a clip; all others have one each. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

export function oval(x: number, y: number, rx: number, ry: number): string {
  return `M${n(x - rx)} ${n(y)}a${n(rx)} ${n(ry)} 0 1 0 ${n(rx * 2)} 0a${n(rx)} ${n(ry)} 0 1 0 ${n(-rx * 2)} 0Z`;
}

/** A soft line through all points (Catmull-Rom as Béziers), closed into an outline or left open. */
export function soft(points: readonly Point[], closed = true): string {
  const count = points.length;
  const point = (index: number): Point =>
    (closed ? points[(index + count) % count] : points[Math.min(count - 1, Math.max(0, index))]) ?? [0, 0];
  const start = point(0);
  let d = `M${n(start[0])} ${n(start[1])}`;
  for (let i = 0; i < (closed ? count : count - 1); i++) {
    const [before, from, to, after] = [point(i - 1), point(i), point(i + 1), point(i + 2)];
    const [ax, ay] = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6];
    const [bx, by] = [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6];
    d += `C${n(ax)} ${n(ay)} ${n(bx)} ${n(by)} ${n(to[0])} ${n(to[1])}`;
  }
  return closed ? `${d}Z` : d;
}

/** A round thing cut by hand: no two radii quite the same. `wobble` is the part of the radius that may lack. */
export function blob(
  chance: Chance,
  x: number,
  y: number,
  rx: number,
  ry: number,
  wobble = 0.06,
  corners = 10,
): string {
  const points = Array.from({ length: corners }, (_, i): Point => {
    const angle = ((i + (chance() - 0.5) * 0.4) / corners) * Math.PI * 2;
    const reach = 1 - chance() * wobble;
    return [x + Math.cos(angle) * rx * reach, y + Math.sin(angle) * ry * reach];
  });
  return soft(points);
}

export interface LeafColours {
  light: string;
  dark: string;
  vein: string;
}

/** A leaf that starts at its stalk and lies along x; `bend` lifts its middle. Two halves, a rib, and veins. */
export function leaf(length: number, width: number, colours: LeafColours, bend = 0, veins = 5): string {
  const half = width / 2;
  const rib = `M0 0Q${n(length / 2)} ${n(-bend)} ${n(length)} 0`;
  const edge = (side: number) =>
    `M0 0C${n(length * 0.22)} ${n(side * half * 1.25 - bend * 0.6)} ${n(length * 0.68)} ${n(side * half * 1.15 - bend * 0.7)} ${n(length)} 0Q${n(length / 2)} ${n(-bend)} 0 0Z`;
  const lines = Array.from({ length: veins }, (_, i) => {
    const t = (i + 1.2) / (veins + 1.6);
    const [x, y] = [length * t, -bend * 2 * t * (1 - t)];
    const reach = half * 0.82 * Math.sin(Math.PI * Math.min(0.94, t + 0.06));
    return `M${n(x)} ${n(y)}q${n(reach * 0.3)} ${n(-reach * 0.5)} ${n(reach * 0.75)} ${n(-reach * 0.85)}M${n(x)} ${n(y)}q${n(reach * 0.3)} ${n(reach * 0.5)} ${n(reach * 0.75)} ${n(reach * 0.85)}`;
  }).join("");
  return (
    fill(edge(-1), colours.light) +
    fill(edge(1), colours.dark) +
    line(rib, colours.vein, Math.min(7, Math.max(2, width / 22))) +
    inside(edge(-1) + edge(1), line(lines, colours.vein, Math.max(1.4, Math.min(3.4, width / 42))))
  );
}
