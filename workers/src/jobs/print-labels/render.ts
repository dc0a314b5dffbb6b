import { renderStdin } from "../../print/render-stdin";
import { writeSheet } from "./sheet";

renderStdin(writeSheet);
