/** How many weigh-ins wait on this device: the weighing page's script says so in a cookie, since only it knows. */
export function waitingOf(request: Request): number {
  const found = /(?:^|;\s*)cl_waiting=(\d{1,6})(?:;|$)/.exec(request.headers.get("cookie") ?? "");
  return Number(found?.[1] ?? 0);
}
