import { writeSync } from "node:fs";

// Loaded before a renderer: on its end it tells on descriptor 3 what it used. Its peak is the kernel's figure.
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(3, JSON.stringify({ cpu_ms: (userCPUTime + systemCPUTime) / 1_000, peak_kb: maxRSS }));
});
