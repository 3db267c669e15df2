// Shows a run.

const log = given;

const factor = (v) => `${digits(v)}×`;
const rate = (v) => `${v === 0 || v >= 100 ? count(v) : digits(v)}/s`;
const or = (format) => (v) => v == null ? missing : format(v);

function time(us, exact = digits) {
  if (us <= 0) return "0 µs";
  if (us < 0.9995) return `${exact(us * 1e3)} ns`;
  if (us < 999.5) return `${exact(us)} µs`;
  if (us < 999500) return `${exact(us / 1e3)} ms`;
  return `${exact(us / 1e6)} s`;
}

function span(s) {
  const two = (v) => String(Math.floor(v)).padStart(2, "0");
  if (s < 120) return `${+s.toFixed(2)} s`;
  if (s < 3600) return s % 60 < 1 ? `${Math.floor(s / 60)} min` : `${Math.floor(s / 60)}:${two(s % 60)} min`;
  return `${Math.floor(s / 3600)}:${two(s / 60 % 60)} h`;
}

// ---- the run in figures

const { test_config: config, summary, aggregate_metrics: aggregate, run, latency_us: latency } = log;

function header() {
  const started = run ? new Date(run.started_at) : new Date(+Object.keys(log.time_series_metrics)[0] * 1000);
  const when = Number.isNaN(+started) ? "" : started.toISOString().slice(0, 19).replace("T", " ") + " UTC";
  return el("header", null,
    el("div", null,
      el("h1", null, run?.no_cache ? "The database alone" : "A cache in front of a database"),
      run && el("p", null, el("code", null, run.command)),
      el("p", null, when + (run?.interrupted ? " · stopped before its end" : ""))),
    themeButton());
}

function tiles() {
  const gap = log.prediction && summary.cache_hit_rate_percent - log.prediction.hit_rate_percent;
  return el("div", { class: "tiles" },
    tile("Throughput", rate(summary.queries_per_second), `${count(summary.total_queries)} in ${span(summary.total_duration_seconds)}`),
    tile("Hit rate", percent(summary.cache_hit_rate_percent),
      log.prediction ? `${percent(log.prediction.hit_rate_percent)} predicted, ${gap < 0 ? "−" : "+"}${digits(Math.abs(gap))} points` : "of all reads"),
    tile("Average", time(aggregate.avg_query_time_us), `slowest ${time(aggregate.max_query_time_us)}`),
    latency && tile("p99", time(latency.operations.p99), `p50 ${time(latency.operations.p50)}`),
    log.baseline?.speedup_throughput != null &&
      tile("Against no cache", factor(log.baseline.speedup_throughput), `${rate(log.baseline.queries_per_second)} alone`));
}

function configuration() {
  const ttl = config.ttl_ms >= 1000 ? span(config.ttl_ms / 1000) : `${count(config.ttl_ms)} ms`;
  return card("Configuration", facts([
    ["Workers", `${count(config.threads)} × ${count(config.queries_per_thread)} operations`],
    ["Mix", `${config.read_ratio} % reads, ${config.write_ratio} % writes`],
    ["Time to live", run?.jitter_percent ? `${ttl} ± ${run.jitter_percent} %` : ttl],
    ["Passengers", config.passenger_pool_size === "all" ? "all, at random" : `the first ${count(config.passenger_pool_size)}`],
    ["Cache", run && (run.no_cache ? "none" : run.cache ?? missing)],
    ["At the start", run && !run.no_cache ? startState() : null],
    ["Database", run?.database],
    ["Machine", run && `${run.os}, ${run.processors} processors, ${run.runtime}`],
    ["Strata", run && `${run.tool_version}, seed ${run.seed}`],
  ]), run ? null : note("This log is of the reference format: it does not say where and how the run was made."));
}

function startState() {
  const how = [run.flushed && "emptied", run.warm && "warmed"].filter(Boolean).join(", ");
  const held = run.entries_at_start == null ? null : `${count(run.entries_at_start)} entries`;
  return [how, held].filter(Boolean).join(", ") || missing;
}

