import { basket } from "./produce/basket";
import { citrus } from "./produce/citrus";
import { eggsInStraw, eggTray } from "./produce/eggs";
import { honey } from "./produce/honey";
import { mushrooms } from "./produce/mushroom";
import { oliveOil } from "./produce/olive-oil";
import { pepperBranch, pepperTray } from "./produce/pepper";
import { pumpkins } from "./produce/pumpkin";
import { riceBowl, riceMeasure } from "./produce/rice";
import { tea } from "./produce/tea";
import { walnuts, walnutSack } from "./produce/walnut";
import { bambooHens } from "./villages/bamboo-hens";
import { clearRiver } from "./villages/clear-river";
import { dryingYard } from "./villages/drying-yard";
import { mistyForest } from "./villages/misty-forest";
import { oliveRiver } from "./villages/olive-river";
import { pepperSlopes } from "./villages/pepper-slopes";
import { ricePlain } from "./villages/rice-plain";
import { walnutHill } from "./villages/walnut-hill";
import { oasis } from "./villages/oasis";
import type { ArtName } from "./names";

const DRAWINGS: Readonly<Record<ArtName, () => string>> = {
  walnut: walnuts,
  "walnut-sack": walnutSack,
  pepper: pepperBranch,
  "pepper-tray": pepperTray,
  "olive-oil": oliveOil,
  rice: riceBowl,
  "rice-measure": riceMeasure,
  eggs: eggsInStraw,
  "egg-tray": eggTray,
  tea,
  honey,
  citrus,
  mushroom: mushrooms,
  pumpkin: pumpkins,
  basket,
  "walnut-hill": walnutHill,
  "misty-forest": mistyForest,
  "pepper-slopes": pepperSlopes,
  "drying-yard": dryingYard,
  "olive-river": oliveRiver,
  "rice-plain": ricePlain,
  "bamboo-hens": bambooHens,
  "clear-river": clearRiver,
  oasis,
};

/** A drawing of the house as SVG text. Only the build and the server draw; pages show what was drawn. */
export const drawingSvg = (name: ArtName): string => DRAWINGS[name]();
