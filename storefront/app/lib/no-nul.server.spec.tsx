import { PassThrough, type Transform } from "node:stream";
import { text } from "node:stream/consumers";
import { renderToPipeableStream } from "react-dom/server";
import { expect, test } from "vitest";
import { withoutNul } from "./no-nul.server";

const WORDS = "卡号,品种,等级,毛重公斤".repeat(300);

async function page(padding: number, through: Transform): Promise<string> {
  const fields = Array.from({ length: 30 }, (_, i) => (
    <input key={i} type="hidden" defaultValue={WORDS.slice(0, 200)} />
  ));
  return new Promise((resolve, reject) => {
    const { pipe } = renderToPipeableStream(
      <form title={"x".repeat(padding)}>
        {fields}
        <p>{WORDS}</p>
      </form>,
      {
        onAllReady: () => resolve(text(pipe(through))),
        onError: reject,
      },
    );
  });
}

test("Chinese words in a page arrive whole, wherever React's buffer ends", async () => {
  let broken = 0;
  for (let padding = 0; padding < 6; padding++) {
    const [as_sent, mended] = [await page(padding, new PassThrough()), await page(padding, withoutNul())];
    if (as_sent.includes("\0")) broken++;
    expect(mended).toBe(as_sent.replaceAll("\0", ""));
    expect(mended).not.toContain("\ufffd");
    expect(mended.split(`value="${WORDS.slice(0, 200)}"`).length).toBe(31);
    expect(mended).toContain(`<p>${WORDS}</p>`);
  }
  // When React no longer does this, the transform can go.
  expect(broken).toBeGreaterThan(0);
});
