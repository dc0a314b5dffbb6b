/** How often a long step says that it is still going, where lines can't be redrawn. */
const STILL_EVERY_MS = 20_000;
const CLEAR_LINE = "\r\u001b[2K";

/**
 * What the starter shows: one line a step. On a terminal the line of a running step is redrawn with its seconds;
 * anywhere else plain lines are printed, and nothing is ever redrawn.
 */
export function createProgress({ out = process.stdout, tty = Boolean(out.isTTY) && !process.env.CI } = {}) {
  let redraw;
  const clear = () => tty && redraw && out.write(CLEAR_LINE);
  const say = (line = "") => {
    clear();
    out.write(`${line}\n`);
    redraw?.();
  };

  /** Begins a step that the caller ends. */
  function step(title) {
    const began = Date.now();
    let detail = "";
    const seconds = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
    const line = () => `  … ${title}${detail && ` ${detail}`}`;
    const draw = () => out.write(`${CLEAR_LINE}${line().slice(0, (out.columns ?? 100) - 10)} ${seconds()}`);
    const timer = tty
      ? setInterval(draw, 250)
      : setInterval(() => out.write(`${line()} (${seconds()} so far)\n`), STILL_EVERY_MS);
    timer.unref();
    if (tty) {
      redraw = draw;
      draw();
    }
    const end = (mark, text) => {
      clearInterval(timer);
      clear();
      redraw = undefined;
      out.write(`  ${mark} ${title}${text && ` ${text}`} (${seconds()})\n`);
      return (Date.now() - began) / 1000;
    };
    return {
      update: (text) => {
        detail = text;
        if (tty) draw();
      },
      done: (text = "") => end("✓", text),
      fail: (text = "") => end("✗", text),
    };
  }

  return {
    say,
    step,
    /** Runs `work` as a step; `work` gets the step, to tell how far it is. */
    async during(title, work) {
      const running = step(title);
      try {
        const result = await work(running);
        running.done();
        return result;
      } catch (error) {
        running.fail();
        throw error;
      }
    },
    fail(error) {
      say(`\n${process.env.DEBUG ? (error.stack ?? error) : (error.message ?? error)}`);
    },
  };
}