function operations() {
  const bar = (share, name) => el("div", { class: "bar", role: "img", "aria-label": `${name} ${percent(share)}` },
    el("i", { style: `width:${Math.min(100, Math.max(0, share))}%` }));
  const reads = summary.cache_hits + summary.cache_misses;
  const all = reads + summary.writes;
  const share = all > 0 ? 100 * reads / all : 0;
  return card("Operations",
    el("p", null, `${count(reads)} reads, ${count(summary.writes)} writes`), bar(share, "reads"),
    el("p", null, `${count(summary.cache_hits)} hits, ${count(summary.cache_misses)} misses`),
    bar(summary.cache_hit_rate_percent, "hits"),
    log.failures && el("p", { class: log.failures.count > 0 ? "bad" : "note" },
      log.failures.count > 0 ? `${count(log.failures.count)} failed` : "None failed."),
    log.failures?.messages?.length ? el("ul", null, ...log.failures.messages.map((text) => el("li", null, text))) : null);
}

function percentiles() {
  if (!latency) return card("Latency", note("This log holds no percentiles. An average says little about the slow ones."));
  const row = (name, l) => l && l.count > 0 &&
    [name, ...[l.p50, l.p95, l.p99, l.p999, l.max, l.mean, l.min].map((v) => time(v)), count(l.count)];
  return card("Latency", table(
    ["", "p50", "p95", "p99", "p99.9", "max", "mean", "min", "count"],
    [["All operations", latency.operations], ["Reads", latency.reads], ["Cache hits", latency.hits], ["Database calls", latency.database],
      ["\u2003queries", latency.database_reads], ["\u2003bookings", latency.database_writes],
      ["Writes", latency.writes]].map(([name, l]) => row(name, l)).filter(Boolean)));
}

function layers() {
  if (run?.no_cache) return null;
  if (!log.layers) return card("Layers", note("This log does not say which layer answered."));
  return card("Layers", table(
    ["", "hits", "of all hits", "p50", "p99", "max"],
    log.layers.map((l) => [l.name, count(l.hits), percent(l.hit_share_percent),
      ...(l.hits > 0 ? [l.latency_us.p50, l.latency_us.p99, l.latency_us.max].map((v) => time(v)) : [missing, missing, missing])])));
}

function prediction() {
  if (run?.no_cache) return null;
  if (!log.prediction) return card("Predicted hit rate", note("None: this log holds no prediction to measure the cache against."));
  const gap = summary.cache_hit_rate_percent - log.prediction.hit_rate_percent;
  return card("Predicted hit rate", facts([
    ["Predicted", percent(log.prediction.hit_rate_percent)],
    ["Measured", percent(summary.cache_hit_rate_percent)],
    ["Gap", `${gap < 0 ? "−" : "+"}${digits(Math.abs(gap))} points`],
  ]), note(log.prediction.model));
}

function baseline() {
  const alone = log.baseline;
  if (!alone) return run?.no_cache ? null : card("Against the database alone", note("Not measured in this run."));
  return card("Against the database alone", table(
    ["", "alone", "with the cache", ""],
    [["Throughput", rate(alone.queries_per_second), rate(summary.queries_per_second), or(factor)(alone.speedup_throughput)],
      ["Median read", time(alone.read_p50_us), latency?.reads ? time(latency.reads.p50) : missing, or(factor)(alone.speedup_read_p50)]]));
}

// ---- the run in time

const seconds = Object.keys(log.time_series_metrics).map(Number).sort((a, b) => a - b);
const first = seconds[0];
const apart = Object.values(log.time_series_metrics).some((s) => s.hit_count != null || s.database_count != null);

// The seconds, with an empty one at each end of a gap, so that lines break and bars fall to nothing there.
const points = seconds.flatMap((second, i) => {
  const before = seconds[i - 1];
  const gap = i === 0 || second - before === 1 ? [] : second - before === 2 ? [second - 1] : [before + 1, second - 1];
  return [...gap.map((at) => [at - first, null]), [second - first, log.time_series_metrics[second]]];
});

// A logarithmic axis has no place for zero.
const positive = (v) => v > 0 ? v : null;
const series = (of) => points.map(([, m]) => m ? of(m) ?? null : null);
const triple = (total, n, min, max) => ({
  max: series((m) => positive(m[max])),
  average: series((m) => m[n] > 0 ? positive(m[total] / m[n]) : null),
  min: series((m) => positive(m[min])),
});

