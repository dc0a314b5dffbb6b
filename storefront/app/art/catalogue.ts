import { walnutHill, mistyForest, pepperSlopes, dryingYard, oliveRiver } from "./villages/wudu";
import { ricePlain, bambooHens, clearRiver } from "./villages/longchuan";
const v=(draw:any)=>({draw,width:1200,height:600});
export const ART: any = { a:v(walnutHill),b:v(mistyForest),c:v(pepperSlopes),d:v(dryingYard),e:v(oliveRiver),f:v(ricePlain),g:v(bambooHens),h:v(clearRiver) };
