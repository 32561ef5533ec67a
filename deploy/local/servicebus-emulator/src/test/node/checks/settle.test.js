// Settlements are awaited one by one: rhea 3.0.5 merges different outcomes that are settled in one tick.
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { connect, newQueue, receive, receiveOne, noRenewal } = require("./bus");

async function sent(t, ...bodies) {
  const client = connect(t);
  const queue = newQueue();
  await client.createSender(queue).sendMessages(bodies.map((body) => ({ body })));
  return { client, queue, receiver: client.createReceiver(queue, noRenewal) };
}

test("complete removes a message", async (t) => {
  const { receiver } = await sent(t, "a");
  await receiver.completeMessage(await receiveOne(receiver));
  assert.equal((await receiver.peekMessages(1)).length, 0);
});

test("abandon gives it back with changed properties", async (t) => {
  const { receiver } = await sent(t, "a");
  const first = await receiveOne(receiver);
  await receiver.abandonMessage(first, { try: 1 });
  const second = await receiveOne(receiver);
  assert.equal(second.deliveryCount, 1);
  assert.equal(second.applicationProperties.try, 1);
  assert.notEqual(second.lockToken, first.lockToken);
});

test("defer sets it aside until it is asked for by its number", async (t) => {
  const { receiver } = await sent(t, "a", "b");
  const [a] = await receive(receiver, 1);
  await receiver.deferMessage(a, { why: "early" });
  assert.equal((await receiveOne(receiver)).body, "b");
  const [deferred] = await receiver.receiveDeferredMessages(a.sequenceNumber);
  assert.equal(deferred.body, "a");
  assert.equal(deferred.state, "deferred");
  assert.equal(deferred.applicationProperties.why, "early");
  await receiver.completeMessage(deferred);
  await assert.rejects(receiver.receiveDeferredMessages(a.sequenceNumber), { code: "MessageNotFound" });
});

test("a dead letter says why and is received from the subqueue", async (t) => {
  const { client, queue, receiver } = await sent(t, "a");
  await receiver.deadLetterMessage(await receiveOne(receiver), {
    deadLetterReason: "poison",
    deadLetterErrorDescription: "it smells",
    extra: "more",
  });
  const subqueue = client.createReceiver(queue, { ...noRenewal, subQueueType: "deadLetter" });
  const dead = await receiveOne(subqueue);
  assert.equal(dead.deadLetterReason, "poison");
  assert.equal(dead.deadLetterErrorDescription, "it smells");
  assert.equal(dead.applicationProperties.extra, "more");
  await subqueue.completeMessage(dead);
  assert.equal((await subqueue.peekMessages(1)).length, 0);
});

test("a lock is renewed", async (t) => {
  const { receiver } = await sent(t, "a");
  const message = await receiveOne(receiver);
  const before = message.lockedUntilUtc;
  const until = await receiver.renewMessageLock(message);
  assert.ok(until >= before);
});

test("a message settled twice has lost its lock", async (t) => {
  const { client, queue, receiver } = await sent(t, "a");
  const message = await receiveOne(receiver);
  await receiver.completeMessage(message);
  await assert.rejects(receiver.renewMessageLock(message), { code: "MessageLockLost" });
  assert.equal((await client.createReceiver(queue).peekMessages(1)).length, 0);
});

test("peek pages in order and touches nothing", async (t) => {
  const { receiver } = await sent(t, "a", "b", "c");
  const bodies = async (count) => (await receiver.peekMessages(count)).map((message) => message.body);
  assert.deepEqual(await bodies(2), ["a", "b"]);
  assert.deepEqual(await bodies(2), ["c"]);
  assert.deepEqual(await bodies(2), []);
  assert.equal((await receive(receiver, 3)).length, 3);
});

test("a subscriber gets everything and completes it by itself", async (t) => {
  const { client, queue, receiver } = await sent(t, ...[...Array(50).keys()]);
  const seen = new Set();
  await new Promise((resolve, reject) => {
    receiver.subscribe(
      {
        processMessage: async (message) => {
          seen.add(message.body);
          if (seen.size === 50) {
            resolve();
          }
        },
        processError: async (event) => reject(event.error),
      },
      { maxConcurrentCalls: 4 },
    );
  });
  await receiver.close();
  assert.equal((await client.createReceiver(queue).peekMessages(1)).length, 0);
});
