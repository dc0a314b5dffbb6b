/** Of one quote a side is mailed about messages at most once in this time. */
export const MESSAGE_PAUSE_MS = 10 * 60_000;

/**
 * When the mail goes that tells a side of a message, and whether it has to be sent on its way. `last`: of the mail before, gone or still waiting; null:
 * there was none. A mail that waits tells of all that is written until then.
 */
export function tellAt(last: Date | null, now: Date): { at: Date; anew: boolean } {
  if (last === null || now.getTime() - last.getTime() >= MESSAGE_PAUSE_MS) return { at: now, anew: true };
  if (last > now) return { at: last, anew: false };
  return { at: new Date(last.getTime() + MESSAGE_PAUSE_MS), anew: true };
}