function axes(format, scale) {
  const decades = (u, splits) => splits.map((v) => v > 0 && Math.abs(Math.log10(v) % 1) < 1e-6 ? v : null);
  const filter = scale === logarithmic ? { filter: decades } : {};
  const common = { stroke: css("--faint"), font: "12px system-ui, sans-serif", ticks: { show: false } };
  const grid = { stroke: css("--grid"), width: 1 };
  return [
    { ...common, grid, space: 78, incrs: roundSeconds, size: 32, gap: 8, values: (u, ticks) => ticks.map((t) => t === Math.floor(t) && t >= 0 ? span(t) : "") },
    { ...common, grid: { ...grid, ...filter }, size: 64, values: (u, ticks) => ticks.map((t) => t == null ? "" : format(t)) },
  ];
}

function chart(title, remark, { id, scale, format, tick, lines, bands }) {
  const holder = el("div", { class: "plot" });
  const section = el("section", { class: "card chart", id },
    el("h2", null, title, " ", el("small", null, remark)), holder);
  const data = [points.map(([x]) => x), ...lines.map((line) => line.values)];
  if (!data.slice(1).some((values) => values.some((v) => v != null))) {
    holder.append(note("Nothing of this kind happened in this run."));
    return section;
  }

  charts.push({ holder, data, attach: touch, options: () => ({
    width: holder.clientWidth || 300,
    height: heightOf(holder),
    cursor: { sync: { key: "run" }, drag: { x: true, y: false }, points: { size: 7 } },
    legend: { live: true, markers: { width: 2 } },
    scales: { x: { time: false, range: wholeSeconds }, y: scale },
    axes: axes(tick ?? format, scale),
    bands,
    series: [{ label: "at", value: (u, v) => v == null ? missing : span(v) },
      ...lines.map((line) => ({
        label: line.label, stroke: css(line.colour), width: seconds.length > 1000 ? 1 : line.width ?? 1.5, dash: line.dash, paths: line.paths,
        fill: line.fill && css(line.fill), points: { show: seconds.length <= 60 && !line.paths && !line.dash, size: 5 },
        value: (u, v) => v == null ? missing : (line.format ?? format)(v),
      }))],
    hooks: { setScale: [(u, key) => key === "x" && zoomed(holder, u.scales.x)] },
  }) });
  return section;
}

// Half a second more at both ends, so that the first and the last bar are whole.
const full = () => [points[0][0] - 0.5, points.at(-1)[0] + 0.5];
const wholeSeconds = (u, min, max) => {
  const [from, to] = full();
  return [min <= points[0][0] ? from : min, max >= points.at(-1)[0] ? to : max];
};
const roundSeconds = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200];
for (let day = 86400; day < 1e13; day *= 2) roundSeconds.push(day);
const logarithmic = { distr: 3 };
const plainTick = (v) => /^[125]/.test(v.toExponential()) ? time(v, (n) => String(+n.toPrecision(3))) : "";

function latencyChart(id, title, times, remark) {
  return chart(title, remark ?? "each second's slowest, average and fastest, on a logarithmic axis", {
    id, scale: logarithmic, format: (v) => time(v), tick: plainTick,
    bands: [{ series: [1, 3], fill: css("--band") }],
    lines: [
      { label: "max", colour: "--max", values: times.max },
      { label: "average", colour: "--average", values: times.average, width: 2 },
      { label: "min", colour: "--min", values: times.min },
    ],
  });
}

function latencyCharts() {
  if (!apart) {
    const whole = latencyChart("operation-latency", "Latency of whole operations", triple("total_time_us", "count", "min_time_us", "max_time_us"));
    whole.append(note("This log does not time cache hits and database calls apart, so their three charts cannot be drawn. "
      + "What is shown is whole operations: hits, misses and writes together."));
    return [whole];
  }
  const database = triple("database_total_us", "database_count", "database_min_us", "database_max_us");
  const hits = triple("hit_total_us", "hit_count", "hit_min_us", "hit_max_us");
  return [
    latencyChart("database-latency", "Database latency", database),
    latencyChart("hit-latency", "Cache-hit latency", hits),
    chart("Database against cache", "averages, on a logarithmic axis", {
      id: "averages", scale: logarithmic, format: (v) => time(v), tick: plainTick,
      lines: [
        { label: "database", colour: "--database", values: database.average, width: 2 },
        { label: "cache hit", colour: "--hit", values: hits.average, width: 2 },
      ],
    }),
  ];
}

