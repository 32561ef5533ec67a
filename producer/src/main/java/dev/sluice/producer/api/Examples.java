package dev.sluice.producer.api;

/** Requests and answers for the API's description. */
public final class Examples {
    /** A request for one order. */
    public static final String ORDER = """
            {"customer": "contoso", "lines": [{"sku": "chair-4", "quantity": 2}], "note": "back door"}""";

    /** A batch as a JSON array; the second order brings its own key. */
    public static final String BATCH = """
            [{"customer": "contoso", "lines": [{"sku": "chair-4", "quantity": 2}]},
             {"id": "cart-4712", "customer": "fabrikam", "lines": [{"sku": "desk-1", "quantity": 1}]}]""";

    /** The same batch, one order a line. */
    public static final String BATCH_LINES = """
            {"customer": "contoso", "lines": [{"sku": "chair-4", "quantity": 2}]}
            {"id": "cart-4712", "customer": "fabrikam", "lines": [{"sku": "desk-1", "quantity": 1}]}
            """;

    /** The answer to one order. */
    public static final String ACCEPTED = """
            {"id": "6b1f9dcb-1c9f-5d7c-8a53-0c2f3a5d8e11", "status": "accepted"}""";

    /** The answer to a batch that was accepted as a whole. */
    public static final String BATCH_ACCEPTED = """
            {"accepted": 2, "notAccepted": 0, "results": [
              {"index": 0, "status": "accepted", "id": "6b1f9dcb-1c9f-5d7c-8a53-0c2f3a5d8e11",
               "location": "http://localhost:8081/api/orders/6b1f9dcb-1c9f-5d7c-8a53-0c2f3a5d8e11"},
              {"index": 1, "status": "accepted", "id": "0b7a2c14-93c7-5e1e-9d0c-5f1f5b0b8f6e",
               "location": "http://localhost:8081/api/orders/0b7a2c14-93c7-5e1e-9d0c-5f1f5b0b8f6e"}]}""";

    /** The answer to a batch of which some orders were accepted. */
    public static final String BATCH_MIXED = """
            {"accepted": 1, "notAccepted": 2, "results": [
              {"index": 0, "status": "accepted", "id": "6b1f9dcb-1c9f-5d7c-8a53-0c2f3a5d8e11",
               "location": "http://localhost:8081/api/orders/6b1f9dcb-1c9f-5d7c-8a53-0c2f3a5d8e11"},
              {"index": 1, "status": "invalid",
               "violations": [{"field": "lines[0].quantity", "message": "must be greater than or equal to 1"}]},
              {"index": 2, "status": "unavailable", "id": "0b7a2c14-93c7-5e1e-9d0c-5f1f5b0b8f6e",
               "retryWith": "cart-4711/2"}]}""";

    private Examples() {}
}
