import { renderStdin } from "../../print/render-stdin";
import { writeMoneyPaper } from "./paper";

renderStdin(writeMoneyPaper);
