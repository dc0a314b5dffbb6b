/** The processes that may die at any moment without anything being lost, in the order they are killed. */
const VICTIMS = /^(backend|worker-\d+|storefront)$/;

/**
 * Kills one process of a running house every `every_s` seconds with SIGKILL, backend and workers in turn, while others work.
 * One that is still starting is left alone: killed again each time before it is up, nobody could get any work done.
 * `stop()` ends it and returns how often each was killed.
 */
export function nemesis({ processes, every_s, say, kill = process.kill }) {
  const killed = new Map();
  let turn = 0;
  const timer = setInterval(() => {
    const alive = processes.pids().filter(({ name, pid, starting }) => VICTIMS.test(name) && pid && !starting);
    const victim = alive[turn++ % alive.length];
    if (!victim) return;
    try {
      kill(victim.pid, "SIGKILL");
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
      return; // it is down already, from the last time
    }
    killed.set(victim.name, (killed.get(victim.name) ?? 0) + 1);
    say(`  ✂ kill -9 ${victim.name} (process ${victim.pid})`);
  }, every_s * 1000);
  return {
    stop() {
      clearInterval(timer);
      return [...killed].map(([name, times]) => `${name} ${times} times`).join(", ") || "nobody";
    },
  };
}
