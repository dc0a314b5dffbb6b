import { expect, test } from "vitest";
import { landscape, SCENES, sceneOf } from "./landscape";

test("a village always has the same picture, and its own", () => {
  for (const scene of SCENES) {
    expect(landscape(scene, "maya")).toBe(landscape(scene, "maya"));
    expect(landscape(scene, "maya")).not.toBe(landscape(scene, "luozhai"));
  }
});

test("a picture is flat, small and without script", () => {
  for (const scene of SCENES) {
    const svg = landscape(scene, "maya");
    expect(svg).toMatch(/^<svg [^>]+>.*<\/svg>$/s);
    expect(svg).not.toMatch(/NaN|undefined|gradient|<script/i);
    expect(svg.length).toBeLessThan(40_000);
  }
});

test("the country follows the county", () => {
  expect(sceneOf("621202")).toBe("mountains");
  expect(sceneOf("441622")).toBe("paddies");
  expect(sceneOf("652823")).toBe("oasis");
});
