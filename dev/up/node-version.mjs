// Must be readable by very old Nodes too: no newer syntax here.

/** The floor is 20.19: the first that can require() the ES modules some packages consist of. */
export function refusal(version) {
  var parts = version.split(".").map(Number);
  if (parts[0] > 20 || (parts[0] === 20 && parts[1] >= 19)) return undefined;
  return (
    "Commonlot needs Node 20.19 or newer; this is Node " +
    version +
    ".\nInstall a newer one from https://nodejs.org (22 and 24 work too), then run the same command again."
  );
}
