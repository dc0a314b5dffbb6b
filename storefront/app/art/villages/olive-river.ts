import { at, between, blob, chanceOf, fill, inside, leaf, line, oval, sheet, soft, type Point } from "../brush";
import { birds, cloud, HIGH, hills, house, spread, terraces, TILED, WIDE } from "./land";

/** Olive terraces over a green river in its dry gorge. */
export function oliveRiver(): string {
  const olive = (seed: string, size: number) => {
    const own = chanceOf(seed);
    const crown = blob(own, 0, -72, 56, 42, 0.2, 10);
    return at(
      0,
      0,
      line("M0 0C-8 -20 8 -30 -2 -50M0 -24C10 -34 18 -40 22 -56M-2 -30C-14 -40 -18 -46 -22 -56", "#6B5644", 8) +
        fill(crown, "#7F9472") +
        inside(
          crown,
          fill(blob(own, -10, -80, 48, 34, 0.2, 9), "#9FB08C") + fill(blob(own, -22, -90, 22, 14, 0.2, 8), "#BECBAB"),
        ) +
        fill(
          [
            [-20, -60],
            [6, -54],
            [26, -70],
            [-36, -78],
            [12, -86],
          ]
            .map(([x = 0, y = 0]) => oval(x, y, 3.6, 4.6))
            .join(""),
          "#5C3B54",
        ),
      0,
      size,
    );
  };
  const bank = (seed: string, left: boolean) => {
    const place = chanceOf(seed);
    return spread(
      place,
      14,
      (): Point => [left ? between(place, -20, 440) : between(place, 760, 1220), between(place, 300, 470)],
      (i, _x, y) => olive(`${seed}${i}`, 0.34 + (y - 300) / 330),
    );
  };
  return sheet(
    WIDE,
    HIGH,
    fill("M0 0H1200V600H0Z", "#E4EEEA"),
    fill(oval(640, 130, 54, 54), "#F4CB85"),
    hills("o1", 250, 200, "#D7D3BC", "rock"),
    hills("o2", 300, 150, "#C2C2A2"),
    cloud(180, 84, 1, "#FBFDF9"),
    birds(820, 110),
    fill(
      soft([
        [-200, 660],
        [-200, 200],
        [40, 196],
        [220, 250],
        [420, 320],
        [560, 390],
        [520, 460],
        [300, 560],
        [120, 680],
      ]),
      "#C4B584",
    ),
    terraces("ol", 150, 236, 360, 7, ["#D0C08E", "#C2B47E", "#B8B878"], "#9C8C5E", 19),
    fill(
      soft([
        [1400, 660],
        [1400, 180],
        [1160, 190],
        [980, 250],
        [800, 320],
        [660, 384],
        [680, 450],
        [860, 560],
        [1020, 700],
      ]),
      "#BBAD7C",
    ),
    terraces("or", 1040, 246, 350, 7, ["#C9BA88", "#BBAE78", "#B0B272"], "#94855A", 19),
    fill(
      "M600 374C640 384 596 412 640 432C700 458 560 490 470 530C400 562 380 600 372 640H900C860 570 800 540 770 505C744 474 760 440 690 418C640 402 668 384 640 372Z",
      "#8FBDB2",
    ),
    fill(
      "M616 376C648 388 612 410 654 432C716 464 620 500 560 540C520 568 520 600 520 640H640C620 580 690 530 712 496C730 466 700 446 676 428C640 404 656 386 634 374Z",
      "#B9D8CF",
    ),
    line("M480 560q40 -14 80 0M700 570q40 -12 70 2M600 520q30 -10 60 0", "#E9F4EF", 5),
    at(420, 344, house(TILED, 0.6)),
    at(330, 318, house(TILED, 0.52)),
    at(508, 376, house(TILED, 0.66, true)),
    bank("l", true),
    bank("r", false),
    line("M560 470Q640 424 742 470M560 478V520M742 478V514M600 456V480M650 446V476M700 454V480", "#7A6244", 7),
    line("M552 482H750", "#8F7654", 9),
    at(60, 556, olive("front left", 1.2)),
    at(1150, 560, olive("front right", 1.2)),
    at(1040, 590, olive("front middle", 1)),
    at(-20, 30, spray("left")),
    at(1230, -10, spray("right"), 0, -0.9, 0.9),
  );
}

/** An olive twig that reaches into the view from the left. */
function spray(seed: string): string {
  const chance = chanceOf(seed);
  const leaves = Array.from({ length: 16 }, (_, i) => {
    const hue =
      i % 3 === 0
        ? { light: "#BECBAB", dark: "#A3B28F", vein: "#7C8C6B" }
        : { light: "#8FA57C", dark: "#6F8A62", vein: "#556C48" };
    return at(
      20 + i * 22,
      6 + (i * i) / 9,
      leaf(between(chance, 84, 120), 24, hue, 5, 0),
      (i % 2 ? -52 : 58) + i * 1.6,
    );
  }).join("");
  const fruit = [
    [90, 64, "#6B4560"],
    [170, 84, "#8B9A3C"],
    [236, 96, "#6B4560"],
    [306, 112, "#8B9A3C"],
  ] as const;
  return (
    line("M-40 -10C60 0 180 10 372 44", "#6B5644", 9) +
    leaves +
    fruit
      .map(
        ([x, y, hue]) =>
          line(`M${x} ${y - 52}V${y - 16}`, "#6B5644", 4) +
          at(x, y, fill(oval(0, 0, 17, 22), hue) + fill(oval(-5, -7, 5, 7), "#FFFDF855")),
      )
      .join("")
  );
}
