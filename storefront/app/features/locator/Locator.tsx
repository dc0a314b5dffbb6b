import type { Both } from "../../lib/path";
import { usePath } from "../../lib/path";
import type { LocatorMap } from "./locator.server";

/** Cities closer than this to the village would lie under its name. */
const CLEAR = 34;

export function Locator({ map, name, label }: { map: LocatorMap; name: Both; label: string }) {
  const path = usePath();
  const { here } = map;
  const left = here.x > map.width * 0.7;
  return (
    <figure className="locator">
      <svg viewBox={`0 0 ${map.width} ${map.height}`} role="img" aria-label={label}>
        <path d={map.grid} fill="none" stroke="#dccfb4" strokeWidth="1" />
        {map.cities
          .filter((city) => Math.abs(city.y - here.y) > CLEAR / 2 || Math.abs(city.x - here.x) > CLEAR * 5)
          .map((city) => (
            <g key={city.name.en}>
              <circle cx={city.x} cy={city.y} r="3.5" fill="#767d78" />
              <text x={city.x + 8} y={city.y + 5}>
                {city.name[path]}
              </text>
            </g>
          ))}
        <circle cx={here.x} cy={here.y} r="15" className="here" opacity="0.2" />
        <circle cx={here.x} cy={here.y} r="7" className="here" />
        <text className="here-text" x={here.x + (left ? -18 : 18)} y={here.y + 7} textAnchor={left ? "end" : "start"}>
          {name[path]}
        </text>
      </svg>
    </figure>
  );
}
