/**
 * Ctrl-C, or a polite kill. `signal` resolves at the first one, `was` is true from then on; `race` gives what `work`
 * resolves to, or undefined when told to stop before that. A third Ctrl-C ends at once: the leashes end what we leave.
 */
export function untilTold() {
  let tell;
  let times = 0;
  const signal = new Promise((resolve) => (tell = resolve));
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(name, () => {
      times += 1;
      if (times === 1) console.error("\nStopping …");
      tell(name);
      if (times >= 3) process.exit(130);
    });
  }
  return {
    signal,
    get was() {
      return times > 0;
    },
    race: (work) => Promise.race([work, signal.then(() => undefined)]),
  };
}
