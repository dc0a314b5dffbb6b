// A village's picture, drawn: flat layers of paper, the same for the same village every time. Three kinds of country,
// after the places the produce comes from. Not a likeness of the place, and the page says "drawing".

export type Scene = "mountains" | "paddies" | "oasis";
export const SCENES: readonly Scene[] = ["mountains", "paddies", "oasis"];

const WIDTH = 1200;
const HEIGHT = 600;

interface Palette {
  sky: string;
  sun: string;
  cloud: string;
  ridges: readonly string[];
  ground: string;
  groundDark: string;
  crops: readonly string[];
  trees: readonly string[];
  trunk: string;
  wall: string;
  wallShade: string;
  roof: string;
  roofShade: string;
}

const PALETTES: Record<Scene, Palette> = {
  mountains: {
    sky: "#FBF1DD",
    sun: "#EFB36B",
    cloud: "#FFFBF2",
    ridges: ["#D3DCCB", "#B3C6B0", "#8BAA8D", "#5F8A6B"],
    ground: "#3F7350",
    groundDark: "#2F5E40",
    crops: ["#7FA65B", "#A6B95C", "#5E9158", "#C7B75A"],
    trees: ["#2C5A3A", "#3D7047", "#4F8452"],
    trunk: "#5B4230",
    wall: "#F6EEDC",
    wallShade: "#E2D5BB",
    roof: "#5A5F63",
    roofShade: "#43484C",
  },
  paddies: {
    sky: "#EAF3EC",
    sun: "#F3C77B",
    cloud: "#FBFEFB",
    ridges: ["#CFE0D8", "#A9C8BC", "#7FAE9C", "#4F8B72"],
    ground: "#86A94F",
    groundDark: "#6A9140",
    crops: ["#BFD2C9", "#D9E6DC", "#A4C25F", "#C9D66F"],
    trees: ["#2F6B45", "#448055", "#5E9A5F"],
    trunk: "#5B4230",
    wall: "#FBF6EA",
    wallShade: "#E6DDC8",
    roof: "#7A5A48",
    roofShade: "#5E4335",
  },
  oasis: {
    sky: "#FBEBD2",
    sun: "#E58F55",
    cloud: "#FFF7E8",
    ridges: ["#EBD3B4", "#E0BC93", "#D2A475", "#C4905F"],
    ground: "#7F9A4B",
    groundDark: "#687F3C",
    crops: ["#A9B75B", "#8EA64F", "#C7BE6A", "#6F8D45"],
    trees: ["#D9A436", "#C78B2B", "#8E9F43"],
    trunk: "#7A5B3C",
    wall: "#E7C99A",
    wallShade: "#D1AE7C",
    roof: "#B98B5B",
    roofShade: "#9C7347",
  },
};

