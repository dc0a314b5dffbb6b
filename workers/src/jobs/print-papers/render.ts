import { renderStdin } from "../../print/render-stdin";
import { writePaper } from "./paper";

renderStdin(writePaper);