function throughputChart() {
  const values = points.map(([, m]) => m ? m.count : 0);
  const peak = values.reduce((a, b) => Math.max(a, b), 0);
  const colour = (v) => css(v > 0.8 * peak ? "--good" : v > 0.5 * peak ? "--fair" : "--poor")();
  const paint = { unit: 3, values: (u) => u.data[1].map(colour) };
  return chart("Throughput", "operations a second: green over 80 % of the peak, yellow over 50 %", {
    id: "throughput", format: (v) => rate(v), tick: (v) => count(v),
    scale: { range: (u, min, max) => [0, Math.max(1, max * 1.08)] },
    lines: [{
      label: "operations", colour: "--good", fill: "--good", values,
      paths: uPlot.paths.bars({ size: [0.75, 60], radius: 0.08, disp: { fill: paint, stroke: paint } }),
      format: (v) => `${rate(v)}, ${whole.format(peak > 0 ? 100 * v / peak : 0)} % of the peak`,
    }],
  });
}

function hitRateChart() {
  const values = series((m) => m.cache_hits + m.cache_misses > 0 ? 100 * m.cache_hits / (m.cache_hits + m.cache_misses) : null);
  const lines = [{
    label: "hit rate", colour: "--hit", fill: "--area", values, width: 2,
    format: (v) => `${v > 95 ? "✓" : v > 80 ? "○" : "!"} ${percent(v)}`,
  }];
  if (log.prediction && values.some((v) => v != null)) {
    lines.push({ label: "predicted, whole run", colour: "--faint", dash: [5, 5], values: points.map(() => log.prediction.hit_rate_percent) });
  }
  return chart("Hit rate", "✓ over 95 %, ○ over 80 %, ! below", {
    id: "hit-rate", format: percent, tick: (v) => `${whole.format(v)} %`, scale: { range: [0, 102] }, lines,
  });
}

// ---- zoom, touch

const reset = el("button", { id: "reset", type: "button", hidden: "" }, "Show the whole run");
reset.addEventListener("click", () => charts.forEach(({ plot }) => {
  const [min, max] = full();
  plot.setScale("x", { min, max });
}));

function zoomed(holder, { min, max }) {
  holder.dataset.from = min;
  holder.dataset.to = max;
  const [from, to] = full();
  reset.hidden = min <= from && max >= to;
}

// One finger reads, two fingers zoom.
function touch({ holder, plot }) {
  let pinch = null;
  const left = (finger) => finger.clientX - plot.over.getBoundingClientRect().left;
  plot.over.addEventListener("touchstart", (event) => {
    pinch = event.touches.length === 2 ? [...event.touches].map((finger) => plot.posToVal(left(finger), "x")) : null;
  }, { passive: true });
  plot.over.addEventListener("touchmove", (event) => {
    if (event.touches.length === 1) {
      plot.setCursor({ left: left(event.touches[0]), top: 10 }, true, true);
      return;
    }
    const [a, b] = [...event.touches].map(left);
    if (!pinch || Math.abs(a - b) < 10) return;
    event.preventDefault();
    const perPixel = (pinch[1] - pinch[0]) / (b - a);
    if (!(perPixel > 0)) return;
    const min = pinch[0] - a * perPixel;
    const [from, to] = full();
    const range = { min: Math.max(from, min), max: Math.min(to, min + plot.over.clientWidth * perPixel) };
    if (range.max > range.min) charts.forEach((other) => other.plot.setScale("x", range));
  }, { passive: false });
}

page.append(
  header(), tiles(),
  el("div", { class: "pair" }, configuration(), operations()),
  el("div", { class: "charts-head" }, el("p", null, matchMedia("(pointer: coarse)").matches
    ? "Touch a chart to read it; spread two fingers to zoom all of them."
    : "Drag across a chart to zoom all of them; double-click to see the whole run again."), reset),
  ...latencyCharts(), throughputChart(), hitRateChart(),
  percentiles(), el("div", { class: "pair" }, ...[layers(), prediction(), baseline()].filter(Boolean)));
document.title = `Strata: ${rate(summary.queries_per_second)}, ${percent(summary.cache_hit_rate_percent)} hits`;
start();
