import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { ok, refuse } from "@commonlot/domain";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testEnv } from "../../../dev/up/test-env.mjs";
import { keepPhoto, type PhotoFile } from "../../src/lib/keep-photo";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "photos-"));
  Object.assign(process.env, testEnv({ DATABASE_URL: "postgres://localhost/none", FILES_DIR: folder }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const picture = async () =>
  Readable.from([
    await sharp({ create: { width: 40, height: 30, channels: 3, background: "#a06030" } })
      .png()
      .toBuffer(),
  ]);
const filesOf = (name: string) => readdir(path.join(folder, name)).catch(() => []);

test("a photo's file is whole when its row is written, and is the one that the row names", async () => {
  const recorded: PhotoFile[] = [];
  const kept = await keepPhoto("good", await picture(), async (photo) => {
    recorded.push(photo);
    expect(await filesOf("good")).toEqual([path.basename(photo.file)]);
    return ok({ id: "photo_1", repeated: false });
  });
  expect(kept).toEqual({ photo: { id: "photo_1", width: 40, height: 30 }, repeated: false });
  expect(await filesOf("good")).toEqual([path.basename(recorded[0]!.file)]);
});

test("a file that no row names is taken away: refused, there already, no photo", async () => {
  await expect(
    keepPhoto("refused", await picture(), () => Promise.resolve(refuse("too_many_photos", "Enough."))),
  ).rejects.toMatchObject({ code: "too_many_photos" });
  const again = await keepPhoto("again", await picture(), () => Promise.resolve(ok({ id: "photo_1", repeated: true })));
  expect(again.repeated).toBe(true);
  await expect(
    keepPhoto("none", Readable.from([Buffer.from("GIF89a")]), () => Promise.reject(new Error("asked"))),
  ).rejects.toMatchObject({ code: "not_a_photo" });
  for (const name of ["refused", "again", "none"]) expect(await filesOf(name), name).toEqual([]);
});

test("a row that may have been written keeps its picture: the answer of the database was lost", async () => {
  await expect(
    keepPhoto("lost", await picture(), () => Promise.reject(new Error("connection terminated"))),
  ).rejects.toThrow("connection terminated");
  expect(await filesOf("lost")).toHaveLength(1);
});
