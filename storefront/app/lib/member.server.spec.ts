import { expect, test } from "vitest";
import { safeNext } from "./member.server";

test("after signing in one goes to the page that was wanted, and never to another site or room", () => {
  expect(safeNext("/zh/desk/lots?x=1", "desk", "zh")).toBe("/zh/desk/lots?x=1");
  expect(safeNext(null, "desk", "zh")).toBe("/zh/desk");
  for (const bad of [
    "https://evil.example",
    "//evil.example",
    "/zh/desk.evil",
    "/zh/home",
    "/en/desk",
    "/zh/desk/sign-out",
    "\\evil",
  ]) {
    expect(safeNext(bad, "desk", "zh"), bad).toBe("/zh/desk");
  }
});