/** The whole picture as SVG text. `seed` is the village's handle. */
export function landscape(scene: Scene, seed: string): string {
  const random = randomFrom(`${scene}:${seed}`);
  const colours = PALETTES[scene];
  const between = (low: number, high: number) => low + random() * (high - low);
  const parts: string[] = [`<rect width="${WIDTH}" height="${HEIGHT}" fill="${colours.sky}"/>`];

  const sunX = between(0.2, 0.8) * WIDTH;
  parts.push(`<circle cx="${n(sunX)}" cy="${n(between(120, 170))}" r="${n(between(52, 70))}" fill="${colours.sun}"/>`);
  for (let i = 0; i < 3; i++)
    parts.push(cloud(between(60, WIDTH - 260), between(50, 190), between(0.7, 1.2), colours.cloud));
  parts.push(birds(between(200, 900), between(90, 180)));

  const height = { mountains: 210, paddies: 150, oasis: 80 }[scene];
  colours.ridges.forEach((fill, layer) => {
    const base = 290 + layer * 44;
    const rough = scene === "oasis" ? 0.25 : 1;
    parts.push(ridge(base, height * (1 - layer * 0.17), rough, fill, random));
    if (layer === 2 && scene === "mountains") parts.push(terraces(base, colours, random));
  });

  if (scene === "mountains") parts.push(slopes(colours, random));
  if (scene === "paddies") parts.push(paddies(colours, random));
  if (scene === "oasis") parts.push(fields(colours, random));

  const centre = between(0.3, 0.66) * WIDTH;
  const houses = Array.from({ length: 6 }, (_, index) => ({
    // A house to a plot, in two rows: none stands in another.
    x: centre + (index - 2.5) * 84 + between(-16, 16),
    y: index % 2 ? between(448, 462) : between(410, 422),
    size: between(0.78, 1),
  })).sort((a, b) => a.y - b.y);
  for (const house of houses) parts.push(homestead(scene, house.x, house.y, house.size, colours));

  const clear = scene === "paddies" ? 330 : 250;
  const trees = Array.from({ length: 26 }, () => ({ x: between(-20, WIDTH + 20), y: between(420, 600) }))
    .filter((tree) => (tree.y > 500 && scene !== "paddies") || Math.abs(tree.x - centre) > clear)
    .sort((a, b) => a.y - b.y);
  for (const tree of trees) {
    const fill = colours.trees[Math.floor(random() * colours.trees.length)] ?? colours.ground;
    parts.push(treeOf(scene, tree.x, tree.y, 0.45 + (tree.y - 400) / 260, fill, colours.trunk));
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="xMidYMid slice">${parts.join("")}</svg>`;
}

/** A curve of hills: the sum of a few waves, so that a ridge never repeats within the picture. */
function ridge(base: number, height: number, rough: number, fill: string, random: () => number): string {
  const waves = [1.3, 2.9, 6.1, 11.7].map((frequency, index) => ({
    frequency: frequency * (0.85 + random() * 0.3),
    phase: random() * Math.PI * 2,
    weight: [0.55, 0.32, 0.13 * rough, 0.06 * rough][index] ?? 0,
  }));
  const points: string[] = [];
  for (let x = 0; x <= WIDTH; x += 24) {
    const t = (x / WIDTH) * Math.PI * 2;
    const wave = waves.reduce((sum, w) => sum + w.weight * Math.sin(w.frequency * t * 0.5 + w.phase), 0);
    points.push(`${x} ${n(base - height * (0.35 + wave * 0.6))}`);
  }
  return `<path d="M0 ${HEIGHT}L${points.join("L")}L${WIDTH} ${HEIGHT}Z" fill="${fill}"/>`;
}

/** Steps of fields on a hillside. */
function terraces(base: number, colours: Palette, random: () => number): string {
  const x = 140 + random() * 760;
  return Array.from({ length: 6 }, (_, step) => {
    const y = base - 8 + step * 17;
    const half = 110 + step * 26;
    const fill = colours.crops[step % colours.crops.length];
    return `<path d="M${n(x - half)} ${n(y + 9)}C${n(x - half / 2)} ${n(y - 10)} ${n(x + half / 2)} ${n(y - 12)} ${n(x + half)} ${n(y + 5)}C${n(x + half / 2)} ${n(y + 4)} ${n(x - half / 2)} ${n(y + 6)} ${n(x - half)} ${n(y + 9)}Z" fill="${fill}"/>`;
  }).join("");
}

function slopes(colours: Palette, random: () => number): string {
  const dip = 440 + random() * 24;
  const ground = `<path d="M0 ${n(dip + 16)}C300 ${n(dip - 34)} 560 ${n(dip + 28)} 820 ${n(dip)}S1120 ${n(dip - 18)} 1200 ${n(dip + 8)}V600H0Z" fill="${colours.ground}"/>`;
  const rows = Array.from({ length: 8 }, (_, row) => {
    const y = dip + 40 + row * 16;
    return `<path d="M-20 ${n(y + 14)}C320 ${n(y - 26)} 620 ${n(y + 26)} 1220 ${n(y - 6)}" stroke="${row % 2 ? colours.crops[0] : colours.groundDark}" stroke-width="${4 + row * 0.7}" stroke-dasharray="${row % 2 ? "3 15" : "none"}" stroke-linecap="round" fill="none"/>`;
  }).join("");
  return ground + rows;
}

function paddies(colours: Palette, random: () => number): string {
  const parts = [`<path d="M0 446C300 424 700 458 1200 436V600H0Z" fill="${colours.ground}"/>`];
  for (let row = 0; row < 5; row++) {
    const y = 462 + row * 30;
    let x = -random() * 160;
    while (x < WIDTH) {
      const width = 130 + random() * 150 + row * 26;
      const fill = colours.crops[Math.floor(random() * colours.crops.length)] ?? colours.ground;
      const tall = 16 + row * 4;
      parts.push(
        `<path d="M${n(x + 10)} ${n(y)}L${n(x + width)} ${n(y - 3)}L${n(x + width + 14)} ${n(y + tall)}L${n(x - 4)} ${n(y + tall + 3)}Z" fill="${fill}"/>`,
      );
      if (fill.startsWith("#A4") || fill.startsWith("#C9")) {
        parts.push(
          `<path d="M${n(x + 16)} ${n(y + tall / 2)}H${n(x + width - 4)}" stroke="${colours.groundDark}" stroke-width="3" stroke-dasharray="2 9" stroke-linecap="round"/>`,
        );
      }
      x += width + 18;
    }
  }
  return parts.join("");
}

function fields(colours: Palette, random: () => number): string {
  const parts = [`<path d="M0 452C360 430 800 462 1200 440V600H0Z" fill="${colours.ground}"/>`];
  const vanish = 300 + random() * 600;
  for (let i = -9; i <= 9; i++) {
    const fill = colours.crops[(i + 9) % colours.crops.length];
    parts.push(
      `<path d="M${n(vanish + i * 46)} 470L${n(vanish + i * 46 + 34)} 470L${n(vanish + i * 190 + 140)} 600H${n(vanish + i * 190)}Z" fill="${fill}"/>`,
    );
  }
  parts.push(`<path d="M0 462C300 452 820 474 1200 456V468C820 486 300 464 0 474Z" fill="#9FC3C7"/>`);
  return parts.join("");
}

function homestead(scene: Scene, x: number, y: number, size: number, c: Palette): string {
  const g = (body: string) => `<g transform="translate(${n(x)} ${n(y)}) scale(${n(size)})">${body}</g>`;
  if (scene === "oasis") {
    return g(
      `<rect x="-44" y="-46" width="88" height="46" fill="${c.wall}"/><rect x="14" y="-46" width="30" height="46" fill="${c.wallShade}"/><rect x="-48" y="-52" width="96" height="9" fill="${c.roof}"/><rect x="-12" y="-26" width="16" height="26" rx="7" fill="${c.roofShade}"/><rect x="-34" y="-34" width="12" height="12" fill="${c.roofShade}"/><path d="M48 0V-30M48 -30H84M84 -30V0M60 -30V0M72 -30V0" stroke="${c.trunk}" stroke-width="3" fill="none"/>`,
    );
  }
  const eaves = scene === "paddies" ? 8 : 5;
  return g(
    `<rect x="-40" y="-38" width="80" height="38" fill="${c.wall}"/><rect x="12" y="-38" width="28" height="38" fill="${c.wallShade}"/><path d="M-50 -36Q-46 ${-38 - eaves} -30 -62H30Q46 ${-38 - eaves} 50 -36Z" fill="${c.roof}"/><path d="M10 -62H30Q46 ${-38 - eaves} 50 -36H14Z" fill="${c.roofShade}"/><rect x="-8" y="-24" width="15" height="24" fill="#8A4B2C"/><rect x="-31" y="-27" width="13" height="13" fill="#6F7F84"/><rect x="19" y="-27" width="12" height="13" fill="#6F7F84"/>`,
  );
}

function treeOf(scene: Scene, x: number, y: number, size: number, fill: string, trunk: string): string {
  const g = (body: string) => `<g transform="translate(${n(x)} ${n(y)}) scale(${n(size)})">${body}</g>`;
  const stem = `<rect x="-4" y="-36" width="8" height="36" fill="${trunk}"/>`;
  if (scene === "oasis") {
    return g(
      `${stem}<path d="M0 -150C20 -128 25 -74 16 -36C10 -28 -10 -28 -16 -36C-25 -74 -20 -128 0 -150Z" fill="${fill}"/><path d="M4 -146C20 -128 25 -74 16 -36C12 -32 8 -31 4 -30C14 -70 14 -110 4 -146Z" fill="#00000018"/>`,
    );
  }
  return g(
    `${stem}<circle cx="-20" cy="-48" r="24" fill="${fill}"/><circle cx="20" cy="-46" r="22" fill="${fill}"/><circle cx="0" cy="-68" r="28" fill="${fill}"/><path d="M8 -94A28 28 0 0 1 24 -54A22 22 0 0 1 30 -27A24 24 0 0 1 2 -32C18 -50 20 -74 8 -94Z" fill="#00000020"/>`,
  );
}

function cloud(x: number, y: number, size: number, fill: string): string {
  return `<path transform="translate(${n(x)} ${n(y)}) scale(${n(size)})" d="M20 40H170C190 40 190 16 168 16C164 -6 128 -10 118 6C104 -14 66 -8 64 12C40 4 22 20 30 28C12 26 8 40 20 40Z" fill="${fill}"/>`;
}

function birds(x: number, y: number): string {
  return `<path d="M${n(x)} ${n(y)}q8 -10 16 0q8 -10 16 0M${n(x + 44)} ${n(y - 16)}q6 -8 12 0q6 -8 12 0M${n(x + 40)} ${n(y + 16)}q6 -8 12 0q6 -8 12 0" stroke="#4A524D" stroke-width="2.5" stroke-linecap="round" fill="none"/>`;
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** A small generator (mulberry32 over an FNV-1a hash of the text): pictures need sameness, not secrecy. */
function randomFrom(text: string): () => number {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return () => {
    hash = (hash + 0x6d2b79f5) | 0;
    let t = Math.imul(hash ^ (hash >>> 15), 1 | hash);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Which country a village lies in, from the first digits of its county's administrative code. */
export function sceneOf(county_code: string): Scene {
  if (county_code.startsWith("65")) return "oasis";
  if (county_code.startsWith("44")) return "paddies";
  return "mountains";
}
