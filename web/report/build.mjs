// Puts the pages together: each is one file with styles, charts and script inside, and a place for its data.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const here = (path) => readFileSync(new URL(path, import.meta.url), "utf8").replace(/\r\n/g, "\n").trim();
const licence = `/*! uPlot\n${here("node_modules/uplot/LICENSE")}\n*/`;
const pages = {
  "report.html": { title: "Strata: a run", script: "report.js" },
  "trace.html": { title: "Strata: hit ratios", script: "trace.js" },
};

for (const [name, { title, script }] of Object.entries(pages)) {
  const parts = {
    "{{title}}": title,
    "{{styles}}": `${licence}\n${here("node_modules/uplot/dist/uPlot.min.css")}\n${here("page.css")}`,
    "{{charts}}": `${licence}\n${here("node_modules/uplot/dist/uPlot.iife.min.js")}`,
    "{{script}}": `${here("page.js")}\n\n${here(script)}`,
  };
  const page = here("page.html").replace(/\{\{(title|styles|charts|script)\}\}/g, (place) => parts[place]);
  if (page.split("{{data}}").length !== 2) {
    throw new Error(`${name} needs exactly one place for the data`);
  }

  writeFileSync(join(process.argv[2], name), page + "\n");
}
