import { make, rows, text } from "./rows.js";

const byId = (id) => document.getElementById(id);
const count = (number) => Math.round(number).toLocaleString("en");
const rate = (number) => (number >= 100 ? count(number) : number.toFixed(1));
const time = (instant) => new Date(instant).toLocaleTimeString();

/** Shows everything but the parked orders. */
export function show(picture) {
  for (const [name, meter] of Object.entries(picture.flow)) {
    text(byId(name), count(meter.total));
    const speed = byId(`${name}-rate`);
    if (speed) text(speed, rate(meter.perSecond));
  }
  text(byId("backlog"), picture.backlog === null ? "unknown" : count(picture.backlog));
  for (const name of ["accepted", "processed", "retried", "backlog"]) {
    curve(byId(`${name}-curve`), picture.recent.map((point) => point[name]));
  }
  rows(byId("namespaces"), picture.namespaces, (each) => each.name, () => make("p"), namespace);
  const fastest = Math.max(1, ...picture.instances.map((each) => each.done.perSecond));
  rows(byId("instances"), picture.instances, (each) => `${each.name} ${each.pid}`, instanceRow,
    (row, each) => instance(row, each, fastest));
  rows(byId("changes"), picture.changes, (each) => `${each.at} ${each.instance} ${each.what}`, () => make("li"),
    (item, each) => text(item, `${time(each.at)}  ${each.instance}: ${each.what}`));
  rows(byId("sources"), picture.sources, (each) => each.name, () => make("li"), source);
}

function namespace(element, each) {
  const orders = each.orders;
  text(element, orders
    ? `${each.name}: ${count(orders.waiting)} waiting, ${count(orders.locked)} locked, ${count(orders.scheduled)} due later`
    : `${each.name}: unknown`);
}

function instanceRow(each) {
  const row = make("tr");
  const name = make("th", "", each.name);
  name.scope = "row";
  row.append(name, make("td"), make("td", "number"), make("td", "number"), make("td"));
  row.append(make("td", "number"), make("td", "number"), make("td", "number"));
  const share = make("meter");
  share.setAttribute("aria-label", `${each.name}, compared with the fastest`);
  row.children[4].append(share);
  return row;
}

function instance(row, each, fastest) {
  const [, state, process, speed, share, done, inHand, retried] = row.children;
  text(state, each.answers ? each.state.toLowerCase() : `${each.state.toLowerCase()}, no figures`);
  text(process, each.pid > 0 ? each.pid : "none");
  text(speed, each.answers ? rate(each.done.perSecond) : "–");
  share.firstChild.max = fastest;
  share.firstChild.value = each.answers ? each.done.perSecond : 0;
  text(done, count(each.done.total));
  text(inHand, each.answers ? count(each.inHand) : "–");
  text(retried, count(each.retried));
}

function source(item, each) {
  item.className = each.problem ? "away" : "";
  text(item, each.problem ? `${each.name}: away since ${time(each.since)}: ${each.problem}` : `${each.name}: answers`);
}

/** Draws the last two minutes; what is not known is a gap. */
function curve(svg, values) {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  let pen = "M";
  const steps = values.map((value, index) => {
    if (value === null) {
      pen = "M";
      return "";
    }
    const step = `${pen}${120 - values.length + index + 1} ${(29 - (28 * value) / most).toFixed(2)}`;
    pen = "L";
    return step;
  });
  svg.firstElementChild.setAttribute("d", steps.join(""));
}
