"use strict";
// What all pages share. Everything from the data is set as text, never as markup.

const given = JSON.parse(document.getElementById("data").textContent);
const page = document.getElementById("page");
const root = document.documentElement;

// ---- figures: three digits that matter, a unit, thousands apart

const number = (digits) => new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const [whole, tenths, hundredths] = [number(0), number(1), number(2)];
const digits = (v) => v >= 1e7 ? v.toExponential(2) : (v >= 99.95 ? whole : v >= 9.995 ? tenths : hundredths).format(v);
const count = (v) => v < 1e12 ? whole.format(v) : digits(v);
const percent = (v) => `${tenths.format(v)} %`;
const missing = "–";

// ---- elements

function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) element.setAttribute(key, value);
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

const card = (title, ...children) => el("section", { class: "card" }, el("h2", null, title), ...children);
const note = (text) => el("p", { class: "note" }, text);

function tile(label, value, remark) {
  return el("div", { class: "tile" },
    el("div", { class: "label" }, label), el("div", { class: "value" }, value), el("div", { class: "remark" }, remark ?? ""));
}

function facts(pairs) {
  const list = el("dl");
  for (const [name, value] of pairs) {
    if (value != null) list.append(el("dt", null, name), el("dd", null, value));
  }
  return list;
}

function table(head, rows) {
  return el("div", { class: "scroll" }, el("table", { class: "figures" },
    el("thead", null, el("tr", null, ...head.map((text) => el("th", null, text)))),
    el("tbody", null, ...rows.map((row) => el("tr", null, ...row.map((text) => el("td", null, text)))))));
}

// ---- charts: each has a holder, data, options made anew for every drawing, and perhaps something to attach

const css = (name) => () => getComputedStyle(root).getPropertyValue(name).trim();
const charts = [];
const heightOf = (holder) => holder.clientWidth < 500 ? 200 : 240;

function draw() {
  for (const chart of charts) {
    const shown = chart.plot?.series.map((series) => series.show);
    chart.plot?.destroy();
    chart.plot = new uPlot(chart.options(shown), chart.data, chart.holder);
    chart.attach?.(chart);
  }
}

// ---- theme and size

function themeButton() {
  const theme = el("button", { id: "theme", type: "button" });
  theme.addEventListener("click", () => setTheme(root.dataset.theme === "dark" ? "light" : "dark"));
  return theme;
}

function setTheme(theme) {
  root.dataset.theme = theme;
  document.getElementById("theme").textContent = theme === "dark" ? "Light" : "Dark";
  draw();
}

// Called once the page stands.
function start() {
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  prefersDark.addEventListener("change", () => setTheme(prefersDark.matches ? "dark" : "light"));
  setTheme(prefersDark.matches ? "dark" : "light");
}

let resizing = 0;
addEventListener("resize", () => {
  cancelAnimationFrame(resizing);
  resizing = requestAnimationFrame(() => charts.forEach((chart) =>
    chart.plot.setSize({ width: chart.holder.clientWidth, height: (chart.height ?? heightOf)(chart.holder) })));
});
