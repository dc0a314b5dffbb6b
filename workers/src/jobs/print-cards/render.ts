import { renderStdin } from "../../print/render-stdin";
import { writeCards } from "./sheet";

renderStdin(writeCards);
