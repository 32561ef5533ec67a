// The queues that require sessions are declared by the test that runs these checks.
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { connect, receive, receiveOne, noRenewal } = require("./bus");

const QUEUE = "js-sessions";
let sessions = 0;

/** The id of a session of the check's own. */
function newSession() {
  sessions += 1;
  return `session-${process.pid}-${sessions}`;
}

async function sent(client, queue, sessionId, ...bodies) {
  await client.createSender(queue).sendMessages(bodies.map((body) => ({ body, sessionId })));
}

test("a session is accepted by its id and keeps its order", async (t) => {
  const client = connect(t);
  const [mine, other] = [newSession(), newSession()];
  await sent(client, QUEUE, mine, 1, 2);
  await sent(client, QUEUE, other, "not mine");
  await sent(client, QUEUE, mine, 3);
  const receiver = await client.acceptSession(QUEUE, mine, noRenewal);
  assert.equal(receiver.sessionId, mine);
  assert.ok(receiver.sessionLockedUntilUtc > new Date());
  const messages = await receive(receiver, 3);
  assert.deepEqual(messages.map((message) => message.body), [1, 2, 3]);
  assert.deepEqual([...new Set(messages.map((message) => message.sessionId))], [mine]);
  for (const message of messages) {
    await receiver.completeMessage(message);
  }
  assert.equal((await receiver.peekMessages(1)).length, 0);
});

test("the next session with messages is accepted, and without one the wait ends", async (t) => {
  const client = connect(t, { timeoutInMs: 2000 });
  const session = newSession();
  await sent(client, "js-next-session", session, "a");
  const receiver = await client.acceptNextSession("js-next-session", noRenewal);
  assert.equal(receiver.sessionId, session);
  await receiver.completeMessage(await receiveOne(receiver));
  await assert.rejects(client.acceptNextSession("js-next-session", noRenewal), { code: "ServiceTimeout" });
});

test("a session that is held can't be accepted, and can when it is closed", async (t) => {
  const client = connect(t);
  const session = newSession();
  const receiver = await client.acceptSession(QUEUE, session, noRenewal);
  await assert.rejects(client.acceptSession(QUEUE, session, noRenewal), { code: "SessionCannotBeLocked" });
  await receiver.close();
  const again = await client.acceptSession(QUEUE, session, noRenewal);
  assert.equal(again.sessionId, session);
});

test("a session's state is left to whoever has it next, until it is cleared", async (t) => {
  const client = connect(t);
  const session = newSession();
  const first = await client.acceptSession(QUEUE, session, noRenewal);
  assert.equal(await first.getSessionState(), null);
  await first.setSessionState({ step: 2 });
  await first.close();
  const second = await client.acceptSession(QUEUE, session, noRenewal);
  assert.deepEqual(await second.getSessionState(), { step: 2 });
  await second.setSessionState(null);
  assert.equal(await second.getSessionState(), null);
});

test("a session's lock is renewed", async (t) => {
  const client = connect(t);
  const receiver = await client.acceptSession(QUEUE, newSession(), noRenewal);
  const before = receiver.sessionLockedUntilUtc;
  const until = await receiver.renewSessionLock();
  assert.ok(until >= before);
  assert.deepEqual(receiver.sessionLockedUntilUtc, until);
});

test("messages of a session are abandoned, deferred and dead-lettered within it", async (t) => {
  const client = connect(t);
  const session = newSession();
  await sent(client, QUEUE, session, "abandon", "defer", "dead");
  const receiver = await client.acceptSession(QUEUE, session, noRenewal);
  const [abandoned, deferred, dead] = await receive(receiver, 3);
  await receiver.deferMessage(deferred);
  await receiver.deadLetterMessage(dead, { deadLetterReason: "poison" });
  await receiver.abandonMessage(abandoned);
  const again = await receiveOne(receiver);
  assert.deepEqual([again.body, again.deliveryCount], ["abandon", 1]);
  await receiver.completeMessage(again);
  const [back] = await receiver.receiveDeferredMessages(deferred.sequenceNumber);
  assert.equal(back.body, "defer");
  await receiver.completeMessage(back);
  const subqueue = client.createReceiver(QUEUE, { ...noRenewal, subQueueType: "deadLetter" });
  const letter = await receiveOne(subqueue);
  assert.deepEqual([letter.body, letter.sessionId, letter.deadLetterReason], ["dead", session, "poison"]);
  await subqueue.completeMessage(letter);
});

test("what does not fit is refused: a message without a session, a receiver without one, a session where there are none", async (t) => {
  const client = connect(t);
  await assert.rejects(client.createSender(QUEUE).sendMessages({ body: "outside" }), /SessionId was not set/);
  await assert.rejects(client.createReceiver(QUEUE, noRenewal).receiveMessages(1), /requires sessions/);
  // The client keeps the broker's words to itself.
  await assert.rejects(client.acceptSession("js-plain", "any", noRenewal), /Failed to create a receiver/);
});
