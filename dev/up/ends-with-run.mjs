/**
 * Preloaded in each process that vitest forks for specs (`execArgv` of every vitest config). Vitest, told to stop, exits without ending its
 * forks: a test that runs would go on alone, with its house, and the next run would find ports, processor and memory taken. The channel to
 * vitest closes with it, even by kill -9. SIGKILL, since specs have listeners of their own for kinder signals, and vitest takes the place of
 * `process.exit`; what the spec has started ends by its leash (leash.mjs).
 */
if (process.connected) process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
