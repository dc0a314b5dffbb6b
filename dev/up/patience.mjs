/** How many times longer a test waits in CI: a machine that is shared with others may be many times slower, and a limit is only there to end what hangs. */
const TIMES = process.env.CI ? 5 : 1;

/** A test's limit for this machine, in milliseconds. */
export const patient = (ms) => ms * TIMES;
