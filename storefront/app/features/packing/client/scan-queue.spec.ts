import { expect, test } from "vitest";
import { ScanQueue, type Sent } from "./scan-queue";

const page = {} as Document;
const right: Sent = { page, address: "/zh/desk/pack/p", refused: false };
const wrong: Sent = { page, address: "/zh/desk/pack/p", refused: true };

/** A queue whose answers are given one after the other, with what it did in order. */
function queueOf(answers: Sent[], unshowable: Sent[] = []) {
  const did: string[] = [];
  const queue = new ScanQueue({
    send: (code) => {
      did.push(`send ${code}`);
      return Promise.resolve(answers.shift() ?? right);
    },
    show: (sent) => {
      did.push(sent.refused ? "show wrong" : "show right");
      if (unshowable.includes(sent)) throw new Error("the page has no such place");
      return sent.address.endsWith("another");
    },
    carried: (codes) => did.push(`carried ${codes.join()}`),
    unshown: (codes) => did.push(`unshown ${codes.join()}`),
    waiting: (codes, silent) => (silent ? did.push(`silent ${codes.join()}`) : undefined),
    dropped: (codes) => did.push(`dropped ${codes.join()}`),
    pause: (ms) => {
      did.push(`pause ${ms}`);
      return Promise.resolve();
    },
  });
  return { queue, did };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test("a scan whose answer was lost is sent again until it has one, and the next ones wait their turn", async () => {
  const { queue, did } = queueOf(["no_answer", "no_answer", right, right]);
  queue.add("A");
  queue.add("B");
  await settled();
  expect(did).toEqual([
    "send A",
    "silent A,B",
    "pause 1000",
    "send A",
    "silent A,B",
    "pause 2000",
    "send A",
    "show right",
    "send B",
    "show right",
  ]);
  expect(queue.length).toBe(0);
});

test("a refused scan stops what waits behind it, so that no right scan hides a wrong one", async () => {
  const { queue, did } = queueOf([wrong]);
  for (const code of ["A", "B", "C"]) queue.add(code);
  await settled();
  expect(did).toEqual(["send A", "show wrong", "dropped B,C"]);
  queue.add("B");
  await settled();
  expect(did.slice(3)).toEqual(["send B", "show right"]);
});

test("an Enter that came twice is one scan", async () => {
  const { queue, did } = queueOf([]);
  queue.add("A");
  queue.add("A");
  await settled();
  expect(did).toEqual(["send A", "show right"]);
});

test("scans made before another page opened go with it", async () => {
  const { queue, did } = queueOf([{ ...right, address: "/zh/desk/pack/another" }]);
  for (const code of ["LABEL", "LOT"]) queue.add(code);
  await settled();
  expect(did).toEqual(["send LABEL", "show right", "carried LOT"]);
});

test("an answer that cannot be shown does not silence the scanner: the page is opened anew with what waits, and the next scan is sent", async () => {
  const odd: Sent = { ...right };
  const { queue, did } = queueOf([odd], [odd]);
  for (const code of ["A", "B"]) queue.add(code);
  await settled();
  expect(did).toEqual(["send A", "show right", "unshown B"]);
  queue.add("C");
  await settled();
  expect(did.slice(3)).toEqual(["send C", "show right"]);
});
