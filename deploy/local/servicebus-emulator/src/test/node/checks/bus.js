// What the checks share: one client for each check, closed after it, and a queue that nobody else uses.
const { ServiceBusClient } = require("@azure/service-bus");

const CONNECTION_STRING = process.env.SERVICEBUS_CONNECTION_STRING;
const WAIT = 30_000;
let queues = 0;

// It renews by message id, and close() fails for a message that has none.
const noRenewal = { maxAutoLockRenewalDurationInMs: 0 };

/** A client that is closed when the check ends. */
function connect(check, retryOptions = {}) {
  const client = new ServiceBusClient(CONNECTION_STRING, { retryOptions: { maxRetries: 0, ...retryOptions } });
  check.after(() => client.close());
  return client;
}

/** The name of a queue of the check's own; the emulator makes it when it is addressed. */
function newQueue() {
  queues += 1;
  return `js-${process.pid}-${queues}`;
}

/** Receives exactly so many messages, or fails. */
async function receive(receiver, count) {
  const messages = [];
  while (messages.length < count) {
    const some = await receiver.receiveMessages(count - messages.length, { maxWaitTimeInMs: WAIT });
    if (some.length === 0) {
      throw new Error(`only ${messages.length} of ${count} messages came`);
    }
    messages.push(...some);
  }
  return messages;
}

/** Receives one message, or fails. */
async function receiveOne(receiver) {
  return (await receive(receiver, 1))[0];
}

module.exports = { connect, newQueue, receive, receiveOne, noRenewal };
