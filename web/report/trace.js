// Shows hit ratios: for each trace a curve over the size of the cache, and the figures.

const { traces, regrets } = given;
const policies = traces[0].policies;
const fixed = (v) => hundredths.format(v);
const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 2 });
const colour = (i) => policies[i].bound ? "--faint" : `--line-${i % 12}`;
const isReference = (name) => name.endsWith("(reference)");
let logarithmic = true;

function header() {
  return el("header", null,
    el("div", null,
      el("h1", null, "Hit ratio by policy and size"),
      el("p", null, traces.map((trace) => trace.name).join(" · "))),
    themeButton());
}

function tiles() {
  const best = regrets[0];
  const ties = regrets.filter((regret) => fixed(regret.mean) === fixed(best.mean));
  const byDefault = policies.find((policy) => policy.default);
  const own = byDefault && regrets.find((regret) => regret.policy === byDefault.name);
  const behind = (regret) => `${fixed(regret.mean)} points behind the best, ${fixed(regret.worst)} at worst`;
  return el("div", { class: "tiles" },
    tile("Best on average", ties.length > 2 ? `${best.policy} and ${ties.length - 1} others` : ties.map((tie) => tie.policy).join(", "), behind(best)),
    own && !ties.includes(own) && tile("The default", own.policy, behind(own)),
    traces.length === 1 && tile("Requests", count(traces[0].requests), `for ${count(traces[0].distinct)} keys`),
    traces.length === 1 && tile("Ceiling", `${fixed(traces[0].ceiling_percent)} %`, "no cache does better, however large"),
    traces.length > 1 && tile("Traces", count(traces.length), `${count(traces.reduce((n, t) => n + t.requests, 0))} requests`));
}

// ---- curves

const lines = (trace) => [
  ...trace.policies.map((policy, i) => ({
    label: policy.name, stroke: css(colour(i)), values: policy.hit_ratio_percent,
    width: policy.default ? 3 : 1.75, dash: policy.bound ? [2, 4] : isReference(policy.name) ? [7, 4] : undefined,
  })),
  { label: "ceiling", stroke: css("--faint"), values: trace.sizes.map(() => trace.ceiling_percent), width: 1, dash: [10, 5] },
];

// The sizes themselves are the ticks, as many from the right as have room.
function ticks(sizes, width) {
  const [from, to] = extent(sizes);
  const place = (v) => width * (logarithmic ? Math.log(v / from) / Math.log(to / from) : (v - from) / (to - from));
  const kept = [];
  for (const size of [...sizes].reverse()) {
    if (kept.length === 0 || place(kept[0]) - place(size) > 46) kept.unshift(size);
  }
  return kept;
}

function extent(sizes) {
  const [first, last] = [sizes[0], sizes.at(-1)];
  if (logarithmic) return [first / 1.12, last * 1.12];
  const margin = Math.max(1, (last - first) * 0.03);
  return [first - margin, last + margin];
}

const curveHeight = (holder) => holder.clientWidth < 500 ? 280 : 400;

function curve(trace, at) {
  const holder = el("div", { class: "plot" });
  const data = [trace.sizes, ...lines(trace).map((line) => line.values)];
  const highest = Math.max(...data.slice(1).flat());
  const lowest = Math.min(...data.slice(1).flat());
  const room = Math.max(1, (highest - lowest) * 0.05);
  const common = { stroke: css("--faint"), font: "12px system-ui, sans-serif", ticks: { show: false }, grid: { stroke: css("--grid"), width: 1 } };
  charts.push({ holder, data, height: curveHeight, options: (shown) => ({
    width: holder.clientWidth || 300,
    height: curveHeight(holder),
    cursor: { drag: { x: true, y: false }, points: { size: 7 } },
    legend: { live: true, markers: { width: 2 } },
    scales: {
      x: { time: false, distr: logarithmic ? 3 : 1, range: (u, min, max) =>
        min <= trace.sizes[0] && max >= trace.sizes.at(-1) ? extent(trace.sizes) : [min, max] },
      y: { range: [Math.max(0, lowest - room), Math.min(100, highest + room)] },
    },
    axes: [
      { ...common, size: 32, gap: 8, splits: (u) => ticks(trace.sizes, u.width - 80), filter: (u, splits) => splits,
        values: (u, splits) => splits.map((v) => short.format(v)) },
      { ...common, size: 54, values: (u, splits) => splits.map((v) => `${+v.toFixed(1)} %`) },
    ],
    series: [
      { label: "entries", value: (u, v) => v == null ? missing : count(v) },
      ...lines(trace).map((line, i) => ({
        label: line.label, stroke: line.stroke, width: line.width, dash: line.dash, show: shown?.[i + 1] ?? true,
        points: { show: !line.dash, size: 5 }, value: (u, v) => v == null ? missing : fixed(v),
      })),
    ],
  }) });
  return el("section", { class: "card chart", id: `curve-${at}` },
    el("h2", null, trace.name, " ",
      el("small", null, `${count(trace.requests)} requests for ${count(trace.distinct)} keys; hit ratio over entries held`)),
    holder);
}

// ---- figures

function figures(trace) {
  const best = (row) => Math.max(...trace.policies.filter((p) => !p.bound).map((p) => p.hit_ratio_percent[row]));
  const cell = (policy, row) => {
    const value = policy.hit_ratio_percent[row];
    const isBest = !policy.bound && fixed(value) === fixed(best(row));
    return isBest ? el("b", { class: "best" }, fixed(value)) : fixed(value);
  };
  return card(traces.length > 1 ? `${trace.name} in figures` : "In figures",
    table(
      ["entries", ...trace.policies.map((policy) => policy.name.replaceAll("-", "\u2011")), "ceiling"],
      trace.sizes.map((size, row) =>
        [count(size), ...trace.policies.map((policy) => cell(policy, row)), fixed(trace.ceiling_percent)])),
    note("Percent of requests that hit. The best of each row is marked; OPT knows the future."));
}

function costs() {
  return card("What a policy costs",
    table(["", "mean", "worst", "where"],
      regrets.map((r) => [r.policy, fixed(r.mean), fixed(r.worst), r.worst > 0 ? `${r.trace} at ${count(r.size)}` : missing])),
    note("Percentage points behind the best policy of the row, over all rows."));
}

const axis = el("button", { id: "axis", type: "button" }, "Linear axis");
axis.addEventListener("click", () => {
  logarithmic = !logarithmic;
  axis.textContent = logarithmic ? "Linear axis" : "Logarithmic axis";
  draw();
});

page.append(
  header(), tiles(),
  el("div", { class: "charts-head" },
    el("p", null, "Choose a name below a chart to hide its line. Drag to zoom, double-click to see all again."), axis),
  ...traces.flatMap((trace, i) => [curve(trace, i), figures(trace)]), costs());
document.title = `Strata: ${traces.map((trace) => trace.name).join(", ")}`;
start();
