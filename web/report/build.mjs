// Puts the page together: one file with styles, charts and script inside, and a place for the log.
import { readFileSync, writeFileSync } from "node:fs";

const here = (path) => readFileSync(new URL(path, import.meta.url), "utf8").replace(/\r\n/g, "\n").trim();
const licence = `/*! uPlot\n${here("node_modules/uplot/LICENSE")}\n*/`;
const parts = {
  "{{styles}}": `${licence}\n${here("node_modules/uplot/dist/uPlot.min.css")}\n${here("report.css")}`,
  "{{charts}}": `${licence}\n${here("node_modules/uplot/dist/uPlot.iife.min.js")}`,
  "{{script}}": here("report.js"),
};

const page = here("report.html").replace(/\{\{(styles|charts|script)\}\}/g, (place) => parts[place]);
if (page.split("{{log}}").length !== 2) {
  throw new Error("the page needs exactly one place for the log");
}

writeFileSync(process.argv[2], page + "\n");
