const assert = require("node:assert/strict");
const { test } = require("node:test");
const { connect, newQueue, receive, receiveOne, noRenewal } = require("./bus");

/** A topic of the check's own, and its rules where a subscription is addressed for the first time. */
async function subscribed(client, topic, ...names) {
  for (const name of names) {
    await client.createReceiver(topic, name, noRenewal).peekMessages(1);
  }
}

async function bodies(client, topic, name, count) {
  const receiver = client.createReceiver(topic, name, { receiveMode: "receiveAndDelete" });
  return (await receive(receiver, count)).map((message) => message.body);
}

test("every subscription gets a copy and settles it for itself", async (t) => {
  const client = connect(t);
  const topic = newQueue();
  await subscribed(client, topic, "a", "b");
  await client.createSender(topic).sendMessages([{ body: 1 }, { body: 2 }]);
  const a = client.createReceiver(topic, "a", noRenewal);
  const first = await receiveOne(a);
  await a.deadLetterMessage(first, { deadLetterReason: "poison" });
  const dead = client.createReceiver(topic, "a", { ...noRenewal, subQueueType: "deadLetter" });
  assert.equal((await receiveOne(dead)).deadLetterReason, "poison");
  assert.deepEqual(await bodies(client, topic, "b", 2), [1, 2]);
});

test("rules are listed, added and removed, and decide what a subscription gets", async (t) => {
  const client = connect(t);
  const topic = newQueue();
  await subscribed(client, topic, "some", "all");
  const rules = client.createRuleManager(topic, "some");
  const names = async () => {
    const found = [];
    for await (const rule of rules.listRules()) {
      found.push(rule.name);
    }
    return found.sort();
  };
  assert.deepEqual(await names(), ["$Default"]);
  await rules.deleteRule("$Default");
  await rules.createRule("big", { sqlExpression: "amount > 100" });
  await rules.createRule("vip", { subject: "vip" });
  assert.deepEqual(await names(), ["big", "vip"]);
  await client.createSender(topic).sendMessages([
    { body: "small", applicationProperties: { amount: 1 } },
    { body: "big", applicationProperties: { amount: 1000 } },
    { body: "vip", subject: "vip", applicationProperties: { amount: 1 } },
  ]);
  assert.deepEqual(await bodies(client, topic, "some", 2), ["big", "vip"]);
  assert.deepEqual(await bodies(client, topic, "all", 3), ["small", "big", "vip"]);
});

test("a SQL action changes the copy of the subscription whose rule it is", async (t) => {
  const client = connect(t);
  const topic = newQueue();
  await subscribed(client, topic, "tagged", "plain");
  const rules = client.createRuleManager(topic, "tagged");
  await rules.deleteRule("$Default");
  await rules.createRule("tag", { sqlExpression: "1=1" }, { sqlExpression: "SET tag = 'yes'" });
  await client.createSender(topic).sendMessages({ body: "a" });
  const tagged = await receiveOne(client.createReceiver(topic, "tagged", noRenewal));
  assert.equal(tagged.applicationProperties.tag, "yes");
  const plain = await receiveOne(client.createReceiver(topic, "plain", noRenewal));
  assert.equal(plain.applicationProperties?.tag, undefined);
});
