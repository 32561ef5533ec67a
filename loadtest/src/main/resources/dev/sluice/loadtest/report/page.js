// Draws the summary. Text from it reaches the page as text only (textContent), never as markup.
(() => {
  "use strict";
  const WIDTH = 900;
  const HEIGHT = 280;
  const COLOURS = ["#0969da", "#bc4c00", "#1a7f37", "#8250df", "#cf222e", "#57606a", "#9a6700", "#bf3989"];
  const PERCENTILES = { p50Millis: "p50", p95Millis: "p95", p99Millis: "p99", p999Millis: "p99.9" };

  const summary = JSON.parse(document.getElementById("data").textContent);
  const page = document.getElementById("page");
  const points = summary.points;
  const inTime = points.filter((point) => isNumber(point.seconds));
  const apart = points.filter((point) => !isNumber(point.seconds));

  function isNumber(value) {
    return typeof value === "number";
  }

  function add(parent, tag, text, name) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (name) element.className = name;
    parent.append(element);
    return element;
  }

  function show(value) {
    if (isNumber(value)) return value.toLocaleString("en", { maximumFractionDigits: 3 });
    if (Array.isArray(value)) return value.map(show).join(", ");
    if (value !== null && typeof value === "object") return JSON.stringify(value);
    return value === undefined || value === null ? "" : String(value);
  }

  function cell(row, value) {
    return add(row, "td", show(value), isNumber(value) ? "number" : "");
  }

  function section(title) {
    const element = add(page, "section");
    add(element, "h2", title);
    return element;
  }

  /** Names and values, one below the other. */
  function facts(title, values) {
    const table = add(section(title), "table");
    for (const [name, value] of Object.entries(values)) {
      const row = add(table, "tr");
      add(row, "th", name);
      cell(row, value);
    }
  }

  function head(table, names) {
    const row = add(add(table, "thead"), "tr");
    names.forEach((name) => add(row, "th", name));
    return add(table, "tbody");
  }

  function thresholds() {
    const body = head(add(section("Thresholds"), "table"), ["figure", "wanted", "was", ""]);
    for (const threshold of summary.thresholds) {
      const row = add(body, "tr");
      cell(row, threshold.metric);
      cell(row, threshold.expected);
      cell(row, threshold.actual);
      add(row, "td", threshold.passed ? "holds" : "does not hold", threshold.passed ? "good" : "bad");
    }
  }

  /** What is no curve over time, as it is. */
  function table() {
    if (apart.length === 0) return;
    const names = [...new Set(apart.flatMap((point) => Object.keys(point)))];
    const body = head(add(add(section("Measured"), "div", undefined, "wide"), "table"), names);
    for (const point of apart) {
      const row = add(body, "tr");
      names.forEach((name) => cell(row, point[name]));
    }
  }

  /** One curve: where x and y are numbers. */
  function curve(label, from, x, y, style) {
    const at = from.filter((point) => isNumber(point[x]) && isNumber(y(point))).map((point) => [point[x], y(point)]);
    return { label, at, style: style || {} };
  }

  function field(name) {
    return (point) => point[name];
  }

  /** A chart of the curves that have anything to show; none without. */
  function chart(title, xLabel, yLabel, all, options) {
    const curves = all.filter((each) => each.at.length > 0);
    if (curves.length === 0) return;
    const xs = [...new Set(curves.flatMap((each) => each.at.map(([x]) => x)))].sort((a, b) => a - b);
    const ys = curves.map((each) => {
      const known = new Map(each.at);
      return xs.map((x) => (known.has(x) ? known.get(x) : null));
    });
    const figure = add(section(title), "figure");
    figure.dataset.chart = title;
    new uPlot(
      {
        width: WIDTH,
        height: HEIGHT,
        scales: { x: { time: false }, y: options && options.log ? { distr: 3 } : { range: (u, low, high) => [0, (high || 1) * 1.05] } },
        axes: [{ label: xLabel }, { label: yLabel, size: 70 }],
        series: [
          { label: xLabel },
          ...curves.map((each, index) => ({
            label: each.label,
            stroke: COLOURS[index % COLOURS.length],
            width: 2,
            spanGaps: true,
            ...each.style,
          })),
        ],
        hooks: { draw: [(u) => marks(u, (options && options.marks) || [])] },
      },
      [xs, ...ys],
      figure
    );
  }

  /** A line from top to bottom, with its name, for each thing that was done to the system. */
  function marks(u, all) {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = "#cf222e";
    ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
    all.forEach((mark) => {
      const x = u.valToPos(mark.seconds, "x", true);
      ctx.fillRect(x, bbox.top, devicePixelRatio, bbox.height);
      ctx.save();
      ctx.translate(x + 4 * devicePixelRatio, bbox.top + 4 * devicePixelRatio);
      ctx.rotate(Math.PI / 2);
      ctx.fillText(mark.fault, 0, 0);
      ctx.restore();
    });
    ctx.restore();
  }

  /** A curve for each run that the points tell apart; one for all where they don't. */
  function eachRun(name, style) {
    const runs = [...new Set(inTime.map(field("run")))];
    return runs.map((run) =>
      curve(run === undefined ? name : run, inTime.filter((point) => point.run === run), "seconds", field(name), style));
  }

  function overTime() {
    const faults = inTime.filter((point) => typeof point.fault === "string");
    chart("Throughput", "seconds", "orders a second", eachRun("throughput"), { marks: faults });
    chart("Backlog", "seconds", "orders", eachRun("backlog"), { marks: faults });
    chart("Processed", "seconds", "orders", eachRun("processed"), { marks: faults });
    const stepped = { paths: uPlot.paths.stepped({ align: 1 }) };
    chart("Instances", "seconds", "instances", eachRun("instances", stepped), { marks: faults });
  }

  function scaling() {
    const measured = apart.filter((point) => isNumber(point.instances) && isNumber(point.throughput));
    if (measured.length === 0) return;
    const first = measured.reduce((least, point) => (point.instances < least.instances ? point : least));
    const ideal = (point) => (point.instances * first.throughput) / first.instances;
    chart("Scaling", "instances", "orders a second", [
      curve("measured", measured, "instances", field("throughput")),
      curve("ideal", measured, "instances", ideal, { dash: [6, 6] }),
    ]);
  }

  /** A point for each rate: of several tries or rounds the one with the median p99, as in the figures. */
  function typical(measured) {
    return [...new Set(measured.map(field("offered")))].map((rate) => {
      const same = measured.filter((point) => point.offered === rate).sort((a, b) => a.p99Millis - b.p99Millis);
      return same[Math.floor((same.length - 1) / 2)];
    });
  }

  function offered() {
    const servers = [...new Set(apart.map(field("server")).filter((server) => typeof server === "string"))];
    const of = (server) => typical(apart.filter((point) => point.server === server));
    chart("Accepted by offered rate", "offered, orders a second", "accepted a second",
      servers.map((server) => curve(server, of(server), "offered", field("accepted"))));
    chart("Latency by offered rate", "offered, orders a second", "ms",
      servers.flatMap((server, index) =>
        Object.entries(PERCENTILES).map(([name, label]) =>
          curve(`${server} ${label}`, of(server), "offered", field(name), index > 0 ? { dash: [6, 6] } : {}))),
      { log: true });
  }

  document.title = `Sluice load test: ${summary.experiment} '${summary.scenario}'`;
  add(page, "h1", document.title);
  add(page, "p", summary.startedAt);
  add(page, "div", summary.passed ? "Every threshold holds" : "NOT every threshold holds", `outcome ${summary.passed ? "good" : "bad"}`);
  thresholds();
  facts("Verdict", summary.verdict);
  if (summary.latency.p99Millis > 0) facts("From request to effect", summary.latency);
  overTime();
  scaling();
  offered();
  table();
  facts("Figures", summary.figures);
  facts("Machine", summary.machine);
  facts("Versions", summary.versions);
  // The address may name one chart: then nothing else is shown, for a picture of it.
  const only = decodeURIComponent(location.hash.slice(1));
  const wanted = [...document.querySelectorAll("figure")].find((figure) => figure.dataset.chart === only);
  if (wanted) [...page.children].forEach((part) => (part.hidden = !part.contains(wanted)));
})();
