import { make, rows, text } from "./rows.js";

const POLL_MILLIS = 500;
const POLLS = 40;
const SENDS_BACK = "Replayed";

const outcome = document.getElementById("replay-outcome");
const asked = new Set();
let shown = { orders: [], more: false };

/** Shows what waits for a decision. */
export function showParked(parked) {
  shown = parked;
  const orders = parked.orders;
  text(document.getElementById("parked-count"), parked.more ? `more than ${orders.length}` : orders.length);
  rows(document.getElementById("parked"), orders, key, row, update);
}

const key = (order) => `${order.namespace}/${order.sequenceNumber}`;
const name = (order) => order.orderId || `message ${key(order)}`;

function row(order) {
  const element = make("tr");
  const heading = make("th", "", name(order));
  heading.scope = "row";
  const reason = make("td");
  reason.append(make("div", "", order.reason), make("div", "quiet", order.description));
  const since = make("td", "", new Date(order.parkedAt).toLocaleTimeString());
  const decide = make("td");
  if (order.verdict === SENDS_BACK) {
    const button = make("button", "", "Replay");
    button.type = "button";
    button.setAttribute("aria-label", `Replay ${name(order)}`);
    button.addEventListener("click", () => replay(order));
    decide.append(button);
  } else {
    decide.textContent = `can't be replayed here: ${order.verdict}`;
  }
  element.append(heading, make("td", "", order.subject), reason, since, make("td", "number", order.replays), decide);
  return element;
}

function update(element, order) {
  const button = element.querySelector("button");
  if (button) button.disabled = asked.has(key(order));
}

async function replay(order) {
  asked.add(key(order));
  showParked(shown);
  text(outcome, `${name(order)} is being replayed`);
  try {
    text(outcome, `${name(order)}: ${await finish(await ask("/replay", order))}`);
  } catch (failure) {
    text(outcome, `${name(order)} was not replayed: ${failure.message}`);
  } finally {
    asked.delete(key(order));
    showParked(shown);
  }
}

/** Waits for the end of the operation, and tells what became of the message. */
async function finish(operation) {
  for (let poll = 0; poll < POLLS; poll++) {
    if (operation.finishedAt) return Object.keys(operation.outcomes).join(", ") || "nothing was done";
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLIS));
    operation = await ask(`/operations/${operation.id}`);
  }
  return operation.lastError ? `not sent yet: ${operation.lastError}` : "still being sent";
}

async function ask(path, order) {
  const request = order && {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Sluice-Console": "1" },
    body: JSON.stringify({ namespace: order.namespace, sequenceNumber: order.sequenceNumber }),
  };
  const response = await fetch(path, request);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.detail ?? `status ${response.status}`);
  return answer;
}
