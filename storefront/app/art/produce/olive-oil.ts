import { at, blob, chanceOf, fill, leaf, line, oval, sheet, soft, solid } from "../brush";

const LEAF = { light: "#93A77B", dark: "#71895F", vein: "#556C48" };
const BACK = { light: "#B9C4A4", dark: "#9CAB88", vein: "#7C8C6B" };
const GREEN = { base: "#8B9A3C", shade: "#6B792B", light: "#B0BD66" };
const PURPLE = { base: "#6B4560", shade: "#4C2F46", light: "#93708A" };
const TURNING = { base: "#A98A5C", shade: "#7A5260", light: "#CDB585" };
const OIL = { base: "#C9B037", shade: "#A58D22", light: "#E3D06A" };

function olive(seed: string, hue: typeof GREEN, turn = 0): string {
  const chance = chanceOf(seed);
  const lit = (body: string) => at(0, 0, body, -turn);
  return at(
    0,
    0,
    solid(
      soft([
        [0, -58],
        [30, -46],
        [44, -8],
        [38, 30],
        [0, 56],
        [-38, 30],
        [-44, -8],
        [-30, -46],
      ]),
      hue.shade,
      lit(fill(oval(-8, -8, 42, 50), hue.base)),
      lit(fill(blob(chance, -18, -22, 11, 17, 0.12, 8), hue.light)),
    ),
    turn,
  );
}

/** A twig with narrow leaves, silver below, and olives as they turn in November. */
function twig(): string {
  const stem = "M0 0C90 -36 190 -40 320 -6C400 14 470 14 560 -10";
  return (
    at(60, -20, leaf(190, 46, BACK, -12, 0), 42) +
    at(190, -36, leaf(200, 48, BACK, 10, 0), 30) +
    at(400, 8, leaf(190, 46, BACK, -10, 0), 44) +
    line(stem, "#7A6244", 12) +
    line("M196 -36q6 50 -8 92M300 -10q14 40 8 78M404 12q14 44 34 70", "#7A6244", 6) +
    at(90, -30, leaf(196, 50, LEAF, 12, 0), -66) +
    at(180, -38, leaf(210, 50, LEAF, -10, 0), -36) +
    at(290, -14, leaf(210, 52, LEAF, 14, 0), -72) +
    at(380, 8, leaf(200, 50, LEAF, -12, 0), -34) +
    at(470, 10, leaf(190, 48, LEAF, 12, 0), -58) +
    at(556, -10, leaf(190, 48, LEAF, 10, 0), -8) +
    at(186, 104, olive("one", GREEN, 8), 0, 1.06) +
    at(310, 118, olive("two", PURPLE, -10), 0, 1.1) +
    at(444, 134, olive("three", TURNING, 20), 0, 1.06)
  );
}

/** The bottle, the first oil in a white dish, bread to try it with, and the branch it came from. */
export function oliveOil(): string {
  const glass =
    "M-44 -330V-236C-44 -196 -100 -186 -106 -120V250Q-106 284 -72 284H72Q106 284 106 250V-120C100 -186 44 -196 44 -236V-330Z";
  const chance = chanceOf("oil");
  return sheet(
    960,
    720,
    fill("M0 0H960V720H0Z", "#EFE3CB"),
    fill("M0 452C280 424 640 426 960 448V720H0Z", "#DCC9A4"),
    fill("M650 0H960V448C860 440 760 434 650 432Z", "#E5D6B6"),
    fill(oval(350, 664, 210, 40), "#C2AB80"),
    at(
      292,
      382,
      fill(glass, "#5E7340") +
        solid(
          "M-34 -226C-34 -190 -90 -180 -96 -116V250Q-96 274 -72 274H72Q96 274 96 250V-116C90 -180 34 -190 34 -226Z",
          "#8C9A3A",
          fill("M40 -240H110V290H20C60 200 66 0 40 -120Z", "#6F7F2E"),
          fill("M-80 -100Q-86 60 -80 250H-58Q-66 60 -58 -130Z", "#B4BF63"),
        ) +
        fill("M-44 -330V-250H44V-330Z", "#5E7340") +
        fill("M-30 -330V-256H-16V-330Z", "#8A9C66") +
        fill("M-38 -392Q-38 -404 -26 -404H26Q38 -404 38 -392V-326H-38Z", "#C99A5E") +
        fill("M8 -404H26Q38 -404 38 -392V-326H8Z", "#A97B43") +
        fill("M-52 -336Q-52 -344 -44 -344H44Q52 -344 52 -336V-318Q52 -310 44 -310H-44Q-52 -310 -52 -318Z", "#4D6133") +
        // The label: paper with a twig, no word that would need another language.
        fill("M-106 -40H106V170H-106Z", "#F7F0DF") +
        fill("M52 -40H106V170H44Z", "#E6DBC2") +
        line("M-106 -24H106M-106 154H106", "#8A6F3E", 4) +
        at(
          -52,
          96,
          line("M0 0Q56 -30 104 -66", "#5F7747", 5) +
            at(24, -14, leaf(58, 20, LEAF, 3, 0), -86) +
            at(52, -30, leaf(58, 20, LEAF, 3, 0), -84) +
            at(80, -48, leaf(52, 18, LEAF, 3, 0), -84) +
            at(40, -22, leaf(54, 20, LEAF, 3, 0), 24) +
            at(70, -40, leaf(50, 18, LEAF, 3, 0), 20),
        ) +
        fill(oval(-10, 112, 15, 19), PURPLE.base) +
        fill(oval(24, 100, 15, 19), GREEN.base),
    ),
    at(420, 168, twig(), 12, 0.96),
    fill(oval(690, 604, 238, 58), "#C2AB80"),
    at(
      676,
      560,
      fill("M-214 -4C-206 44 -120 78 0 78C120 78 206 44 214 -4Z", "#DDD7C9") +
        fill(oval(0, -6, 216, 66), "#FBF8F0") +
        fill(oval(0, 0, 178, 50), "#E7E1D3") +
        solid(
          oval(0, 4, 168, 44),
          OIL.base,
          fill(oval(22, 26, 168, 36), OIL.shade),
          fill(blob(chance, -66, -10, 58, 12, 0.1), OIL.light),
          fill(oval(34, 2, 16, 5) + oval(66, 12, 9, 3), OIL.light),
        ),
    ),
    at(560, 650, olive("four", GREEN, 70), 0, 1.1),
    at(476, 662, olive("five", PURPLE, 104), 0, 1.04),
    at(884, 668, olive("six", TURNING, 60), 0, 0.94),
  );
}
