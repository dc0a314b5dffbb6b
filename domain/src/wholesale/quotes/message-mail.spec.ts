import { expect, test } from "vitest";
import { MESSAGE_PAUSE_MS, tellAt } from "./message-mail";

const now = new Date("2026-11-28T02:00:00Z");
const before = (ms: number) => new Date(now.getTime() - ms);

test("the first message is told at once, and so is one after the pause", () => {
  expect(tellAt(null, now)).toEqual({ at: now, anew: true });
  expect(tellAt(before(MESSAGE_PAUSE_MS), now)).toEqual({ at: now, anew: true });
});

test("within the pause one mail waits for its end, and tells of all that follow", () => {
  const first = tellAt(before(60_000), now);
  expect(first).toEqual({ at: new Date(now.getTime() + MESSAGE_PAUSE_MS - 60_000), anew: true });
  expect(tellAt(first.at, now)).toEqual({ at: first.at, anew: false });
});

test("whoever writes every second is heard of six times in an hour", () => {
  let last: Date | null = null;
  let mails = 0;
  for (let s = 0; s < 3600; s++) {
    const told: { at: Date; anew: boolean } = tellAt(last, new Date(now.getTime() + s * 1000));
    if (told.anew && told.at.getTime() < now.getTime() + 3_600_000) mails += 1;
    last = told.at;
  }
  expect(mails).toBe(6);
});
