const assert = require("node:assert/strict");
const { test } = require("node:test");
const { connect, newQueue, receive, receiveOne, noRenewal } = require("./bus");

test("one message arrives with everything the sender set", async (t) => {
  const client = connect(t);
  const queue = newQueue();
  await client.createSender(queue).sendMessages({
    body: { order: 7, lines: ["a", "b"] },
    messageId: "id-1",
    subject: "subject",
    contentType: "application/json",
    correlationId: "corr",
    replyTo: "back",
    to: "there",
    partitionKey: "key",
    timeToLive: 300_000,
    applicationProperties: { text: "a", number: 42, yes: true, when: new Date(1_700_000_000_000) },
  });
  const received = await receiveOne(client.createReceiver(queue, noRenewal));
  assert.deepEqual(received.body, { order: 7, lines: ["a", "b"] });
  assert.equal(received.messageId, "id-1");
  assert.equal(received.subject, "subject");
  assert.equal(received.contentType, "application/json");
  assert.equal(received.correlationId, "corr");
  assert.equal(received.replyTo, "back");
  assert.equal(received.to, "there");
  assert.equal(received.partitionKey, "key");
  assert.equal(received.timeToLive, 300_000);
  assert.equal(received.applicationProperties.text, "a");
  assert.equal(received.applicationProperties.number, 42);
  assert.equal(received.applicationProperties.yes, true);
  assert.equal(Number(received.applicationProperties.when), 1_700_000_000_000);
  assert.equal(received.deliveryCount, 0);
  assert.equal(received.sequenceNumber.toString(), "1");
  assert.ok(received.lockedUntilUtc > new Date());
  assert.ok(Math.abs(received.enqueuedTimeUtc - Date.now()) < 60_000);
  assert.equal(received.state, "active");
});

test("a batch arrives as its messages, in order", async (t) => {
  const client = connect(t);
  const queue = newQueue();
  const sender = client.createSender(queue);
  const batch = await sender.createMessageBatch();
  for (let i = 0; i < 100; i += 1) {
    assert.ok(batch.tryAddMessage({ body: `body-${i}` }));
  }
  await sender.sendMessages(batch);
  const receiver = client.createReceiver(queue, { receiveMode: "receiveAndDelete" });
  const bodies = (await receive(receiver, 100)).map((message) => message.body);
  assert.deepEqual(bodies, [...Array(100).keys()].map((i) => `body-${i}`));
  assert.equal((await receiver.peekMessages(1)).length, 0);
});

test("a list of messages and a message of many frames arrive whole", async (t) => {
  const client = connect(t);
  const queue = newQueue();
  const large = Buffer.alloc(900_000, 7);
  await client.createSender(queue).sendMessages([{ body: "a" }, { body: "b" }]);
  await client.createSender(queue).sendMessages({ body: large });
  const [a, b, c] = await receive(client.createReceiver(queue, noRenewal), 3);
  assert.deepEqual([a.body, b.body], ["a", "b"]);
  assert.ok(large.equals(c.body));
});

test("a body is data, value or sequence, as its sender chose", async (t) => {
  const client = connect(t);
  const queue = newQueue();
  const sender = client.createSender(queue);
  await sender.sendMessages({ bodyType: "value", body: 42 });
  await sender.sendMessages({ bodyType: "sequence", body: [["x", "y"]] });
  const receiver = client.createReceiver(queue, noRenewal);
  const [value, sequence] = await receive(receiver, 2);
  assert.equal(value._rawAmqpMessage.bodyType, "value");
  assert.equal(value.body, 42);
  assert.equal(sequence._rawAmqpMessage.bodyType, "sequence");
  assert.deepEqual(sequence.body, [["x", "y"]]);
});

test("scheduled messages wait, and one is cancelled", async (t) => {
  const client = connect(t);
  const queue = newQueue();
  const sender = client.createSender(queue);
  const [soon] = await sender.scheduleMessages({ body: "soon" }, new Date(Date.now() + 1500));
  const [never] = await sender.scheduleMessages([{ body: "never" }], new Date(Date.now() + 3_600_000));
  assert.notEqual(soon.toString(), never.toString());
  const receiver = client.createReceiver(queue, noRenewal);
  const peeked = await receiver.peekMessages(10);
  assert.deepEqual(peeked.map((message) => message.state), ["scheduled", "scheduled"]);
  await sender.cancelScheduledMessages(never);
  const received = await receiveOne(receiver);
  assert.equal(received.body, "soon");
  await receiver.completeMessage(received);
  assert.equal((await receiver.peekMessages(1, { fromSequenceNumber: soon })).length, 0);
});

test("errors are classified as Azure's are", async (t) => {
  const client = connect(t);
  const sender = client.createSender(newQueue());
  await assert.rejects(sender.sendMessages({ body: Buffer.alloc(2_000_000) }), { code: "MessageSizeExceeded" });
  await assert.rejects(client.createSender("//no such//").sendMessages({ body: "a" }), {
    code: "MessagingEntityNotFound",
  });
});
