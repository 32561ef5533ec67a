package dev.sluice.stack.ledger;

/** Posts orders and writes down what became of each. Thread-safe. */
final class OrderPoster {
    private final OrderClient client;
    private final Ledger ledger;
    private final LoadResult.Tally tally;

    OrderPoster(OrderClient client, Ledger ledger, LoadResult.Tally tally) {
        this.client = client;
        this.ledger = ledger;
        this.tally = tally;
    }

    /**
     * Posts one order until it has a clear answer.
     *
     * @param customer the order's customer, which no other order has
     * @return whether it has got one
     */
    boolean post(String customer) throws InterruptedException {
        OrderClient.Answer answer;
        try {
            answer = client.post(customer);
        } catch (InterruptedException e) {
            ledger.unknown(customer);
            throw e;
        }
        if (answer.orderId().isPresent()) {
            ledger.accepted(answer.orderId().get(), answer.requested());
            tally.accepted();
        } else if (answer.isClear()) {
            tally.refused(answer.text());
        } else {
            ledger.unknown(customer);
            tally.unknown(answer.text());
        }
        return answer.isClear();
    }
}
