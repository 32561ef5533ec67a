package dev.sluice.azure.arm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Failures that a test orders: the next requests of a kind are answered with a status, unhandled. */
public final class Faults {
    private final List<Fault> faults = new ArrayList<>();

    /** Answers the next {@code times} requests that match with {@code status}. */
    public synchronized void inject(Predicate<Exchange> which, int status, int times) {
        faults.add(new Fault(which, status, times));
    }

    /** How many ordered failures have not happened. */
    public synchronized int outstanding() {
        return faults.stream().mapToInt(fault -> fault.left).sum();
    }

    synchronized Optional<Answer> strike(Exchange exchange) {
        for (Fault fault : faults) {
            if (fault.left > 0 && fault.which.test(exchange)) {
                fault.left--;
                return Optional.of(Answer.error(fault.status, code(fault.status), "ordered by the test"));
            }
        }
        return Optional.empty();
    }

    private static String code(int status) {
        return switch (status) {
            case 409 -> "AnotherOperationInProgress";
            case 429 -> "TooManyRequests";
            default -> "InternalServerError";
        };
    }

    private static final class Fault {
        private final Predicate<Exchange> which;
        private final int status;
        private int left;

        private Fault(Predicate<Exchange> which, int status, int left) {
            this.which = which;
            this.status = status;
            this.left = left;
        }
    }
}
