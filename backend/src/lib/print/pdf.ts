import type PDFDocument from "pdfkit";

/** A PDF that is being drawn. Importing the types here makes the namespace `PDFKit` known to the files beside. */
export type Pdf = InstanceType<typeof PDFDocument>;
