// Draws a dashboard's panels where the dashboard has them. Text reaches the page as text only (textContent).
(() => {
  "use strict";
  const COLOURS = ["#0969da", "#bc4c00", "#1a7f37", "#8250df", "#cf222e", "#57606a", "#9a6700", "#bf3989"];
  const ROW = 34;
  const round = (number) => number.toLocaleString("en", { maximumSignificantDigits: 3 });
  // As Grafana's units of these names.
  const UNITS = {
    ops: (value) => `${round(value)} /s`,
    s: (value) => (value > 0 && value < 1 ? `${round(value * 1000)} ms` : `${round(value)} s`),
    percentunit: (value) => `${round(value * 100)} %`,
    short: round,
  };

  const dashboard = JSON.parse(document.getElementById("data").textContent);
  const page = document.getElementById("page");

  function add(parent, tag, text) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    parent.append(element);
    return element;
  }

  function panel(parent, each) {
    const { x, y, w, h } = each.gridPos;
    const section = add(parent, "section");
    section.style.gridArea = `${y + 1} / ${x + 1} / span ${h} / span ${w}`;
    add(section, "h2", each.title);
    if (each.series.length === 0) {
      add(section, "p", "No data");
      return;
    }
    const unit = UNITS[each.unit];
    if (!unit) throw new Error(`${each.title}: unit ${each.unit} is not known`);
    const known = each.series.map((series) => new Map(series.at));
    const times = [...new Set(known.flatMap((at) => [...at.keys()]))].sort((a, b) => a - b);
    new uPlot(
      {
        width: section.clientWidth - 20,
        height: h * ROW - 90,
        scales: { x: { time: false, range: [-dashboard.seconds, 0] }, y: { range: (u, low, high) => [0, (high || 1) * 1.05] } },
        axes: [{ values: (u, all) => all.map((value) => `${value} s`) }, { size: 64, values: (u, all) => all.map(unit) }],
        legend: { live: false },
        series: [
          {},
          ...each.series.map((series, index) => ({ label: series.label, stroke: COLOURS[index % COLOURS.length], width: 2 })),
        ],
      },
      [times, ...known.map((at) => times.map((time) => at.get(time) ?? null))],
      section
    );
  }

  document.title = dashboard.title;
  add(page, "h1", dashboard.title);
  add(page, "p", dashboard.note);
  const panels = add(page, "div");
  panels.className = "panels";
  dashboard.panels.forEach((each) => panel(panels, each));
})();
