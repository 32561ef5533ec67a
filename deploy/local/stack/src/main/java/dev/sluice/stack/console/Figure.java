package dev.sluice.stack.console;

/** What is counted of every instance; each kind of service has some of it. */
enum Figure {
    ACCEPTED("sluice_orders_accepted_total", ""),
    REFUSED("sluice_orders_refused_total", ""),
    PROCESSED("sluice_orders_processed_total", "outcome=\"done\""),
    RETRIED("sluice_orders_retried_total", "");

    private final String metric;
    private final String label;

    Figure(String metric, String label) {
        this.metric = metric;
        this.label = label;
    }

    double in(MetricsText metrics) {
        return metrics.sum(metric, label);
    }
}
