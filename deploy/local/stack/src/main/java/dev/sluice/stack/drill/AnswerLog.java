package dev.sluice.stack.drill;

import dev.sluice.stack.ledger.Answered;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Every answer that clients got, and what can be said about them. Thread-safe. */
final class AnswerLog implements Consumer<Answered> {
    private final Queue<Answered> answers = new ConcurrentLinkedQueue<>();

    @Override
    public void accept(Answered answered) {
        answers.add(answered);
    }

    /** How long after {@code nanos} the first order was accepted of those that were posted after it; empty if none was. */
    Optional<Duration> firstAcceptedAfter(long nanos) {
        return answers.stream()
                .filter(each -> each.isAccepted() && each.sentNanos() - nanos > 0)
                .map(each -> Duration.ofNanos(each.answeredNanos() - nanos))
                .min(Duration::compareTo);
    }

    /** The longest that a request has waited to be accepted; zero if none was. */
    Duration slowestAccepted() {
        return answers.stream()
                .filter(Answered::isAccepted)
                .map(each -> Duration.ofNanos(each.answeredNanos() - each.sentNanos()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** How many requests were not accepted: answered otherwise, or not at all. */
    long notAccepted() {
        return answers.stream().filter(each -> !each.isAccepted()).count();
    }
}
